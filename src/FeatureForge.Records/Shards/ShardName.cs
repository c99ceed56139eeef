using System.Globalization;
using System.Text.RegularExpressions;

namespace FeatureForge.Records.Shards;

/// <summary>Name of a shard file: <c>train.tfrecord-00000-of-00010</c>.</summary>
/// <param name="Split">Split, see <see cref="IsValidSplit"/>.</param>
/// <param name="Number">Number of the shard within its split, from 0.</param>
/// <param name="Of">Number of shards of the split, 1 to <see cref="MaximumShards"/>.</param>
public readonly partial record struct ShardName(string Split, int Number, int Of)
{
    /// <summary>The most shards of one split: names have five digits.</summary>
    public const int MaximumShards = 99_999;

    /// <summary>Ending of the index file that lies beside a shard.</summary>
    public const string IndexEnding = ".idx";

    private const int MaximumSplitLength = 100;

    /// <summary>Name of the index file beside the shard.</summary>
    public string IndexName => this + IndexEnding;

    /// <summary>Whether a split name can be part of a file name everywhere: letters, digits, <c>_ . -</c>, not starting with a dot or a hyphen, at most 100 characters.</summary>
    /// <param name="split">Name.</param>
    public static bool IsValidSplit(string split) => split.Length <= MaximumSplitLength && SplitPattern().IsMatch(split);

    /// <summary>Reads a file name; false where it is no shard name (index files are none).</summary>
    /// <param name="fileName">File name without folders.</param>
    /// <param name="name">The parts.</param>
    public static bool TryParse(string fileName, out ShardName name)
    {
        Match match = NamePattern().Match(fileName);
        if (!match.Success)
        {
            name = default;
            return false;
        }

        name = new ShardName(
            match.Groups[1].Value,
            int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture));
        return name.Number < name.Of && IsValidSplit(name.Split);
    }

    /// <summary>The file name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Split}.tfrecord-{Number:D5}-of-{Of:D5}");

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.\-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SplitPattern();

    [GeneratedRegex(@"^(.+)\.tfrecord-([0-9]{5})-of-([0-9]{5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
