namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of one geometry step of a recipe.</summary>
public abstract record GeometryStepOptions
{
    private protected GeometryStepOptions()
    {
    }

    /// <summary>Name of the step as in the recipe.</summary>
    public abstract string Name { get; }

    /// <summary>Probability that the step is carried out on a sample, 0 to 1; not used by steps without random draws.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>True when the step draws random numbers and so acts on augmented splits only.</summary>
    public abstract bool IsRandom { get; }

    /// <summary>True for the steps that choose what the output resize reads and where it writes; false for those that act on its result.</summary>
    internal virtual bool IsWindowStep => true;

    /// <summary>Makes the step for one worker.</summary>
    internal abstract GeometryStep CreateStep();
}
