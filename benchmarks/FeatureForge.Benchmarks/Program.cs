using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FeatureForge.Benchmarks;

HouseOptions options = HouseOptions.Parse(args);
if (options.Problem is not null)
{
    Console.Error.WriteLine(options.Problem);
    return Outcome.Usage;
}

IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(HouseConfig).Assembly).Run(options.Remaining, new HouseConfig(options));
return Outcome.Judge([.. summaries], Console.Error);
