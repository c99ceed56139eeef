using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Bench;

/// <summary>A JPEG file in memory and the objects in it.</summary>
/// <param name="File">The whole file.</param>
/// <param name="Shape">Shape of the picture as stored; a benchmark turns none upright.</param>
/// <param name="Boxes">Boxes in pixels.</param>
/// <param name="Labels">Label id of each box.</param>
/// <param name="KeyHash">What its draws depend on.</param>
internal sealed record BenchPhoto(byte[] File, ImageShape Shape, BoxPixels[] Boxes, int[] Labels, ulong KeyHash)
{
    /// <summary>Box that the sample shows (<c>cropToBox</c>), or -1.</summary>
    public int BoxNumber { get; init; } = -1;
}
