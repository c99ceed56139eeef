using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Bytes that the stages of a batch must move between memory and a device's processors, counted as the heads of the kernels state it:
/// what every implementation must read and write once, whatever its caches do.
/// </summary>
internal sealed class DeviceTraffic(ImageShape output)
{
    private const int BlockBytes = 128 + 64;
    private const int AnchorBytes = 4;
    private const int DenseRowBytes = 24;
    private const int SparseScanBytes = 8;
    private const int SparseRowBytes = 28;

    private double _windowBytes;
    private double _planeBytes;
    private double _narrowedBytes;
    private int _images;

    /// <summary>Coefficients in, samples out.</summary>
    public double InverseTransform { get; private set; }

    /// <summary>Samples of the windows in, their pixels out.</summary>
    public double Color => _planeBytes + _windowBytes;

    /// <summary>Windows in, narrowed rows out and in again, pictures out.</summary>
    public double Resize => _windowBytes + (2 * _narrowedBytes) + Pictures;

    private double Pictures => (double)_images * output.RgbBytes;

    /// <summary>Forgets the batch.</summary>
    public void Clear() => (_windowBytes, _planeBytes, _narrowedBytes, _images, InverseTransform) = (0, 0, 0, 0, 0);

    /// <summary>Counts an image.</summary>
    /// <param name="coefficients">Its coefficients.</param>
    /// <param name="window">Pixels that the resize reads.</param>
    public void Add(JpegCoefficients coefficients, PictureWindow window)
    {
        double pixels = (double)window.Width * window.Height;
        double luma = BlocksOf(coefficients, 0);
        for (int component = 0; component < coefficients.Count; component++)
        {
            InverseTransform += BlocksOf(coefficients, component) * BlockBytes;
            _planeBytes += pixels * BlocksOf(coefficients, component) / luma;
        }

        _windowBytes += pixels * ImageShape.Channels;
        _narrowedBytes += (double)window.Height * output.RowBytes;
        _images++;
    }

    /// <summary>A step behind the resize: in and out, once more for the copy that a turn reads; as often as it is drawn.</summary>
    /// <param name="step">Step; those before the resize move nothing themselves.</param>
    public double Step(GeometryStepOptions step) => step switch
    {
        FlipOptions => 2 * Pictures * step.Probability,
        RotateOptions => 4 * Pictures * step.Probability,
        _ => 0,
    };

    /// <summary>Photometric steps: neighbouring point-wise ones read and write the pictures once together, the others twice each.</summary>
    /// <param name="steps">Steps in the order of the recipe.</param>
    public double Photometric(IReadOnlyList<PhotometricStepOptions> steps)
    {
        double bytes = 0;
        double notDue = 1;
        foreach (PhotometricStepOptions step in steps)
        {
            if (step.CreateOperation(output).Pointwise == PointwiseOperation.None)
            {
                bytes += (2 * Pictures * (1 - notDue)) + (4 * Pictures * step.Probability);
                notDue = 1;
            }
            else
            {
                notDue *= 1 - step.Probability;
            }
        }

        return bytes + (2 * Pictures * (1 - notDue));
    }

    /// <summary>Matching and encoding of a batch; boxes and anchors come from the caches.</summary>
    /// <param name="anchors">Anchors of all its images.</param>
    /// <param name="rows">Positive anchors where rows are sparse; -1 where there is a row for each anchor.</param>
    public static double Targets(long anchors, long rows) =>
        (anchors * (AnchorBytes + (rows < 0 ? DenseRowBytes : SparseScanBytes))) + (Math.Max(rows, 0) * SparseRowBytes);

    private static double BlocksOf(JpegCoefficients coefficients, int component) => (double)coefficients.BlocksPerRow(component) * coefficients.BlockRows(component);
}
