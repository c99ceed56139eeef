using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;
using Xunit.Abstractions;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Real files: whatever the engine's own decoder takes, it decodes to libjpeg-turbo's bytes; what it refuses is counted.</summary>
public sealed class RealFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly FastJpegDecoder _decoder = new();
    private readonly TurboJpegDecompressor _turbo = new();
    private readonly PictureCollector _collector = new();

    public void Dispose()
    {
        _decoder.Dispose();
        _turbo.Dispose();
    }

    [SkippableTheory]
    [InlineData("photos", 400, 400)]
    [InlineData("jpeg/valid", 138, 130)]
    [InlineData("jpeg/exif_orientation", 9, 9)]
    [InlineData("faces", 150, 150)]
    public void Decode_WhenFileIsTaken_EqualsLibjpeg(string folder, int atLeast, int planesAtLeast)
    {
        var refusals = new int[Enum.GetValues<JpegRefusal>().Length];
        int planes = 0;
        foreach (string path in Directory.EnumerateFiles(TestData.Require(folder.Split('/')), "*", SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            if (!ImageSignature.IsJpeg(file))
                continue;
            JpegRefusal refusal = DecodeWhole(file, path);
            refusals[(int)refusal]++;
            if (refusal == JpegRefusal.None && _turbo.ReadShape(file, out _) == CodecStatus.Clean)
            {
                Assert.True(PlaneComparison.Equals(_decoder, _turbo, file), path);
                planes++;
            }
        }

        for (int i = 0; i < refusals.Length; i++)
            output.WriteLine($"{refusals[i],5} {(JpegRefusal)i}");
        Assert.True(refusals[0] >= atLeast, $"Only {refusals[0]} files were taken, expected {atLeast} or more.");
        Assert.True(planes >= planesAtLeast, $"Planes of only {planes} files were compared, expected {planesAtLeast} or more.");
    }

    [SkippableTheory]
    [InlineData("photos", 400)]
    [InlineData("jpeg/valid", 100)]
    [InlineData("jpeg/corrupt", 0)]
    [InlineData("jpeg/unusual", 0)]
    public void FindEntryPoints_OfAnyFile_AgreesWithDecodingItAndGivesItsRows(string folder, int atLeast)
    {
        var points = new EntryPoints();
        int taken = 0;
        foreach (string path in Directory.EnumerateFiles(TestData.Require(folder.Split('/')), "*", SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            JpegRefusal refusal = _decoder.Read(file);
            if (refusal == JpegRefusal.None)
            {
                _collector.Begin(_decoder.Shape);
                refusal = _decoder.DecodeRows(file, new RowRange(0, int.MaxValue), toEnd: true, _collector, out _);
            }

            JpegRefusal found = _decoder.FindEntryPoints(file, points);
            Assert.True(found == refusal || found == JpegRefusal.SeveralScans, path);
            if (found != JpegRefusal.None)
                continue;
            taken++;
            ImageShape shape = _decoder.Shape;
            byte[] whole = _collector.Pixels.ToArray();
            var rows = new RowRange(shape.Height / 3, shape.Height - (shape.Height / 4));
            _collector.Begin(shape);
            Assert.True(_decoder.DecodeRows(file, points, rows, _collector), path);
            Assert.True(whole.AsSpan(rows.First * shape.RowBytes, (rows.End - rows.First) * shape.RowBytes).SequenceEqual(_collector.Pixels[(rows.First * shape.RowBytes)..(rows.End * shape.RowBytes)]), path);
        }

        Assert.True(taken >= atLeast, $"Only {taken} files have entry points, expected {atLeast} or more.");
    }

    private JpegRefusal DecodeWhole(byte[] file, string path)
    {
        JpegRefusal refusal = _decoder.Read(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        ImageShape shape = JpegHeaderReader.Read(file).Shape;
        byte[] expected = new byte[shape.RgbBytes];
        CodecStatus status = _turbo.Decompress(file, shape, expected);
        _collector.Begin(shape);
        refusal = _decoder.DecodeRows(file, new RowRange(0, shape.Height), toEnd: true, _collector, out int next);
        Assert.True(status == CodecStatus.Clean || refusal != JpegRefusal.None, $"{path}: libjpeg says {status} {_turbo.LastMessage}");
        Assert.True(expected.AsSpan(0, next * shape.RowBytes).SequenceEqual(_collector.Pixels[..(next * shape.RowBytes)]), $"{path}: {refusal}");
        return refusal;
    }
}
