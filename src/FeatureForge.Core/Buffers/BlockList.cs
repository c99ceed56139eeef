namespace FeatureForge.Core.Buffers;

/// <summary>
/// A list that grows by blocks: nothing is copied when it grows and at most one block is unused, so that a column of a million
/// values costs what the values cost. A doubling list needs up to three times that while it grows.
/// </summary>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class BlockList<T>
    where T : unmanaged
{
    private const int BlockBits = 14;
    private const int BlockLength = 1 << BlockBits;
    private readonly List<T[]> _blocks = [];

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>One value, which may be changed.</summary>
    /// <param name="index">Position, 0 to <see cref="Count"/> - 1.</param>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _blocks[index >> BlockBits][index & (BlockLength - 1)];
        }
    }

    /// <summary>Adds a value at the end.</summary>
    /// <param name="value">Value.</param>
    public void Add(T value)
    {
        if (Count >> BlockBits == _blocks.Count)
            _blocks.Add(GC.AllocateUninitializedArray<T>(BlockLength));
        _blocks[^1][Count & (BlockLength - 1)] = value;
        Count = checked(Count + 1);
    }

    /// <summary>Forgets all values and their memory.</summary>
    public void Clear()
    {
        _blocks.Clear();
        Count = 0;
    }
}
