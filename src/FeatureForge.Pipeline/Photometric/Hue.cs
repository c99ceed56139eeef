using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Hue turned by an angle, as a <see cref="ColorMatrix"/>: <c>constant + cosine cos(angle) + sine sin(angle)</c> with the three matrices
/// of feColorMatrix hueRotate in W3C Filter Effects, section 9.6.
/// </summary>
internal sealed class Hue(HueOptions options) : IPhotometricOperation
{
    private static readonly double[] s_constant = [0.213, 0.715, 0.072, 0.213, 0.715, 0.072, 0.213, 0.715, 0.072];
    private static readonly double[] s_cosine = [0.787, -0.715, -0.072, -0.213, 0.285, -0.072, -0.213, -0.715, 0.928];
    private static readonly double[] s_sine = [-0.213, -0.715, 0.928, 0.143, 0.140, -0.283, -0.787, 0.715, 0.072];

    public string Name => "hue";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.ColorMatrix;

    public int ParameterWords => Matrix.Entries.Length;

    /// <summary>The matrix of the sample drawn last.</summary>
    public ColorMatrix Matrix { get; } = new();

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double degrees = random.NextIn(options.Turn);
        double radians = degrees * (Math.PI / 180);
        double cosine = DeterministicMath.Cos(radians);
        double sine = DeterministicMath.Sin(radians);
        Matrix.Reset();
        for (int i = 0; i < s_constant.Length; i++)
        {
            (int row, int column) = (i / ImageShape.Channels, i % ImageShape.Channels);
            if (column != row)
                Matrix.SetOffDiagonal(row, column, s_constant[i] + (s_cosine[i] * cosine) + (s_sine[i] * sine));
        }

        log.Begin("hue"u8);
        log.Number("degrees"u8, degrees);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch) => Matrix.Apply(source, destination);

    public void WriteParameters(Span<int> words) => Matrix.Entries.CopyTo(words);
}
