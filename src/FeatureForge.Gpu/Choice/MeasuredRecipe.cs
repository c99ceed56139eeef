using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Checks.Golden;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Choice;

/// <summary>A recipe's stages and the drawn photo that they are measured on: 480 x 360 pixels, 4:2:0, as full of detail as a photo, with three objects.</summary>
internal sealed class MeasuredRecipe
{
    private const uint Stream = 700;
    private static readonly Lazy<byte[]> s_file = new(() => DrawnJpeg.Write(Photo, (2, 2), Stream));

    /// <summary>Takes a recipe. Steps that cut out a named part of the picture are left out: it need not lie in the drawn photo.</summary>
    /// <param name="options">Options of every stage.</param>
    public MeasuredRecipe(StageOptions options)
    {
        GeometryStepOptions[] steps = [.. options.Geometry.Steps.Where(step => step is not (CropToBoxOptions or CropOptions { Box: not null }))];
        Options = options with { Geometry = options.Geometry with { Steps = steps } };
        Anchors = options.Targets?.AnchorSet;
    }

    /// <summary>Shape of the photo.</summary>
    public static ImageShape Photo { get; } = new(480, 360);

    /// <summary>Its objects in pixels.</summary>
    public static IReadOnlyList<BoxPixels> Objects { get; } = [new(40, 60, 170, 300), new(200, 30, 420, 200), new(300, 220, 360, 330)];

    /// <summary>The photo as a JPEG file.</summary>
    public static byte[] File => s_file.Value;

    /// <summary>What is measured.</summary>
    public StageOptions Options { get; }

    /// <summary>Anchors, or null without targets.</summary>
    public AnchorSet? Anchors { get; }
}
