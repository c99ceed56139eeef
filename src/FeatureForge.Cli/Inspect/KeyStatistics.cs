namespace FeatureForge.Cli.Inspect;

/// <summary>One key of the schema.</summary>
internal sealed class KeyStatistics
{
    /// <summary>Starts the statistics of a key.</summary>
    /// <param name="type">Type of the first list seen.</param>
    public KeyStatistics(FeatureType type) => Type = type;

    /// <summary>Type of the first list seen.</summary>
    public FeatureType Type { get; }

    /// <summary>Lists seen; their <see cref="Spread.Count"/> is the number of records that have the key.</summary>
    public Spread Lengths { get; } = new();

    /// <summary>Bytes of content in all records.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>Records whose list has another type than the first one: a reader with a fixed schema fails on them.</summary>
    public long OtherType { get; private set; }

    /// <summary>Type as the record format calls it.</summary>
    public string TypeName => Type switch { FeatureType.Integer => "int64", FeatureType.Float => "float", _ => "bytes" };

    /// <summary>Takes in a list.</summary>
    public void Add(FeatureValues values)
    {
        Lengths.Add(values.Count);
        ContentBytes += values.ContentBytes;
        if (values.Type != Type)
            OtherType++;
    }
}
