using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>The steps of one worker and their draws: which are due on a sample, and with which tables. The same for pixels on the host and on a device.</summary>
public sealed class PhotometricDraws
{
    private readonly double[] _probabilities;
    private readonly IPhotometricOperation[] _operations;

    /// <summary>Plans every step for pictures of one shape.</summary>
    /// <param name="steps">Steps in the order of the recipe.</param>
    /// <param name="shape">Output shape of the recipe.</param>
    public PhotometricDraws(IReadOnlyList<PhotometricStepOptions> steps, ImageShape shape)
    {
        _probabilities = [.. steps.Select(step => step.Probability)];
        _operations = [.. steps.Select(step => step.CreateOperation(shape))];
    }

    /// <summary>The steps in the order of the recipe.</summary>
    public IReadOnlyList<IPhotometricOperation> Operations => _operations;

    /// <summary>Draws whether a step is due on a sample and, if it is, its parameters.</summary>
    /// <param name="index">Step, 0 to the number of operations - 1.</param>
    /// <param name="sample">What is drawn for.</param>
    /// <param name="objects">Boxes in pixels of the picture.</param>
    /// <param name="log">Takes the drawn parameters of a step that is due.</param>
    /// <returns>True when it is due; its operation is ready to run.</returns>
    public bool Draw(int index, SampleDraw sample, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        var random = new SampleRandom(sample.Seed, sample.KeyHash, sample.Epoch, StepInstances.Photometric + index);
        if (!random.NextChance(_probabilities[index]))
            return false;
        _operations[index].Draw(ref random, objects, log);
        return true;
    }
}
