using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// How the objects of a run were matched, in all and by size. Each worker fills its own; merged in any order they give the same figures.
/// </summary>
public sealed class MatchReport
{
    private const float SmallArea = 32f * 32f;
    private const float MediumArea = 96f * 96f;

    private readonly MatchStatistics[] _bySize = [new(), new(), new()];

    /// <summary>Pictures matched, those without objects included.</summary>
    public long Pictures { get; private set; }

    /// <summary>Boxes left out because they have no area or an edge is not a finite number; not counted as objects.</summary>
    public long Degenerate { get; private set; }

    /// <summary>Objects matched or lost.</summary>
    public long Objects => _bySize.Sum(statistics => statistics.Objects);

    /// <summary>Objects that got no anchor.</summary>
    public long Lost => _bySize.Sum(statistics => statistics.Lost);

    /// <summary>Objects whose only anchor is below the threshold.</summary>
    public long Forced => _bySize.Sum(statistics => statistics.Forced);

    /// <summary>Positive anchors.</summary>
    public long Positives => _bySize.Sum(statistics => statistics.Positives);

    /// <summary>The figures of one size.</summary>
    /// <param name="size">Size at output size.</param>
    public MatchStatistics BySize(ObjectSize size) => _bySize[(int)size];

    /// <summary>The figures of all sizes together.</summary>
    public MatchStatistics Total()
    {
        MatchStatistics total = new();
        foreach (MatchStatistics statistics in _bySize)
            total.Merge(statistics);
        return total;
    }

    /// <summary>Adds the figures of another part of the run.</summary>
    /// <param name="other">Left unchanged.</param>
    public void Merge(MatchReport other)
    {
        Pictures += other.Pictures;
        Degenerate += other.Degenerate;
        for (int i = 0; i < _bySize.Length; i++)
            _bySize[i].Merge(other._bySize[i]);
    }

    internal static ObjectSize SizeOf(BoxCorners box, ImageShape output)
    {
        float area = ((box.X1 - box.X0) * output.Width) * ((box.Y1 - box.Y0) * output.Height);
        return area < SmallArea ? ObjectSize.Small : area < MediumArea ? ObjectSize.Medium : ObjectSize.Large;
    }

    /// <summary>Adds the objects of one picture; <see cref="AddPositive"/> follows for each positive anchor.</summary>
    /// <param name="boxes">Boxes in shares of the picture.</param>
    /// <param name="best">Best anchor of each, whoever got it.</param>
    /// <param name="own">An anchor that each got, its best one if it got that.</param>
    /// <param name="threshold">IoU from which an anchor is positive without being forced.</param>
    /// <param name="output">Output shape that sizes refer to.</param>
    internal void AddPicture(ReadOnlySpan<BoxCorners> boxes, ReadOnlySpan<AnchorChoice> best, ReadOnlySpan<AnchorChoice> own, float threshold, ImageShape output)
    {
        Pictures++;
        for (int i = 0; i < boxes.Length; i++)
        {
            if (CaffeMatcher.IsMatchable(boxes[i]))
                BySize(SizeOf(boxes[i], output)).AddObject(best[i], own[i], threshold);
            else
                Degenerate++;
        }
    }

    /// <summary>Adds a positive anchor.</summary>
    /// <param name="box">Box of its object.</param>
    /// <param name="output">Output shape that sizes refer to.</param>
    internal void AddPositive(BoxCorners box, ImageShape output) => BySize(SizeOf(box, output)).AddPositive();
}
