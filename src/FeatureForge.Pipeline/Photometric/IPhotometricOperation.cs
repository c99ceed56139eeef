using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// One photometric step of one worker: it draws its parameters on the host (small tables of integers), then changes pixels by
/// integer arithmetic alone. A kernel is handed the same tables, so it gives the same bits.
/// </summary>
public interface IPhotometricOperation
{
    /// <summary>Name of the step as in the recipe.</summary>
    string Name { get; }

    /// <summary>Scratch memory that <see cref="Run"/> needs for the planned shape.</summary>
    int ScratchBytes { get; }

    /// <summary>True when <see cref="Run"/> may be given the same picture as source and destination.</summary>
    bool RunsInPlace { get; }

    /// <summary>Which point-wise operation does the step on a device; <see cref="PointwiseOperation.None"/> for a step that has kernels under its own name.</summary>
    PointwiseOperation Pointwise { get; }

    /// <summary>Words that <see cref="WriteParameters"/> writes for the sample drawn last.</summary>
    int ParameterWords { get; }

    /// <summary>Draws the parameters for one sample, makes the tables and writes what was drawn to the log (begin, numbers, end).</summary>
    /// <param name="random">Stream of this step on this sample; the draw for <c>p</c> was already taken from it.</param>
    /// <param name="objects">Boxes of the sample in pixels of the picture; may be empty.</param>
    /// <param name="log">Takes the drawn parameters.</param>
    void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log);

    /// <summary>Changes pixels as drawn.</summary>
    /// <param name="source">Picture of the planned shape.</param>
    /// <param name="destination">Picture of the same shape; the same memory as the source only if <see cref="RunsInPlace"/>.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/> bytes, undefined content.</param>
    void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch);

    /// <summary>Writes what was drawn as the head of the step's kernel in <c>kernels/photometric</c> lays it out.</summary>
    /// <param name="words">Exactly <see cref="ParameterWords"/> words; all are set.</param>
    void WriteParameters(Span<int> words);
}
