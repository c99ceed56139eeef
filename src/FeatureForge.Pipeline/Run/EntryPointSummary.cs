using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Run;

/// <summary>What giving entry points to a folder of images did.</summary>
public sealed class EntryPointSummary
{
    private readonly long[] _outcomes = new long[Enum.GetValues<EntryPointOutcome>().Length];
    private readonly long[] _refusals = new long[Enum.GetValues<JpegRefusal>().Length];

    /// <summary>Path of the file of entry points.</summary>
    public required string Path { get; init; }

    /// <summary>Images below the folder.</summary>
    public required int Images { get; init; }

    /// <summary>Bytes of the images that have entry points.</summary>
    public long ImageBytes { get; internal set; }

    /// <summary>Bytes of the file of entry points.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Wall-clock seconds.</summary>
    public double Seconds { get; internal set; }

    /// <summary>False when the work was stopped before every image was looked at.</summary>
    public bool IsComplete => this[EntryPointOutcome.NotReached] == 0;

    /// <summary>Images with entry points among those looked at.</summary>
    public long Indexed => this[EntryPointOutcome.Found] + this[EntryPointOutcome.Kept];

    /// <summary>Images with an outcome.</summary>
    /// <param name="outcome">Outcome.</param>
    public long this[EntryPointOutcome outcome] => _outcomes[(int)outcome];

    /// <summary>JPEG files without entry points by reason, damaged ones too.</summary>
    public ReadOnlySpan<long> Refusals => _refusals;

    internal void Count(EntryPointOutcome outcome, JpegRefusal refusal)
    {
        _outcomes[(int)outcome]++;
        if (refusal != JpegRefusal.None)
            _refusals[(int)refusal]++;
    }
}
