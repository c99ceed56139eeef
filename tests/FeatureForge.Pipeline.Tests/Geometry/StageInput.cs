using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

/// <summary>What goes into <see cref="StageRun"/>.</summary>
internal sealed record StageInput(ImageShape Shape, byte[] Pixels, GeometryOptions Options)
{
    public BoxPixels[] Boxes { get; init; } = [];

    public ulong Seed { get; init; } = 7;

    public ulong KeyHash { get; init; } = 0x1234_5678_9ABC_DEF0;

    public int Epoch { get; init; }

    public bool Augment { get; init; } = true;

    public int BoxNumber { get; init; } = -1;

    public SimdLevel Level { get; init; } = SimdLevels.Best;

    public static GeometryOptions Steps(ImageShape output, params GeometryStepOptions[] steps) => new() { Output = output, Steps = steps };
}
