namespace FeatureForge.Gpu.Driver;

/// <summary>How many work groups run, and how many lanes each has.</summary>
/// <param name="GroupsX">Groups along the first axis, at least 1; groups times lanes stay below 2^32.</param>
/// <param name="GroupsY">Groups along the second axis, 1 to 65,535; usually one per image.</param>
/// <param name="Lanes">Lanes of a group, exactly as the kernel's <c>FF_KERNEL</c> states.</param>
public readonly record struct LaunchShape(uint GroupsX, uint GroupsY, uint Lanes)
{
    /// <summary>Groups enough to give each of a number of elements its lane; the last group may have lanes left over.</summary>
    /// <param name="elements">Number of elements, at least 1.</param>
    /// <param name="lanes">Lanes of a group.</param>
    /// <param name="groupsY">Groups along the second axis.</param>
    public static LaunchShape ToCover(uint elements, uint lanes, uint groupsY = 1) => new((uint)(((ulong)elements + lanes - 1) / lanes), groupsY, lanes);
}
