namespace FeatureForge.Pipeline.Run;

/// <summary>Another way from file to finished picture than the stages of the processor. It is asked about each sample once the part of the picture is known that the sample shows.</summary>
internal interface IPictureRoute
{
    /// <summary>Takes a sample, or leaves it to the processor.</summary>
    /// <param name="planned">Sample with all that was found out about it; valid during the call.</param>
    RouteDecision Offer(in PlannedSample planned);
}
