namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>One scan of a file with several: which part of the coefficients it delivers.</summary>
/// <param name="Components">Components, in the order of the frame.</param>
/// <param name="First">First coefficient, in the order of the file.</param>
/// <param name="Last">Last coefficient, in the order of the file.</param>
/// <param name="Before">Lowest bit known before, 0 at first.</param>
/// <param name="Low">Lowest bit delivered.</param>
internal sealed record ScanSpecimen(int[] Components, int First, int Last, int Before, int Low)
{
    public int RestartInterval { get; init; }

    public override string ToString() => $"{string.Join('+', Components)}: {First}-{Last} {Before}>{Low} restart {RestartInterval}";

    /// <summary>Scans of whole coefficients, of one or several components each.</summary>
    /// <param name="components">Components of the frame.</param>
    /// <param name="random">Source of choices.</param>
    public static ScanSpecimen[] Sequential(int components, Random random)
    {
        int[][][] courses = [[[0], [1], [2]], [[0], [1, 2]], [[0, 1], [2]], [[2], [0], [1]], [[0, 2], [1]], [[1, 2], [0]]];
        int[][] course = components == 1 ? [[0]] : courses[random.Next(courses.Length)];
        return [.. course.Select(part => new ScanSpecimen(part, 0, 63, 0, 0) { RestartInterval = Restart(random) })];
    }

    /// <summary>Progressive scans in a random order that decoders accept, complete at the end.</summary>
    /// <param name="components">Components of the frame.</param>
    /// <param name="random">Source of choices.</param>
    public static ScanSpecimen[] Progressive(int components, Random random)
    {
        var waiting = new List<ScanSpecimen>();
        int[] all = [.. Enumerable.Range(0, components)];
        foreach (int[] part in random.Next(3) switch { 0 => all.Select(i => new[] { i }), 1 when components == 3 => [[0, 2], [1]], _ => [all] })
            Add(waiting, part, (0, 0), random);
        foreach (int i in all)
        {
            for (int first = 1; first < 64;)
            {
                int last = random.Next(3) == 0 ? 63 : random.Next(first, 64);
                Add(waiting, [i], (first, last), random);
                first = last + 1;
            }
        }

        var scans = new List<ScanSpecimen>();
        while (waiting.Count > 0)
        {
            ScanSpecimen next = waiting[random.Next(waiting.Count)];
            if (!IsReady(next, scans))
                continue;
            waiting.Remove(next);
            scans.Add(next with { RestartInterval = Restart(random) });
        }

        return [.. scans];
    }

    private static int Restart(Random random) => random.Next(3) == 0 ? random.Next(1, 40) : 0;

    private static void Add(List<ScanSpecimen> scans, int[] components, (int First, int Last) band, Random random)
    {
        int low = random.Next(4) == 0 ? random.Next(14) : random.Next(4);
        scans.Add(new ScanSpecimen(components, band.First, band.Last, 0, low));
        for (; low > 0; low--)
            scans.Add(new ScanSpecimen(components, band.First, band.Last, low, low - 1));
    }

    private static bool IsReady(ScanSpecimen next, List<ScanSpecimen> done)
    {
        bool hasDc = next.Components.All(i => done.Any(scan => scan.First == 0 && scan.Components.Contains(i)));
        return next.Before != 0
            ? done.Any(scan => scan.Components.SequenceEqual(next.Components) && scan.First == next.First && scan.Low == next.Before)
            : next.First == 0 || hasDc;
    }
}
