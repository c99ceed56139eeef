using FeatureForge.Core.Buffers;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>A step that acts on the picture of output size, after the resize.</summary>
internal abstract class PictureStep : GeometryStep
{
    /// <summary>Draws the parameters.</summary>
    /// <param name="random">Stream of the step; the draw for <c>p</c> was already taken from it.</param>
    /// <param name="log">Takes the drawn parameters.</param>
    public abstract void Draw(ref SampleRandom random, AugmentationLog log);

    /// <summary>Settles the step for the resolved view and moves the boxes.</summary>
    /// <param name="view">Resolved view.</param>
    /// <param name="output">Shape of the output picture.</param>
    /// <param name="boxes">Boxes in pixels of the output picture, replaced.</param>
    public abstract void Place(GeometryView view, ImageShape output, Span<BoxPixels> boxes);

    /// <summary>Changes the picture.</summary>
    /// <param name="picture">Output picture, changed in place.</param>
    /// <param name="scratch">Memory of the worker.</param>
    /// <param name="level">Which twin of the pixel loop runs.</param>
    public abstract void Run(ImageView picture, GrowableBuffer scratch, SimdLevel level);
}
