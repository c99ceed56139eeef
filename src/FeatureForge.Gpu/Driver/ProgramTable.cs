namespace FeatureForge.Gpu.Driver;

/// <summary>
/// Programs of one opened device that are in use: stages of several workers that build the same text share one compiled program. It lives as
/// long as one of them holds it; who builds it later compiles anew, or reads the cache on disk. Safe to use from several threads, and
/// different texts compile beside each other.
/// </summary>
/// <param name="compile">Makes a program of the device.</param>
internal sealed class ProgramTable(Func<KernelSource, IComputeProgram> compile)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Programs in use.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Gives a share of a program, compiled now where nobody has one.</summary>
    /// <param name="source">Its text; texts that are equal are one program.</param>
    /// <exception cref="DriverException">It does not compile; the next one to ask tries again.</exception>
    public IComputeProgram Share(KernelSource source)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(source.Text, out entry))
            {
                entry = new Entry(() => compile(source));
                _entries.Add(source.Text, entry);
            }

            entry.Shares++;
        }

        try
        {
            return new ProgramShare(source, entry.Program.Value, () => Return(source.Text, entry));
        }
        catch
        {
            Return(source.Text, entry);
            throw;
        }
    }

    private void Return(string text, Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Shares > 0)
                return;
            _entries.Remove(text);
        }

        if (entry.Program.IsValueCreated)
            entry.Program.Value.Dispose();
    }

    private sealed class Entry(Func<IComputeProgram> compile)
    {
        public Lazy<IComputeProgram> Program { get; } = new(compile);

        public int Shares { get; set; }
    }
}
