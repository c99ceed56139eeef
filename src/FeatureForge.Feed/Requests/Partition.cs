namespace FeatureForge.Feed.Requests;

/// <summary>
/// Which places of an order one rank gets: at step k, rank r of W gets the places from (k W + r) B on, B of them. docs/feed.md has the
/// rule of the last step.
/// </summary>
/// <param name="Samples">Samples of the epoch, at least 1.</param>
/// <param name="Batch">Samples of one rank in one step.</param>
/// <param name="Rank">Rank.</param>
/// <param name="World">Number of ranks.</param>
/// <param name="Remainder">Rule of the last step.</param>
internal sealed record Partition(long Samples, int Batch, int Rank, int World, Remainder Remainder)
{
    private long SamplesPerStep => (long)Batch * World;

    /// <summary>Steps of the epoch, the same for every rank.</summary>
    public long Steps => (Samples / SamplesPerStep) + (Samples % SamplesPerStep > 0 && Remainder != Remainder.Drop ? 1 : 0);

    /// <summary>Places that this rank gets at a step: the first one and their number. Places from <see cref="Samples"/> on begin again at 0.</summary>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    public (long First, int Count) PlacesAt(long step)
    {
        long start = step * SamplesPerStep;
        long rest = Samples - start;
        if (rest >= SamplesPerStep || Remainder == Remainder.Repeat)
            return (start + ((long)Rank * Batch), Batch);
        long first = (long)((Int128)Rank * rest / World);
        long end = (long)((Int128)(Rank + 1) * rest / World);
        return (start + first, (int)(end - first));
    }

    /// <summary>Samples that this rank gets from a step to the end.</summary>
    /// <param name="step">First step, 0 to <see cref="Steps"/>.</param>
    public long SamplesFrom(long step) =>
        step >= Steps ? 0 : ((Steps - step - 1) * Batch) + PlacesAt(Steps - 1).Count;

    /// <summary>The places of this rank from a step to the end, in order; each below <see cref="Samples"/>.</summary>
    /// <param name="step">First step, 0 to <see cref="Steps"/>.</param>
    public IEnumerable<int> PlacesFrom(long step)
    {
        for (long next = step; next < Steps; next++)
        {
            (long first, int count) = PlacesAt(next);
            for (int i = 0; i < count; i++)
                yield return (int)((first + i) % Samples);
        }
    }
}
