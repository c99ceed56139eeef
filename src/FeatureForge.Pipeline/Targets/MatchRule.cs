namespace FeatureForge.Pipeline.Targets;

/// <summary>How anchors get their objects. Rules bear the name of the code that they come from.</summary>
public enum MatchRule
{
    /// <summary>
    /// Caffe SSD (weiliu89/caffe, <c>MatchBBox</c> with per-prediction matching). First the pair with the largest IoU of all
    /// free anchors and objects is joined, again and again, while that IoU is above 0.000001; of equal pairs the one with the
    /// lowest anchor, then the lowest object. Then every free anchor joins its best object (the lowest of equal ones) if their IoU reaches the threshold.
    /// </summary>
    Caffe,
}
