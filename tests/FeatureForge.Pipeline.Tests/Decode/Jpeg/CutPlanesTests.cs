using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>
/// Files that turn out to be damaged on their way as planes: what the engine's own decoder handed on and what libjpeg-turbo hands on then
/// are together the planes that libjpeg-turbo makes of the whole file.
/// </summary>
public sealed class CutPlanesTests : IDisposable
{
    private static readonly ImageShape s_shape = new(152, 256);
    private readonly JpegDecoder _decoder = new(new DecodeOptions { Fidelity = DecodeFidelity.Fast });
    private readonly TurboJpegDecompressor _turbo = new();

    public static IEnumerable<object[]> Kinds => new[] { "11", "11 11 11", "21 11 11", "22 11 11", "12 11 11", "41 11 11" }.Select(factors => new object[] { factors });

    public void Dispose()
    {
        _decoder.Dispose();
        _turbo.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_WhenTheDataEndEarly_GivesThePlanesOfLibjpeg(string factors)
    {
        var collector = new PlaneCollector();
        int mostBands = 0;
        foreach (byte[] file in CutFiles(factors))
        {
            long refused = _decoder.Refusals[(int)JpegRefusal.Data];
            DecodePlan plan = _decoder.Plan(file);

            byte[] made = collector.Decode(_decoder, file, plan);

            Assert.Equal(Expected(file, plan), made);
            Assert.Equal(refused + 1, _decoder.Refusals[(int)JpegRefusal.Data]);
            mostBands = Math.Max(mostBands, collector.Bands);
        }

        // Otherwise the end came before the first band, and nothing was put together.
        Assert.True(mostBands > 4, $"{mostBands} bands at most");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_WhenOnlyRowsBelowTheEndAreWanted_GivesThePictureOfLibjpegsPlanes(string factors)
    {
        using var resize = new PlaneResizePlan();
        var output = new ImageShape(40, 30);
        byte[] made = new byte[output.RgbBytes], expected = new byte[output.RgbBytes];
        foreach (byte[] file in CutFiles(factors))
        {
            DecodePlan plan = _decoder.Plan(file);
            foreach (int top in new[] { 0, 130, 250 })
            {
                var window = new BoxPixels(3, top, 150, 256);
                resize.Plan(plan.Rows, window, output);
                Assert.True(_decoder.Run(file, plan, resize.RowsNeeded, new byte[plan.ScratchBytes], resize));
                resize.Finish(new ImageView(output, made));
                resize.Plan(plan.Rows, window, output);
                JpegPlaneRules.Deliver(Expected(file, plan), plan, 0, resize);
                resize.Finish(new ImageView(output, expected));

                Assert.Equal(expected, made);
            }
        }
    }

    private static IEnumerable<byte[]> CutFiles(string factors)
    {
        byte[] whole = JpegWriter.Write(new JpegSpecimen { Shape = s_shape, Factors = [.. factors.Split(' ').Select(int.Parse)] });
        for (int tenths = 3; tenths < 10; tenths++)
        {
            int length = whole.Length * tenths / 10;
            if (whole[length - 1] == 0xFF)
                length--;
            yield return [.. whole[..length], 0xFF, 0xD9];
        }
    }

    private byte[] Expected(byte[] file, in DecodePlan plan)
    {
        byte[] planes = new byte[plan.ScratchBytes];
        Assert.Equal(CodecStatus.Warned, _turbo.DecompressPlanes(file, JpegPlaneRules.Layout(plan), planes));
        return planes;
    }
}
