using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>
/// Looks at some photos of a run before it starts, to know what its pictures need on the device: headers and windows, as the workers will see
/// them in the first epoch. Decodes nothing.
/// </summary>
internal sealed class PictureSurvey : IPictureRoute, IDisposable
{
    // Few enough that a run does not start later for it, enough that a strange one among them does not decide.
    private const int MostPhotos = 16;

    private readonly JpegIntake _intake = new();
    private readonly List<PictureDemand> _demands = [];

    /// <summary>Looks at photos spread evenly over the listing.</summary>
    /// <param name="plan">The run.</param>
    /// <returns>What those need that a device takes, in no order; none where it takes none of them.</returns>
    public static IReadOnlyList<PictureDemand> Of(WorkerPlan plan)
    {
        using var survey = new PictureSurvey();
        using var pipeline = new SamplePipeline(plan.Stages, plan.Listing) { FidelityInterval = 0 };
        int photos = Math.Min(MostPhotos, plan.Listing.Count);
        for (int photo = 0; photo < photos; photo++)
            survey.Look(pipeline, plan.Listing, (int)((long)photo * plan.Listing.Count / photos));
        return survey._demands;
    }

    /// <inheritdoc/>
    RouteDecision IPictureRoute.Offer(in PlannedSample planned)
    {
        if (_intake.Refuse(planned, out PictureDemand demand) is null)
            _demands.Add(demand);
        return RouteDecision.Later;
    }

    /// <inheritdoc/>
    public void Dispose() => _intake.Dispose();

    private void Look(SamplePipeline pipeline, SampleListing listing, int index)
    {
        if (listing[index].FileLength > JpegIntake.LargestFile)
            return;
        try
        {
            // No sample is made, so nobody takes one.
            pipeline.Process(index, epoch: 0, consumer: null!, this);
        }
        catch (Exception failure) when (failure is FeatureForgeException || SampleVerdict.Of(failure) is not null)
        {
            // A damaged photo, or one that is gone: the run will say so itself.
        }
    }
}
