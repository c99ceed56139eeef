namespace FeatureForge.Records.Tests.Shards;

/// <summary>Ends the run before a given step; from then on nothing is changed any more, as after <c>kill -9</c>.</summary>
internal sealed class KillingFiles(int steps) : MemoryOnlyFiles
{
    private int _left = steps;

    public bool Killed { get; private set; }

    protected override void Before(string step, string path)
    {
        Killed |= _left-- <= 0;
        if (Killed)
            throw new SimulatedKillException();
    }
}
