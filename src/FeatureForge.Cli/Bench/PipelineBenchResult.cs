using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>What was measured with one number of workers.</summary>
/// <param name="Workers">Threads.</param>
/// <param name="Pipeline">The recipe, file to framed record.</param>
/// <param name="BareDecode">libjpeg-turbo's tjDecompress2 to RGB on the same files, with the same threads.</param>
/// <param name="Times">Time of the workers by stage.</param>
internal sealed record PipelineBenchResult(int Workers, ThroughputResult Pipeline, ThroughputResult BareDecode, StageTimes Times);
