using System.Buffers;
using System.Globalization;
using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Records.Encode;

namespace FeatureForge.Records.Shards;

/// <summary>The files written when the last shard is done. Their bytes follow from plan, results and description alone.</summary>
internal static class ClosingFiles
{
    /// <summary>Name and content of each file, the manifest last: it makes the folder complete.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make(
        OutputFingerprints fingerprints, DatasetDescription dataset, ShardPlan plan, IReadOnlyList<ShardResult> results)
    {
        yield return (OutputNames.Quarantine, Quarantine(plan, results));
        yield return (OutputNames.LabelMap, LabelMapText(dataset.Labels));
        if (dataset.Profile == RecordProfile.TensorFlowDatasets)
        {
            yield return (OutputNames.DatasetInfo, TfdsFiles.DatasetInfo(dataset, plan, results));
            yield return (OutputNames.Features, TfdsFiles.Features(dataset));
        }

        yield return (OutputNames.Manifest, Manifest.Write(fingerprints, dataset, plan, results));
    }

    /// <summary>One line per sample without a record, by shard, then by place.</summary>
    private static byte[] Quarantine(ShardPlan plan, IReadOnlyList<ShardResult> results)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (PlannedShard shard in plan.Shards)
        {
            foreach (QuarantinedEntry entry in results[shard.Index].Quarantined)
            {
                JsonText.AppendLine(text, json =>
                {
                    json.WriteStartObject();
                    OutputState.WriteQuarantined(json, entry, shard.Split);
                    json.WriteEndObject();
                });
            }
        }

        return text.WrittenSpan.ToArray();
    }

    /// <summary>The label map of the TensorFlow Object Detection API: text form of its StringIntLabelMap, ids from 1.</summary>
    private static byte[] LabelMapText(LabelMap labels)
    {
        var text = new StringBuilder();
        for (int id = 0; id < labels.Names.Count; id++)
            text.Append(CultureInfo.InvariantCulture, $"item {{\n  id: {id + 1}\n  name: '{Escape(labels.Names[id])}'\n}}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (char character in name)
        {
            if (character is '\\' or '\'')
                text.Append('\\').Append(character);
            else if (character < ' ' || character == 0x7F)
                text.Append('\\').Append(Convert.ToString(character, 8).PadLeft(3, '0'));
            else
                text.Append(character);
        }

        return text.ToString();
    }
}
