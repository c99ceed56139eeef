using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Run;

/// <summary>What one worker noticed about samples that became records all the same; counts of workers are added up at the end.</summary>
public sealed class SampleCounts
{
    private const int KeptExamples = 5;

    /// <summary>Images that a codec decoded with a warning about concealed damage.</summary>
    public long DecodedWithWarnings { get; internal set; }

    /// <summary>With fidelity <c>fast</c>, images that went the way of the reference: no JPEG, turned, RGB inside, or an unusual chroma sampling.</summary>
    public long DecodedAsReference { get; internal set; }

    /// <summary>Images decoded smaller than stored (<c>dctScale: auto</c>).</summary>
    public long DecodedSmaller { get; internal set; }

    /// <summary>Samples of which rows above the part needed were skipped by entry points.</summary>
    public long EntryPointsUsed { get; internal set; }

    /// <summary>Samples decoded from their tops to check the entry points passed, which held.</summary>
    public long EntryPointsChecked { get; internal set; }

    /// <summary>Samples whose file is not the one that entry points were made for, or whose entry points are damaged.</summary>
    public long EntryPointsStale { get; internal set; }

    /// <summary>Samples whose file is not as its entry points say although all checksums hold; decoded again from their tops.</summary>
    public long EntryPointsContradicted { get; internal set; }

    /// <summary>How near samples of fidelity <c>fast</c> came to the reference, as far as they were compared.</summary>
    public FidelityStatistics Fidelity { get; } = new();

    /// <summary>Boxes that lie outside their picture and were dropped.</summary>
    public long BoxesDropped { get; private set; }

    /// <summary>The first dropped boxes, in words.</summary>
    public List<string> BoxExamples { get; } = [];

    /// <summary>Adds the counts of another worker.</summary>
    /// <param name="other">Counts to add.</param>
    public void Add(SampleCounts other)
    {
        DecodedWithWarnings += other.DecodedWithWarnings;
        DecodedAsReference += other.DecodedAsReference;
        DecodedSmaller += other.DecodedSmaller;
        EntryPointsUsed += other.EntryPointsUsed;
        EntryPointsChecked += other.EntryPointsChecked;
        EntryPointsStale += other.EntryPointsStale;
        EntryPointsContradicted += other.EntryPointsContradicted;
        Fidelity.Add(other.Fidelity);
        BoxesDropped += other.BoxesDropped;
        BoxExamples.AddRange(other.BoxExamples.Take(KeptExamples - BoxExamples.Count));
    }

    internal void DropBox(in SampleDescription sample, BoxPixels box, ImageShape upright)
    {
        BoxesDropped++;
        if (BoxExamples.Count < KeptExamples)
            BoxExamples.Add(FormattableString.Invariant($"{Encoding.UTF8.GetString(sample.ImagePath)}: box {box.X0} {box.Y0} {box.X1} {box.Y1} has no area inside the picture of {upright}"));
    }
}
