namespace FeatureForge.Cli.Bench;

/// <summary>What entry points bring for crops of one size.</summary>
/// <param name="Area">Area of the crops in percent of the picture, of the same aspect.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Without">Photos per second from file to rows of the crop, decoded from their tops; median of the passes.</param>
/// <param name="With">The same with entry points, looked up and checked.</param>
internal sealed record EntryPointBenchRow(int Area, int Workers, double Without, double With);
