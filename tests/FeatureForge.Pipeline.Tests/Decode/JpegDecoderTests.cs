using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode;

public sealed class JpegDecoderTests : IDisposable
{
    private static readonly byte[] s_jpeg = DrawnFiles.Jpeg(new ImageShape(64, 48));
    private readonly JpegDecoder _decoder = new(new DecodeOptions());
    private readonly PictureCollector _collector = new();

    public void Dispose() => _decoder.Dispose();

    public static TheoryData<int, byte, string> FrameChanges => new()
    {
        { 1, 0xC3, "unsupported-coding" },
        { 1, 0xC5, "unsupported-coding" },
        { 4, 12, "unsupported-precision" },
        { 8, 0, "damaged" },
        { 11, 0x00, "damaged" },
        { 11, 0x52, "damaged" },
        { 14, 0x31, "unsupported-sampling" },
        { 3, 0x10, "damaged" },
        { 9, 0x02, "unsupported-color" },
    };

    [Theory]
    [MemberData(nameof(FrameChanges))]
    public void Plan_WhenFrameHeaderIsChanged_RefusesItAtTheMarker(int offset, byte value, string reason)
    {
        byte[] changed = DrawnFiles.WithFrame(s_jpeg, (file, frame) =>
        {
            file[frame + offset] = value;

            // A width of 0 needs both of its bytes.
            if (offset == 8)
                file[frame + 7] = 0;
        });

        var error = Assert.Throws<BadSampleException>(() => _decoder.Plan(changed));

        Assert.Equal(reason, error.Reason);
        Assert.Equal(0xFF, changed[error.ByteOffset]);
    }

    [Fact]
    public void Plan_WhenHeightComesAfterTheScan_RefusesTheCoding()
    {
        byte[] changed = DrawnFiles.WithFrame(s_jpeg, (file, frame) => file[frame + 5] = file[frame + 6] = 0);

        Assert.Equal("unsupported-coding", Assert.Throws<BadSampleException>(() => _decoder.Plan(changed)).Reason);
    }

    [Fact]
    public void Plan_WhenHeaderDeclares65535By65535_RefusesBeforeAllocating()
    {
        byte[] changed = DrawnFiles.WithFrame(s_jpeg, (file, frame) => file.AsSpan(frame + 5, 4).Fill(0xFF));
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<BadSampleException>(() => _decoder.Plan(changed));

        Assert.Equal("too-large", error.Reason);
        Assert.Contains("65535 x 65535 = 4294836225 pixels", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void Plan_WhenFileIsFarTooShortForItsSize_SaysHowMuchItNeeds()
    {
        byte[] changed = DrawnFiles.WithFrame(s_jpeg, (file, frame) => (file[frame + 5], file[frame + 7]) = (0x20, 0x20));

        var error = Assert.Throws<BadSampleException>(() => _decoder.Plan(changed));

        Assert.Equal("truncated", error.Reason);
        Assert.Contains("8256 x 8240 pixels, which takes 8304 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AtEveryTruncation_RefusesOrPlans()
    {
        byte[] file = DrawnFiles.WithOrientation(s_jpeg, 6);
        for (int length = 0; length < file.Length; length++)
        {
            string outcome = Outcome(_decoder, file.AsSpan(0, length).ToArray());
            Assert.True(outcome is "truncated" or "empty-file" or "unknown-format" or "warned" or "damaged", $"{length} bytes: {outcome}");
        }
    }

    [Fact]
    public void Run_WhenDataEndTooEarly_KeepsOrQuarantinesAsAsked()
    {
        byte[] cut = s_jpeg[..(s_jpeg.Length * 3 / 4)];
        using var strict = new JpegDecoder(new DecodeOptions { Warnings = WarningPolicy.Quarantine });

        Assert.Equal("warned", Outcome(_decoder, cut));
        Assert.Equal("decode-warning", Outcome(strict, cut));
        Assert.Equal("clean", Outcome(strict, s_jpeg));
    }

    [Fact]
    public void Run_WhenAnErrorFollowsAWarning_RefusesIt()
    {
        // A stray byte between segments is a warning; without quantization tables nothing is decoded at all.
        byte[] changed = DrawnFiles.WithoutSegments(s_jpeg, 0xDB);

        Assert.Equal("warned", Outcome(_decoder, WithStrayByte(s_jpeg)));
        Assert.Equal("damaged", Outcome(_decoder, WithStrayByte(changed)));
    }

    private static byte[] WithStrayByte(byte[] jpeg)
    {
        int scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..scan], 0x00, .. jpeg[scan..]];
    }

    [Fact]
    public void Run_WhenScansAreRepeatedWithoutEnd_RefusesThem()
    {
        byte[] progressive = DecodeGold.Encoded("jpeg-420-progressive");
        int last = progressive.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] scan = progressive[last..^2];
        byte[] bomb = [.. progressive[..^2], .. Enumerable.Repeat(scan, 600).SelectMany(bytes => bytes), 0xFF, 0xD9];

        Assert.Equal("too-many-scans", Outcome(_decoder, bomb));
    }

    [Fact]
    public void Plan_WhenManyScansPassOverALargePicture_RefusesThemUnseen()
    {
        byte[] progressive = DrawnFiles.WithFrame(DecodeGold.Encoded("jpeg-420-progressive"), (file, frame) => (file[frame + 5], file[frame + 7]) = (0x26, 0x26));
        int last = progressive.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] scan = progressive[last..^2];
        byte[] bomb = [.. progressive[..^2], .. Enumerable.Repeat(scan, 400).SelectMany(bytes => bytes), .. new byte[20_000]];

        Assert.Equal("too-many-scans", Assert.Throws<BadSampleException>(() => _decoder.Plan(bomb)).Reason);
    }

