using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Run;

/// <summary>Takes a finished sample out of a worker's buffers: a record encoder, a live feed, a contact sheet.</summary>
public interface IFinishedSampleConsumer
{
    /// <summary>Takes the sample; its memory is only valid during the call.</summary>
    /// <param name="sample">Finished sample.</param>
    void Accept(in FinishedSample sample);
}
