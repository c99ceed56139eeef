using System.Globalization;

namespace FeatureForge.Records.Shards;

/// <summary>The index of a shard: text, one line <c>offset size</c> per record, size with framing. DALI and PyTorch readers take the same file.</summary>
public sealed class ShardIndex
{
    private const int MaximumLineLength = 64;
    private readonly List<(long Offset, long Size)> _entries = [];

    private ShardIndex()
    {
    }

    /// <summary>Number of records.</summary>
    public int Count => _entries.Count;

    /// <summary>Where a record lies: byte of its frame and bytes of its frame.</summary>
    /// <param name="record">Number of the record, from 0.</param>
    public (long Offset, long Size) this[int record] => _entries[record];

    /// <summary>Reads an index file.</summary>
    /// <param name="path">Path of the <c>.idx</c> file.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The file cannot be read or a line is no pair of numbers.</exception>
    public static ShardIndex Read(string path)
    {
        SpecialFile.Refuse(path);
        var index = new ShardIndex();
        try
        {
            using var reader = new StreamReader(path);
            while (reader.ReadLine() is { } line)
                index._entries.Add(Parse(line, path, index._entries.Count + 1));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotRead(path, exception);
        }

        return index;
    }

    private static (long Offset, long Size) Parse(string line, string path, long number)
    {
        int space = line.IndexOf(' ');
        bool sound = line.Length <= MaximumLineLength
            & long.TryParse(line.AsSpan(0, Math.Max(space, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            & long.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long size);
        return sound ? (offset, size) : throw RecordErrors.DamagedIndex(path, number, $"'{line[..Math.Min(line.Length, MaximumLineLength)]}' is no pair of numbers");
    }
}
