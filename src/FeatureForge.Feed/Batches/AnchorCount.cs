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
        foreach (string name in AnchorSet.Names)
        {
            AnchorSet anchors = AnchorSet.Create(name);
            if (anchors.Hash == hash)
                return anchors.Count;
        }

        throw FeedErrors.FieldDamaged("(first of the data set)", "class", "the anchor set is none of those known by name, so its number of anchors is unknown; ask for anchor_index and anchor_class");
    }
}
