using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Decodes one format: plan from the header, then run into rows. Used by one worker at a time; allocates nothing in steady state.</summary>
public interface IImageDecoder : IDisposable
{
    /// <summary>Reads the header and checks it before anything is allocated.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <exception cref="Core.Errors.BadSampleException">The file is damaged, unsupported or larger than allowed.</exception>
    DecodePlan Plan(ReadOnlySpan<byte> encoded);

    /// <summary>Decodes to rows of the upright picture.</summary>
    /// <param name="encoded">The same file.</param>
    /// <param name="plan">What <see cref="Plan"/> gave.</param>
    /// <param name="rows">Rows wanted; at least these are delivered.</param>
    /// <param name="scratch">At least <see cref="DecodePlan.ScratchBytes"/> bytes.</param>
    /// <param name="consumer">Takes the rows.</param>
    /// <returns>True when the codec warned about damage that it concealed.</returns>
    /// <exception cref="Core.Errors.BadSampleException">The file cannot be decoded; the consumer may have seen some rows.</exception>
    /// <exception cref="EntryPointsException">The plan's entry points are not those of this file; the consumer may have seen some rows, plan them again.</exception>
    bool Run(ReadOnlySpan<byte> encoded, in DecodePlan plan, RowRange rows, Span<byte> scratch, IRowConsumer consumer);
}
