using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>A sample without a file, whose number is all that its draws depend on.</summary>
internal static class DrawnSample
{
    /// <summary>Draws the geometry of a sample without objects.</summary>
    /// <param name="stage">Stage that plans.</param>
    /// <param name="upright">Shape of its picture.</param>
    /// <param name="number">Its number.</param>
    public static void Plan(GeometryStage stage, ImageShape upright, int number)
    {
        var sample = new SampleDescription
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
        stage.PlanWindow(sample, upright, epoch: 0, augment: true, new ObjectList(), new AugmentationLog());
    }
}
