namespace FeatureForge.Cli.Inspect;

/// <summary>
/// Picks items spread evenly over a sequence whose length is not known beforehand, in one pass: every k-th item is kept, and
/// whenever twice as many as wanted are held, every other one is let go and k doubles. No randomness, bounded memory.
/// </summary>
internal sealed class EvenSelection<TItem>
{
    private readonly int _wanted;
    private readonly List<TItem> _kept = [];
    private long _seen;
    private long _step = 1;

    /// <summary>Starts a selection.</summary>
    /// <param name="wanted">Items wanted, at least 1.</param>
    public EvenSelection(int wanted) => _wanted = Math.Max(1, wanted);

    /// <summary>Offers the next item.</summary>
    public void Add(TItem item)
    {
        if (_seen++ % _step != 0)
            return;
        _kept.Add(item);
        if (_kept.Count < 2 * _wanted)
            return;
        for (int i = 0; i < _wanted; i++)
            _kept[i] = _kept[2 * i];
        _kept.RemoveRange(_wanted, _kept.Count - _wanted);
        _step *= 2;
    }

    /// <summary>At most as many items as wanted, in their order, spread evenly over those kept.</summary>
    public IReadOnlyList<TItem> Items()
    {
        int count = Math.Min(_wanted, _kept.Count);
        return [.. Enumerable.Range(0, count).Select(i => _kept[(int)((long)i * _kept.Count / count)])];
    }
}
