using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Records.EntryPoints;

namespace FeatureForge.Pipeline.Run;

/// <summary>One worker's way to the entry points of its samples; allocates nothing in steady state.</summary>
internal sealed class EntryPointUse(EntryPointSource source, SampleCounts counts) : IDisposable
{
    /// <summary>One in this many samples is decoded from its top although it need not be, and all entry points passed are checked.</summary>
    private const int SamplesPerCheck = 64;

    private readonly EntryPoints _points = new();
    private readonly GrowableBuffer _record = new();

    /// <summary>The same plan with entry points, where rows above those needed can be skipped and the file is the one they were made for.</summary>
    /// <param name="sample">Sample.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="plan">How it will be decoded.</param>
    /// <param name="rows">Rows needed.</param>
    public DecodePlan Plan(in SampleDescription sample, ReadOnlySpan<byte> file, in DecodePlan plan, RowRange rows)
    {
        bool skips = plan is { Format: ImageFormat.Jpeg, Orientation: Orientation.Upright, Divisor: 1 } && rows.First >= EntryPoints.LeastRowsSkipped;
        if (!skips || !source.IsUsable)
            return plan;
        ReadOnlySpan<byte> bytes = source.Index.Read(sample.Index, _record);
        if (bytes.IsEmpty)
            return plan;
        if (!EntryPointRecord.TryRead(bytes, out EntryPointRecord record) || !record.IsOf(file) || !_points.TryRead(record.Content))
        {
            counts.EntryPointsStale++;
            return plan;
        }

        _points.BeginAtTop = sample.Index % SamplesPerCheck == 0;
        if (_points.BeginAtTop)
            counts.EntryPointsChecked++;
        else
            counts.EntryPointsUsed++;

        // Scratch memory is for libjpeg-turbo, which is not asked here; should the points be wrong, the plan is run as it was.
        return plan with { EntryPoints = _points, ScratchBytes = 0 };
    }

    /// <summary>Gives the file of entry points up, for every worker.</summary>
    public void Contradicted()
    {
        source.Abandon();
        if (_points.BeginAtTop)
            counts.EntryPointsChecked--;
        else
            counts.EntryPointsUsed--;
        counts.EntryPointsContradicted++;
    }

    /// <inheritdoc/>
    public void Dispose() => _record.Dispose();
}
