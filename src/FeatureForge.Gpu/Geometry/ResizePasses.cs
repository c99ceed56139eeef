using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Geometry;

/// <summary>
/// Plans, places and weights of a batch that is resized in two passes, and the rows between them: what both ways, from RGB and from planes, lay out
/// alike. The words of a plan are theirs.
/// </summary>
internal abstract class ResizePasses : IDisposable
{
    private readonly IComputeProgram _program;
    private readonly IComputeKernel _rows;
    private readonly IComputeKernel _columns;
    private readonly UploadBuffer<int> _plans;
    private readonly UploadBuffer<ulong> _starts;
    private readonly GrowingBuffer _narrowed;
    private readonly int _planWords;
    private readonly int _startCount;
    private long _mostRowItems;
    private long _mostColumnItems;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="program">Program with the kernels <c>_rows</c> and <c>_columns</c>.</param>
    /// <param name="kernels">What their names begin with.</param>
    /// <param name="planWords">Words of an image's plan.</param>
    /// <param name="startCount">Places of an image.</param>
    protected ResizePasses(IComputeDevice device, string program, string kernels, int planWords, int startCount)
    {
        _planWords = planWords;
        _startCount = startCount;
        _plans = new UploadBuffer<int>(device);
        Weights = new UploadBuffer<int>(device);
        _starts = new UploadBuffer<ulong>(device);
        _narrowed = new GrowingBuffer(device);
        _program = device.Build(KernelLibrary.Load(program));
        _rows = _program.Kernel(kernels + "_rows");
        _columns = _program.Kernel(kernels + "_columns");
    }

    /// <summary>Weights that plans name the places of.</summary>
    protected UploadBuffer<int> Weights { get; }

    /// <summary>Bytes of narrowed rows taken so far, which is where those of the next image begin.</summary>
    protected long NarrowedBytes { get; private set; }

    /// <summary>Forgets the batch before.</summary>
    public void Begin()
    {
        _plans.Begin();
        Weights.Begin();
        _starts.Begin();
        NarrowedBytes = 0;
        _mostRowItems = 0;
        _mostColumnItems = 0;
    }

    /// <summary>Takes the next image.</summary>
    /// <param name="plan">As many words as an image has.</param>
    /// <param name="starts">As many places as an image has.</param>
    /// <param name="rowItems">Lanes of the first pass.</param>
    /// <param name="bytesPerRowItem">Bytes that a lane of the first pass writes.</param>
    /// <param name="columnItems">Lanes of the second pass.</param>
    protected void Add(ReadOnlySpan<int> plan, ReadOnlySpan<ulong> starts, long rowItems, int bytesPerRowItem, long columnItems)
    {
        plan.CopyTo(_plans.Take(_planWords));
        starts.CopyTo(_starts.Take(_startCount));
        NarrowedBytes += rowItems * bytesPerRowItem;
        _mostRowItems = Math.Max(_mostRowItems, rowItems);
        _mostColumnItems = Math.Max(_mostColumnItems, columnItems);
    }

    /// <summary>Leaves the next image out.</summary>
    public void Skip()
    {
        _plans.Take(_planWords).Clear();
        _starts.Take(_startCount).Clear();
    }

    /// <summary>Queues both passes; nothing where every image was left out.</summary>
    /// <param name="queue">The one queue that uses this.</param>
    /// <param name="sources">Pictures or planes.</param>
    /// <param name="pictures">Take the result.</param>
    public void Run(IComputeQueue queue, IDeviceBuffer sources, PictureBatch pictures)
    {
        if (_mostColumnItems == 0)
            return;
        int images = _plans.Count / _planWords;
        _plans.Send(queue);
        Weights.Send(queue);
        _starts.Send(queue);
        var narrowed = KernelArgument.Of(_narrowed.Ensure(NarrowedBytes, queue));
        var (plans, weights, starts) = (KernelArgument.Of(_plans.Memory), KernelArgument.Of(Weights.Memory), KernelArgument.Of(_starts.Memory));
        queue.Launch(_rows, BatchLaunch.Of(_mostRowItems, images), [KernelArgument.Of(sources), narrowed, starts, plans, weights]);
        queue.Launch(
            _columns,
            BatchLaunch.Of(_mostColumnItems, images),
            [narrowed, KernelArgument.Of(pictures.Memory), starts, (uint)pictures.PictureBytes, plans, weights]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _narrowed.Dispose();
        _starts.Dispose();
        Weights.Dispose();
        _plans.Dispose();
    }
}
