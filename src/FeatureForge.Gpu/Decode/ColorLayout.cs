using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Decode;

/// <summary>Upsampling and colour of a batch: lays plans out as <c>kernels/decode/color.cl</c> reads them, and launches its kernels.</summary>
internal sealed class ColorLayout : IDisposable
{
    private const int PlanNumbers = 24;
    private const int TileSide = 32;

    private readonly IComputeProgram _program;
    private readonly UploadBuffer<ulong> _plans;
    private long _mostPixels;
    private long _mostTiles;

    /// <summary>Compiles the kernels.</summary>
    public ColorLayout(IComputeDevice device)
    {
        _plans = new UploadBuffer<ulong>(device);
        _program = device.Build(KernelLibrary.Load("decode/color"));
    }

    /// <summary>Forgets the batch before.</summary>
    public void Begin()
    {
        _plans.Begin();
        _mostPixels = 0;
        _mostTiles = 0;
    }

    /// <summary>Takes the next image.</summary>
    /// <param name="frame">Frame of the picture.</param>
    /// <param name="stored">Window, and where its pixels go.</param>
    /// <param name="places">Where the samples of each component lie.</param>
    public void Add(JpegFrame frame, in StoredWindow stored, ReadOnlySpan<PicturePlace> places)
    {
        Span<ulong> plan = _plans.Take(PlanNumbers);
        plan.Clear();
        for (int i = 0; i < places.Length; i++)
        {
            plan[2 * i] = (ulong)places[i].FirstByte;
            plan[(2 * i) + 1] = (ulong)places[i].Stride;
        }

        if (places.Length > 1)
        {
            JpegComponent chroma = frame.Components[1];
            plan[6] = (ulong)chroma.SampleWidth;
            plan[7] = (ulong)chroma.SampleHeight;
            plan[8] = (ulong)(frame.MostHorizontal / chroma.Horizontal);
            plan[9] = (ulong)(frame.MostVertical / chroma.Vertical);
            plan[10] = (ulong)ChromaUpsampler.KindOf(frame, chroma);
            plan[11] = frame.IsRgb ? 2u : 1u;
        }

        PictureWindow window = stored.Window;
        ReadOnlySpan<ulong> target =
        [
            (ulong)window.X, (ulong)window.Y, (ulong)window.Width, (ulong)window.Height,
            (ulong)stored.FirstByte, (ulong)stored.ColumnStep, (ulong)stored.RowStep, stored.IsTurned ? 1u : 0u,
        ];
        target.CopyTo(plan[12..]);
        if (stored.IsTurned)
            _mostTiles = Math.Max(_mostTiles, (long)Tiles(window.Width) * Tiles(window.Height));
        else
            _mostPixels = Math.Max(_mostPixels, (long)window.Width * window.Height);
    }

    /// <summary>Queues the kernels.</summary>
    /// <param name="queue">Queue.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="pictures">Takes the pixels.</param>
    public void Run(IComputeQueue queue, IDeviceBuffer samples, IDeviceBuffer pictures)
    {
        int images = _plans.Count / PlanNumbers;
        if (images == 0)
            return;
        _plans.Send(queue);
        ReadOnlySpan<KernelArgument> arguments = [KernelArgument.Of(samples), KernelArgument.Of(pictures), KernelArgument.Of(_plans.Memory)];
        if (_mostPixels > 0)
            queue.Launch(_program.Kernel("color"), BatchLaunch.Of(_mostPixels, images), arguments);
        if (_mostTiles > 0)
            queue.Launch(_program.Kernel("color_turned"), BatchLaunch.Of(_mostTiles * BatchLaunch.Lanes, images), arguments);
    }

    public void Dispose()
    {
        _program.Dispose();
        _plans.Dispose();
    }

    private static int Tiles(int pixels) => (pixels + TileSide - 1) / TileSide;
}
