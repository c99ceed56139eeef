using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Run;

/// <summary>Which failures concern one sample alone.</summary>
internal static class SampleVerdict
{
    /// <summary>
    /// Why a sample is quarantined after a failure, or null when the failure is not the sample's. A defect of the program that one picture
    /// brings to light must not take the other pictures down: it is written down with that picture.
    /// </summary>
    /// <param name="failure">What was thrown while it was made.</param>
    public static BadSampleException? Of(Exception failure) => failure switch
    {
        BadSampleException bad => bad,
        IndexOutOfRangeException or ArgumentException or InvalidOperationException or ArithmeticException or NotSupportedException => RunErrors.InternalError(failure),
        _ => null,
    };
}
