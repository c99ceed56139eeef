using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Saturation by a factor f: <c>grey + f (component - grey)</c>, grey = 0.299 red + 0.587 green + 0.114 blue; as a <see cref="ColorMatrix"/>
/// its entries off the diagonal are (1 - f) times the share of their column.
/// </summary>
internal sealed class Saturation(SaturationOptions options) : IPhotometricOperation
{
    private static readonly double[] s_shares = [0.299, 0.587, 0.114];

    public string Name => "saturation";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.ColorMatrix;

    public int ParameterWords => Matrix.Entries.Length;

    /// <summary>The matrix of the sample drawn last.</summary>
    public ColorMatrix Matrix { get; } = new();

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double factor = random.NextIn(options.Factor);
        Matrix.Reset();
        for (int row = 0; row < ImageShape.Channels; row++)
        {
            for (int column = 0; column < ImageShape.Channels; column++)
            {
                if (column != row)
                    Matrix.SetOffDiagonal(row, column, (1 - factor) * s_shares[column]);
            }
        }

        log.Begin("saturation"u8);
        log.Number("factor"u8, factor);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch) => Matrix.Apply(source, destination);

    public void WriteParameters(Span<int> words) => Matrix.Entries.CopyTo(words);
}
