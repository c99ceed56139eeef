namespace FeatureForge.Cli.Inspect;

/// <summary>Smallest, mean and largest of numbers seen one at a time.</summary>
internal sealed class Spread
{
    private double _sum;

    /// <summary>Numbers seen.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest, 0 when none was seen.</summary>
    public double Minimum { get; private set; }

    /// <summary>Largest, 0 when none was seen.</summary>
    public double Maximum { get; private set; }

    /// <summary>Mean, 0 when none was seen.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Sum of all.</summary>
    public double Sum => _sum;

    /// <summary>Takes a number in.</summary>
    public void Add(double value)
    {
        Minimum = Count == 0 ? value : Math.Min(Minimum, value);
        Maximum = Count == 0 ? value : Math.Max(Maximum, value);
        _sum += value;
        Count++;
    }
}
