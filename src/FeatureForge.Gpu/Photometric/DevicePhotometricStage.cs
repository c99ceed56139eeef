using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Gpu.Photometric;

/// <summary>
/// Stage 4 on a device: the bits of <see cref="PhotometricStage"/>. The host draws and makes the tables with the very operations of that
/// stage; kernels change the pixels of a whole batch. Neighbouring point-wise steps share one pass over the pictures. Per batch
/// <see cref="Begin"/>, <see cref="Add"/> for each image, <see cref="Run"/>. One instance per worker and queue.
/// </summary>
public sealed class DevicePhotometricStage : IDisposable
{
    private const int NotDue = -1;
    private const string Fused = "pointwise";

    private readonly ImageShape _shape;
    private readonly PhotometricDraws _draws;
    private readonly PhotometricPass[] _passes;
    private readonly UploadBuffer<int> _words;
    private readonly GrowingBuffer _scratch;
    private int _capacity;
    private int _images;

    /// <summary>Plans the steps and compiles their kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="steps">Steps in the order of the recipe.</param>
    /// <param name="shape">Output shape of the recipe.</param>
    /// <exception cref="DriverException">A kernel does not compile, or the driver refuses.</exception>
    public DevicePhotometricStage(IComputeDevice device, IReadOnlyList<PhotometricStepOptions> steps, ImageShape shape)
    {
        _shape = shape;
        _draws = new PhotometricDraws(steps, shape);
        _words = new UploadBuffer<int>(device);
        _scratch = new GrowingBuffer(device);
        _passes = [.. Divide(_draws.Operations).Select(part => MakePass(device, part.First, part.End))];
    }

    /// <summary>Starts a batch.</summary>
    /// <param name="images">Images that will be added, at least 1.</param>
    /// <exception cref="DriverException">The batch before failed.</exception>
    public void Begin(int images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        _words.Begin();
        _words.Take(images * _passes.Length).Fill(NotDue);
        _capacity = images;
        _images = 0;
        foreach (PhotometricPass pass in _passes)
            pass.IsDue = false;
    }

    /// <summary>Draws the steps of the next image and lays their tables out.</summary>
    /// <param name="sample">What is drawn for.</param>
    /// <param name="objects">Boxes in pixels of the picture.</param>
    /// <param name="log">Takes the drawn parameters.</param>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public void Add(SampleDraw sample, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        if (_images == _capacity)
            throw new InvalidOperationException($"The batch was begun for {_capacity} images, and another one is added.");
        for (int i = 0; i < _passes.Length; i++)
        {
            int place = Lay(_passes[i], sample, objects, log);
            _words.Elements[(i * _capacity) + _images] = place;
        }

        _images++;
    }

    /// <summary>Leaves the next image as it is: random steps do not act on it.</summary>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public void Skip()
    {
        if (_images == _capacity)
            throw new InvalidOperationException($"The batch was begun for {_capacity} images, and another one is added.");
        _images++;
    }

    /// <summary>Changes the pictures; returns when the work is queued.</summary>
    /// <param name="queue">Queue that the pictures are ready on; always the same one.</param>
    /// <param name="pictures">As many pictures as images were added, in their order; changed.</param>
    /// <exception cref="ArgumentException">The pictures are too few, or of another shape.</exception>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Run(IComputeQueue queue, PictureBatch pictures)
    {
        if (_images > pictures.Capacity || pictures.Shape != _shape)
            throw new ArgumentException($"The batch has {_images} images of {_shape}, the pictures are {pictures.Capacity} of {pictures.Shape}.", nameof(pictures));
        if (_words.Count > _capacity * _passes.Length)
            _words.Send(queue);
        for (int i = 0; i < _passes.Length; i++)
        {
            if (_passes[i].IsDue)
                Launch(queue, pictures, _passes[i], (uint)(i * _capacity));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PhotometricPass pass in _passes)
            pass.Program.Dispose();
        _scratch.Dispose();
        _words.Dispose();
    }

    private static IEnumerable<(int First, int End)> Divide(IReadOnlyList<IPhotometricOperation> operations)
    {
        for (int first = 0; first < operations.Count;)
        {
            int end = first + 1;
            while (operations[first].Pointwise != PointwiseOperation.None && end < operations.Count && operations[end].Pointwise != PointwiseOperation.None)
                end++;
            yield return (first, end);
            first = end;
        }
    }

    private PhotometricPass MakePass(IComputeDevice device, int first, int end)
    {
        string name = end - first > 1 ? Fused : _draws.Operations[first].Name;
        return new PhotometricPass
        {
            First = first,
            End = end,
            Name = name,
            IsPointwise = _draws.Operations[first].Pointwise != PointwiseOperation.None,
            Program = device.Build(KernelLibrary.Load($"photometric/{name}")),
        };
    }

    /// <summary>Draws the steps of a pass and gives the place of what was laid out, or that none of them is due.</summary>
    private int Lay(PhotometricPass pass, SampleDraw sample, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        int place = NotDue;
        for (int step = pass.First; step < pass.End; step++)
        {
            if (!_draws.Draw(step, sample, objects, log))
                continue;
            IPhotometricOperation operation = _draws.Operations[step];
            if (place == NotDue)
                place = _words.Count;
            if (pass.IsFused)
                _words.Take(1)[0] = (int)operation.Pointwise;
            operation.WriteParameters(_words.Take(operation.ParameterWords));
        }

        if (place == NotDue)
            return place;
        if (pass.IsFused)
            _words.Take(1)[0] = (int)PointwiseOperation.None;
        pass.IsDue = true;
        return place;
    }

    private void Launch(IComputeQueue queue, PictureBatch pictures, PhotometricPass pass, uint places)
    {
        var (width, height) = ((uint)pictures.Shape.Width, (uint)pictures.Shape.Height);
        var words = KernelArgument.Of(_words.Memory);
        var memory = KernelArgument.Of(pictures.Memory);
        if (pass.IsPointwise)
        {
            LaunchShape quads = BatchLaunch.Of((pictures.Shape.Pixels + 3) / 4, _images);
            queue.Launch(pass.Program.Kernel(pass.Name), quads, [memory, words, places, (uint)pictures.PictureWords, width, height]);
            return;
        }

        var other = KernelArgument.Of(_scratch.Ensure(pictures.Memory.ByteCount, queue));
        LaunchShape components = BatchLaunch.Of(pictures.Shape.RgbBytes, _images);
        var pictureBytes = (uint)pictures.PictureBytes;
        if (pass.Name == "blur")
        {
            queue.Launch(pass.Program.Kernel("blur_rows"), components, [memory, other, words, places, pictureBytes, width, height]);
            queue.Launch(pass.Program.Kernel("blur_columns"), components, [other, memory, words, places, pictureBytes, width, height]);
            return;
        }

        queue.Launch(pass.Program.Kernel("motionBlur_copy"), BatchLaunch.Of(pictures.PictureWords, _images), [memory, other, words, places, (uint)pictures.PictureWords]);
        queue.Launch(pass.Program.Kernel("motionBlur"), components, [other, memory, words, places, pictureBytes, width, height]);
    }
}