    [SkippableTheory]
    [InlineData("photos")]
    [InlineData("jpeg/valid")]
    [InlineData("jpeg/corrupt")]
    public void Plan_WhenFileIsReal_ReadsTheSizeThatLibjpegReads(string folder)
    {
        using var codec = new TurboJpegDecompressor();
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(TestData.Require(folder.Split('/')), "*", SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            if (codec.ReadShape(file, out ImageShape expected) == CodecStatus.Failed || expected.Pixels == 0 || !TryPlan(file, out DecodePlan plan))
                continue;
            Assert.Equal((path, expected), (path, plan.Stored));
            compared++;
        }

        Assert.True(compared >= 40, $"Only {compared} files were compared.");
    }

    [Theory]
    [InlineData("11", true)]
    [InlineData("11 11 11", true)]
    [InlineData("22 11 11", false)]
    [InlineData("41 21 11", true)]
    [InlineData("14 12 12", false)]
    public void Plan_WhenAFileHasSeveralScans_CountsItsCoefficients(string factors, bool isProgressive)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(301, 75), Factors = [.. factors.Split(' ').Select(int.Parse)] };
        int components = specimen.Factors.Length;
        ScanSpecimen[] scans = isProgressive ? ScanSpecimen.Progressive(components, new Random(1)) : [new([0], 0, 63, 0, 0), new([1, 2], 0, 63, 0, 0)];
        byte[] file = SeveralScansWriter.Write(specimen, scans, isProgressive);
        using var own = new FastJpegDecoder();
        Assert.Equal(JpegRefusal.None, own.Read(file));

        DecodePlan plan = _decoder.Plan(file);

        Assert.Equal(CoefficientRows.PictureBytes(own.Frame), plan.CoefficientBytes);
        Assert.Equal(plan.ScratchBytes + plan.CoefficientBytes, plan.RunBytes);
        Assert.Equal(0, _decoder.Plan(JpegWriter.Write(specimen)).CoefficientBytes);
    }

    [Theory]
    [InlineData(0xC2, JpegRefusal.None)]
    [InlineData(0xCA, JpegRefusal.Arithmetic)]
    public void Plan_WhenAProgressiveFileDeclares100Megapixels_CountsSixBytesForEach(byte process, JpegRefusal refusal)
    {
        byte[] small = SeveralScansWriter.Write(new JpegSpecimen { Shape = new ImageShape(64, 64), Factors = [11, 11, 11] }, ScanSpecimen.Progressive(3, new Random(1)), isProgressive: true);
        byte[] huge = DrawnFiles.WithFrame(small, (file, frame) =>
        {
            file[frame + 1] = process;
            (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x27, 0x10, 0x27, 0x10);
        });
        huge = DrawnFiles.WithSegment(huge, 0xFE, new byte[13_000]);
        using var own = new FastJpegDecoder();
        Assert.Equal(refusal, own.Read(huge));

        Assert.InRange(_decoder.Plan(huge).CoefficientBytes, 600_000_000, 630_000_000);
    }

    private bool TryPlan(byte[] file, out DecodePlan plan)
    {
        try
        {
            plan = _decoder.Plan(file);
            return true;
        }
        catch (BadSampleException)
        {
            plan = default;
            return false;
        }
    }

    private string Outcome(JpegDecoder decoder, byte[] file)
    {
        try
        {
            return _collector.Decode(decoder, file).Warned ? "warned" : "clean";
        }
        catch (BadSampleException error)
        {
            return error.Reason;
        }
    }
}
