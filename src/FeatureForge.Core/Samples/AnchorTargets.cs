namespace FeatureForge.Core.Samples;

/// <summary>
/// What a detector shall answer for one picture: the door from Targets to Encode. Sparse: one row per positive anchor, ascending.
/// Dense: one row per anchor, class 0 = background, -1 = ignore. Reused from sample to sample.
/// </summary>
public sealed class AnchorTargets
{
    /// <summary>Class of an ignored anchor in the dense form.</summary>
    public const int IgnoredClass = -1;

    private int[] _indices = [];
    private int[] _classes = [];
    private int[] _objects = [];
    private float[] _offsets = [];
    private int[] _ignored = [];
    private int _ignoredCount;

    /// <summary>True when there is one row per anchor.</summary>
    public bool Dense { get; private set; }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>int32 [Count]: anchor of each row, ascending; in the dense form 0, 1, 2 ...</summary>
    public Span<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>int32 [Count]: class, 1-based; 0 background, -1 ignore (dense form only).</summary>
    public Span<int> Classes => _classes.AsSpan(0, Count);

    /// <summary>int32 [Count]: number of the object in the stored record, -1 for none.</summary>
    public Span<int> Objects => _objects.AsSpan(0, Count);

    /// <summary>float32 [Count, 4]: tx ty tw th with variances 0.1 0.2; zero for anchors without an object.</summary>
    public Span<float> Offsets => _offsets.AsSpan(0, Count * 4);

    /// <summary>int32: anchors in the ignore band, ascending; empty in the dense form, where their class says so.</summary>
    public Span<int> Ignored => _ignored.AsSpan(0, _ignoredCount);

    /// <summary>Sets the number of rows; their content is undefined until written.</summary>
    /// <param name="dense">True for one row per anchor.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="ignoredCount">Number of anchors in the ignore band.</param>
    public void Resize(bool dense, int count, int ignoredCount)
    {
        Dense = dense;
        Count = count;
        _ignoredCount = ignoredCount;
        Grow(ref _indices, count);
        Grow(ref _classes, count);
        Grow(ref _objects, count);
        Grow(ref _offsets, count * 4);
        Grow(ref _ignored, ignoredCount);
    }

    private static void Grow<TElement>(ref TElement[] array, int length)
    {
        if (array.Length < length)
            array = new TElement[Math.Max(length, array.Length * 2)];
    }
}
