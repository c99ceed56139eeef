using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>A step that acts before the output resize: it chooses what the output shows.</summary>
internal abstract class WindowStep : GeometryStep
{
    /// <summary>Changes the view. Boxes are in pixels of the upright picture.</summary>
    /// <param name="view">View so far.</param>
    /// <param name="random">Stream of the step; the draw for <c>p</c> was already taken from it.</param>
    /// <param name="objects">Objects in view.</param>
    /// <param name="log">Takes the drawn parameters.</param>
    public abstract void Apply(GeometryView view, ref SampleRandom random, ObjectList objects, AugmentationLog log);
}
