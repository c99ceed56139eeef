using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>A sample without a file, whose number is all that its draws depend on.</summary>
internal static class DrawnSample
{
    /// <summary>A sample that is nothing but its number, of which its draws are made.</summary>
    /// <param name="number">Its number.</param>
    public static SampleDescription Describe(int number) => new()
    {
        Index = number,
        Key = [],
        ImagePath = [],
        KeyHash = (ulong)number,
        FileLength = 0,
        Split = 0,
        Boxes = [],
        Labels = [],
        ImageLabel = -1,
        BoxNumber = -1,
    };

    /// <summary>Draws the geometry of a sample without objects.</summary>
    /// <param name="stage">Stage that plans.</param>
    /// <param name="upright">Shape of its picture.</param>
    /// <param name="number">Its number.</param>
    public static void Plan(GeometryStage stage, ImageShape upright, int number)
    {
        stage.PlanWindow(Describe(number), upright, epoch: 0, augment: true, new ObjectList(), new AugmentationLog());
    }
}
