namespace FeatureForge.Feed.Requests;

/// <summary>What becomes of the samples that do not fill a step of all ranks.</summary>
internal enum Remainder
{
    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>They are dealt out as evenly as possible in one more step.</summary>
    Short,

    /// <summary>The first samples of the order fill that step up.</summary>
    Repeat,
}
