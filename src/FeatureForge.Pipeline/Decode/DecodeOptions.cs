using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Decode;

/// <summary>The <c>decode</c> section of a recipe.</summary>
public sealed record DecodeOptions
{
    /// <summary>Largest value of <see cref="MaxPixels"/>: four bytes for each pixel must fit one buffer.</summary>
    public const long LargestMaxPixels = 500_000_000;

    /// <summary>Whose arithmetic the pixels follow.</summary>
    public DecodeFidelity Fidelity { get; init; } = DecodeFidelity.Reference;

    /// <summary>Whether JPEG files may be decoded smaller than stored; <see cref="DctScale.Auto"/> only with <see cref="DecodeFidelity.Fast"/>.</summary>
    public DctScale DctScale { get; init; } = DctScale.None;

    /// <summary>Largest picture, in pixels as stored; a larger one is quarantined before memory is set aside for it.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>What becomes of a file whose damage the codec concealed.</summary>
    public WarningPolicy Warnings { get; init; } = WarningPolicy.Keep;

    /// <summary>What becomes of transparency.</summary>
    public AlphaTreatment Alpha { get; init; } = AlphaTreatment.Drop;

    /// <summary>The section's keys, for validator, schema and documentation.</summary>
    public static StepDescription Section { get; } = new()
    {
        Name = "decode",
        Summary = "Turns JPEG, PNG and WebP files into upright 8-bit RGB pictures. EXIF orientation is applied to pixels and boxes alike.",
        Random = false,
        Keys =
        [
            Choice("fidelity", "Whose arithmetic the pixels follow: reference equals libjpeg-turbo and Pillow bit for bit; fast resizes luma and chroma of upright JPEG files straight to the output (near the reference, a run prints how near; still the same bits everywhere).", "reference", "fast"),
            Choice("dctScale", "Only with fidelity fast. auto decodes JPEG files at 1/2, 1/4 or 1/8 where the resize reduces by 4, 8 or 16 and more in both directions: faster on large photos, further from the reference.", "none", "auto"),
            new KeyDescription
            {
                Name = "maxPixels",
                Kind = ValueKind.Integer,
                Summary = "Largest picture, as stored; a larger one is quarantined before memory is set aside for it.",
                Default = 100_000_000L,
                Minimum = 1,
                Maximum = LargestMaxPixels,
                Unit = "px",
            },
            Choice("warnings", "What becomes of a file whose damage the codec concealed: keep makes a record of it and counts it.", "keep", "quarantine"),
            Choice("alpha", "What becomes of transparency: drop shows the colour stored under it, white and black lay the picture on that colour.", "drop", "white", "black"),
        ],
        Create = Make,
    };

    private static DecodeOptions Make(StepValues values)
    {
        DecodeFidelity fidelity = values.Text("fidelity") == "fast" ? DecodeFidelity.Fast : DecodeFidelity.Reference;
        DctScale scale = values.Text("dctScale") == "auto" ? DctScale.Auto : DctScale.None;
        if (scale == DctScale.Auto && fidelity != DecodeFidelity.Fast)
            throw new StepRuleException("dctScale", "dctScale auto stands with fidelity reference, which always decodes at full size; write fidelity fast, or leave dctScale out.");
        return new DecodeOptions
        {
            Fidelity = fidelity,
            DctScale = scale,
            MaxPixels = values.Integer("maxPixels"),
            Warnings = values.Text("warnings") == "quarantine" ? WarningPolicy.Quarantine : WarningPolicy.Keep,
            Alpha = values.Text("alpha") switch
            {
                "white" => AlphaTreatment.White,
                "black" => AlphaTreatment.Black,
                _ => AlphaTreatment.Drop,
            },
        };
    }

    private static KeyDescription Choice(string name, string summary, params string[] words) => new()
    {
        Name = name,
        Kind = ValueKind.Choice,
        Summary = summary,
        Default = words[0],
        Choices = words,
    };
}
