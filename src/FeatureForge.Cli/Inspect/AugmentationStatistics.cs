using System.Text.Json;

namespace FeatureForge.Cli.Inspect;

/// <summary>Which augmentations were carried out how often, with which drawn numbers.</summary>
internal sealed class AugmentationStatistics
{
    private readonly SortedDictionary<string, StepStatistics> _steps = new(StringComparer.Ordinal);

    /// <summary>Steps in ordinal order of their names.</summary>
    public IReadOnlyDictionary<string, StepStatistics> Steps => _steps;

    /// <summary>Records that have the key.</summary>
    public long Records { get; private set; }

    /// <summary>Records on which no step was carried out.</summary>
    public long Untouched { get; private set; }

    /// <summary>Records whose log is not a JSON array of objects.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Takes in a record.</summary>
    public void Add(ExampleRecord record)
    {
        ReadOnlySpan<byte[]> log = record.Bytes(RecordKeys.Augmentation);
        if (log.IsEmpty)
            return;
        Records++;
        try
        {
            using JsonDocument document = JsonDocument.Parse(log[0]);
            Untouched += document.RootElement.GetArrayLength() == 0 ? 1 : 0;
            // A step may occur twice in a recipe; it is counted once per record.
            var seen = new HashSet<string>();
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                foreach (JsonProperty step in entry.EnumerateObject())
                    AddStep(step, seen.Add(step.Name));
            }
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            Unreadable++;
        }
    }

    private void AddStep(JsonProperty step, bool first)
    {
        if (!_steps.TryGetValue(step.Name, out StepStatistics? statistics))
            _steps[step.Name] = statistics = new StepStatistics();
        statistics.Records += first ? 1 : 0;
        if (step.Value.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty parameter in step.Value.EnumerateObject())
        {
            if (parameter.Value.ValueKind == JsonValueKind.Number)
                statistics.Add(parameter.Name, parameter.Value.GetDouble());
        }
    }
}
