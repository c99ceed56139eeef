using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// A worker's decoder with its scratch memory: pictures that take much memory wait until the budget that all workers share has room for them, and
/// the memory of such a picture is given back at once.
/// </summary>
/// <param name="decoder">Decodes; stays the caller's.</param>
/// <param name="budget">Memory that large pictures share.</param>
/// <param name="large">Bytes of <see cref="DecodePlan.RunBytes"/> beyond which a picture is large.</param>
internal sealed class BudgetedDecoder(ImageDecoder decoder, MemoryBudget budget, long large) : IDisposable
{
    private readonly GrowableBuffer _scratch = new();

    /// <summary>True for samples whose file is worked on alone in the whole process: they ask the budget for nothing.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Decodes to rows.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="rows">Rows wanted.</param>
    /// <param name="consumer">Takes the rows.</param>
    /// <returns>True when the codec warned about damage that it concealed.</returns>
    /// <exception cref="Core.Errors.BadSampleException">The file cannot be decoded.</exception>
    /// <exception cref="EntryPointsException">The plan's entry points are not those of this file.</exception>
    public bool Run(ReadOnlySpan<byte> file, in DecodePlan plan, RowRange rows, IRowConsumer consumer)
    {
        bool shares = plan.RunBytes > large && !IsAlone;
        if (shares)
            budget.Take(plan.RunBytes);
        try
        {
            return decoder.Run(file, plan, rows, _scratch.Ensure(plan.ScratchBytes), consumer);
        }
        finally
        {
            if (shares)
            {
                _scratch.Trim();
                budget.Return(plan.RunBytes);
            }
        }
    }

    /// <summary>Gives up the scratch memory of a huge picture.</summary>
    public void Trim() => _scratch.Trim();

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();
}
