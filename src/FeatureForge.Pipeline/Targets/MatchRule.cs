namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// How anchors get their objects. Rules bear the name of the code that they come from and choose the same anchors and objects, given the
/// same anchors and boxes; IoUs and thresholds are compared in float32. In all rules but <see cref="Caffe"/> every object forces its
/// best anchor, whatever their IoU; two objects that want the same one compete, and one of them may be left without any.
/// </summary>
public enum MatchRule
{
    /// <summary>
    /// Caffe SSD (weiliu89/caffe, <c>MatchBBox</c> with per-prediction matching). First the pair with the largest IoU of all
    /// free anchors and objects is joined, again and again, while that IoU is above 0.000001; of equal pairs the one with the
    /// lowest anchor, then the lowest object. Then every free anchor joins its best object (the lowest of equal ones) if their IoU reaches the threshold.
    /// </summary>
    Caffe,

    /// <summary>
    /// MLPerf's SSD as NVIDIA DALI's <c>BoxEncoder</c> computes it. Every anchor joins its best object if their IoU is above the threshold;
    /// of equal ones the last object. Every object forces its best anchor, the last of equal ones; the last object that wants an anchor gets it.
    /// </summary>
    Mlperf,

    /// <summary>
    /// ssd.pytorch (amdegroot/ssd.pytorch, <c>match</c>). Every anchor joins its best object if their IoU reaches the threshold; of equal ones
    /// the lowest object. Every object forces its best anchor, the lowest of equal ones; the last object that wants an anchor gets it.
    /// </summary>
    SsdPytorch,

    /// <summary>
    /// <c>SSDMatcher</c> of torchvision's SSD; not the <c>Matcher</c> of its RetinaNet, which has an ignore band and lets an anchor keep its
    /// own best object. Chooses as <see cref="SsdPytorch"/>: PyTorch does not say which object wins an anchor that several want, for it is written
    /// through repeated indices; on a CPU the last one does, so it does here.
    /// </summary>
    Torchvision,

    /// <summary>
    /// TensorFlow Object Detection API (<c>ArgMaxMatcher</c> with <c>force_match_for_each_row</c>). Every anchor joins its best object if their
    /// IoU reaches the threshold, and is ignored if it only reaches <see cref="TargetOptions.Negative"/>; of equal ones the lowest object. Every
    /// object forces its best anchor, the lowest of equal ones, ignored or not; the lowest object that wants an anchor gets it. Offsets
    /// are measured with 1e-8 added to all widths and heights, as by <c>FasterRcnnBoxCoder</c>.
    /// </summary>
    TfOd,
}
