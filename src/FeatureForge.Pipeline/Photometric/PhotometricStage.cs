using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>Stage 4: changes pixels, never boxes. Takes a picture of output size and gives it back changed. One instance per worker.</summary>
public sealed class PhotometricStage : IDisposable
{
    private readonly ImageShape _shape;
    private readonly PhotometricDraws _draws;
    private readonly GrowableBuffer _otherPicture = new();
    private readonly GrowableBuffer _scratch = new();
    private readonly int _scratchBytes;

    /// <summary>Plans every step for pictures of the output shape.</summary>
    /// <param name="steps">Steps in the order of the recipe.</param>
    /// <param name="shape">Output shape of the recipe.</param>
    public PhotometricStage(IReadOnlyList<PhotometricStepOptions> steps, ImageShape shape)
    {
        _shape = shape;
        _draws = new PhotometricDraws(steps, shape);
        _scratchBytes = steps.Count == 0 ? 0 : _draws.Operations.Max(operation => operation.ScratchBytes);
    }

    /// <summary>Draws each step and carries out those that are due, in place.</summary>
    /// <param name="picture">Picture of the output shape; changed.</param>
    /// <param name="objects">Boxes in pixels of the picture.</param>
    /// <param name="seed">Seed of the recipe.</param>
    /// <param name="keyHash">Key hash of the sample.</param>
    /// <param name="epoch">Epoch.</param>
    /// <param name="log">Takes the drawn parameters.</param>
    public void Run(ImageView picture, ReadOnlySpan<BoxPixels> objects, ulong seed, ulong keyHash, int epoch, AugmentationLog log)
    {
        if (_draws.Operations.Count == 0)
            return;
        var sample = new SampleDraw(seed, keyHash, epoch);
        ImageView current = picture;
        ImageView other = new(_shape, _otherPicture.Ensure(_shape.RgbBytes));
        Span<byte> scratch = _scratch.Ensure(_scratchBytes);
        bool swapped = false;
        for (int i = 0; i < _draws.Operations.Count; i++)
        {
            if (!_draws.Draw(i, sample, objects, log))
                continue;
            IPhotometricOperation operation = _draws.Operations[i];
            if (operation.RunsInPlace)
            {
                operation.Run(current, current, scratch);
                continue;
            }

            operation.Run(current, other, scratch);
            (current, other) = Swap(current, other);
            swapped = !swapped;
        }

        if (swapped)
            current.Pixels.CopyTo(picture.Pixels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _otherPicture.Dispose();
        _scratch.Dispose();
    }

    private static ViewPair Swap(ImageView first, ImageView second) => new(second, first);

    private readonly ref struct ViewPair(ImageView first, ImageView second)
    {
        private readonly ImageView _first = first;
        private readonly ImageView _second = second;

        public void Deconstruct(out ImageView first, out ImageView second)
        {
            first = _first;
            second = _second;
        }
    }
}
