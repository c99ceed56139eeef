namespace FeatureForge.Cli.Bench;

/// <summary>One rung of a ladder: everything up to a point on the way from file to record.</summary>
/// <param name="Name">How far: <c>file read</c>, <c>bare entropy</c>, <c>planes</c>, <c>RGB</c>, <c>resized</c>, <c>augmented</c>, <c>targets</c> or <c>records</c>.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Images">Images per second of the passes.</param>
internal sealed record LadderRung(string Name, int Workers, ThroughputResult Images)
{
    /// <summary>Time of one worker for one image in microseconds, median of the passes.</summary>
    public double Microseconds => 1e6 * Workers / Images.Median;
}
