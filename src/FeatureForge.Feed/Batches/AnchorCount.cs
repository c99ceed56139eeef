using System.Text;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary>How many anchors the targets of a record refer to.</summary>
internal static class AnchorCount
{
    /// <summary>Anchors of the set that a record names.</summary>
    /// <param name="record">Record.</param>
    /// <param name="known">What the source of the records says, or null.</param>
    /// <exception cref="FeedRefusal">The source says nothing, and the record names none of the sets known by name.</exception>
    public static int Of(ExampleScan record, int? known)
    {
        if (!record.Has("anchors/index"u8))
        {
            long[] classes = [];
            return record.ReadIntegers("anchors/class"u8, ref classes);
        }

        if (known is { } count)
            return count;
        string hash = record.TryGetBytes("anchors/set"u8, out ReadOnlyMemory<byte> text) ? Encoding.UTF8.GetString(text.Span) : "";
        return OfSet(hash)
            ?? throw FeedErrors.FieldDamaged("(first of the data set)", "class", "the anchor set is none of those known by name, so its number of anchors is unknown; ask for anchor_index and anchor_class");
    }

    /// <summary>Anchors of a set known by name; null for others.</summary>
    /// <param name="hash">SHA-256 of the set as text, or null.</param>
    public static int? OfSet(string? hash) =>
        hash is null ? null : AnchorSet.Names.Select(AnchorSet.Create).FirstOrDefault(anchors => anchors.Hash == hash)?.Count;
}
