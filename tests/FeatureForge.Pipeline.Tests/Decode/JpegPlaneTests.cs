using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode;

public sealed class JpegPlaneTests : IDisposable
{
    private readonly JpegDecoder _fast = new(new DecodeOptions { Fidelity = DecodeFidelity.Fast });
    private readonly JpegDecoder _reference = new(new DecodeOptions());
    private readonly PlaneCollector _planes = new();

    public void Dispose()
    {
        _fast.Dispose();
        _reference.Dispose();
    }

    [SkippableFact]
    public void Run_WhenFilesAreReal_GivesThePlanesThatPillowUpsamples()
    {
        using var folder = new TemporaryFolder();
        var lines = new List<string>();
        var seen = new Dictionary<(int, int), int>();
        foreach (string path in RealFiles())
        {
            byte[] file = File.ReadAllBytes(path);
            if (PlanOrNull(file) is not { Planes: { Layout: RowLayout.LumaChroma } planes } plan)
                continue;
            var factors = (planes.ChromaFactorX, planes.ChromaFactorY);
            if ((seen[factors] = seen.GetValueOrDefault(factors) + 1) > 8)
                continue;
            string raw = folder[$"{lines.Count}.raw"];
            File.WriteAllBytes(raw, _planes.Decode(_fast, file, plan));
            lines.Add($"{path}\t{raw}\t{planes.ChromaFactorX}\t{planes.ChromaFactorY}");
        }

        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2), (4, 1)], seen.Keys.Order());
        File.WriteAllLines(folder["cases.txt"], lines);
        Assert.Equal(lines.Count.ToString(), PythonOracle.Run("planes_pillow.py", ["PIL", "numpy"], folder["cases.txt"]).Trim());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(63, 47)]
    [InlineData(64, 48)]
    public void Run_When444AtSameSize_GivesTheRgbOfLibjpeg(int width, int height)
    {
        var shape = new ImageShape(width, height);
        byte[] file = DrawnFiles.Jpeg(shape, ChromaSampling.Chroma444);
        var expected = new PictureCollector();
        expected.Decode(_reference, file);
        Assert.Equal(expected.Pixels.ToArray(), AtSameSize(file));
    }

    [Theory]
    [InlineData(ChromaSampling.Chroma422)]
    [InlineData(ChromaSampling.Chroma420)]
    public void Run_WhenSubsampledAtSameSize_IsNearTheRgbOfLibjpeg(ChromaSampling sampling)
    {
        byte[] file = DrawnFiles.Jpeg(new(63, 47), sampling);
        var expected = new PictureCollector();
        expected.Decode(_reference, file);
        byte[] made = AtSameSize(file);
        // Two roundings of chroma instead of one: up to 2 steps, times 1.772 in blue.
        Assert.All(made.Zip(expected.Pixels.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -4, 4));
    }

    [Fact]
    public void Plan_WhenFileIsTurnedOrRgbOrOdd_GoesTheWayOfTheReference()
    {
        byte[] file = DrawnFiles.Jpeg(new(40, 30));
        Assert.Equal(new RowFormat(new(40, 30), RowLayout.LumaChroma, 2, 2), _fast.Plan(file).Rows);
        Assert.Equal(RowFormat.Rgb(new(40, 30)), _reference.Plan(file).Rows);
        Assert.Equal(RowFormat.Rgb(new(30, 40)), _fast.Plan(DrawnFiles.WithOrientation(file, 6)).Rows);
        Assert.NotNull(_fast.Plan(DrawnFiles.WithOrientation(file, 1)).Planes);
        Assert.Null(_fast.Plan(DrawnFiles.WithFrame(file, (bytes, frame) => bytes[frame + 14] = 0x21)).Planes);
        Assert.Equal(RowLayout.Luma, _fast.Plan(DrawnFiles.Jpeg(new(40, 30), ChromaSampling.Grey)).Rows.Layout);
        byte[] named = DrawnFiles.WithFrame(file, (bytes, frame) => (bytes[frame + 10], bytes[frame + 13], bytes[frame + 16]) = ((byte)'R', (byte)'G', (byte)'B'));
        Assert.NotNull(_fast.Plan(named).Planes);
        named[named.AsSpan().IndexOf("JFIF"u8)] = (byte)'j';
        Assert.Null(_fast.Plan(named).Planes);
        byte[] adobe = DrawnFiles.WithSegment(named, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]);
        Assert.NotNull(_fast.Plan(adobe).Planes);
        Assert.Null(_fast.Plan(DrawnFiles.WithSegment(named, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0])).Planes);
    }

    [SkippableFact]
    public void Plan_OnRealFiles_ChoosesColoursAsLibjpegDoes()
    {
        int compared = 0;
        var output = new ImageShape(40, 40);
        var made = new byte[output.RgbBytes];
        var expected = new byte[output.RgbBytes];
        using var planes = new PlaneResizePlan();
        using var rgb = new ResizePlan();
        foreach (string path in RealFiles())
        {
            byte[] file = File.ReadAllBytes(path);
            if (PlanOrNull(file) is not { Planes: { } format } plan)
                continue;
            planes.Plan(format, new(0, 0, format.Shape.Width, format.Shape.Height), output);
            bool warned = _fast.Run(file, plan, planes.RowsNeeded, new byte[plan.ScratchBytes], planes);
            planes.Finish(new ImageView(output, made));
            DecodePlan reference = _reference.Plan(file);
            rgb.Plan(format.Shape, new(0, 0, format.Shape.Width, format.Shape.Height), output);
            Assert.Equal(_reference.Run(file, reference, rgb.RowsNeeded, new byte[reference.ScratchBytes], rgb), warned);
            rgb.Finish(new ImageView(output, expected));
            double difference = made.Zip(expected, (one, other) => Math.Abs(one - other)).Average();
            // Colours beyond RGB's range are clipped before the resize there and after it here; wrong colours would be ten times as far off.
            Assert.True(difference < 6, $"{path}: {difference:F2} from the reference");
            compared++;
        }

        Assert.True(compared > 400, $"{compared} files");
    }

    [Theory]
    [InlineData(3.99, 1)]
    [InlineData(4, 2)]
    [InlineData(7.99, 2)]
    [InlineData(8, 4)]
    [InlineData(16, 8)]
    [InlineData(100, 8)]
    public void Scaled_LeavesAFactorOfTwoToTheResize(double reduction, int divisor)
    {
        byte[] file = DrawnFiles.Jpeg(new(643, 481));
        DecodePlan plan = JpegPlaneRules.Scaled(_fast.Plan(file), reduction);
        Assert.Equal(divisor, plan.Divisor);
        Assert.Equal(new ImageShape((643 + divisor - 1) / divisor, (481 + divisor - 1) / divisor), plan.Rows.Shape);
        Assert.Equal(plan.Rows.Shape.Pixels + (2 * plan.Rows.ChromaShape.Pixels), _planes.Decode(_fast, file, plan).Length);
        Assert.Equal(1, JpegPlaneRules.Scaled(_reference.Plan(file), reduction).Divisor);
    }

    private byte[] AtSameSize(byte[] file)
    {
        DecodePlan plan = _fast.Plan(file);
        using var resize = new PlaneResizePlan();
        ImageShape shape = plan.Stored;
        resize.Plan(plan.Rows, new(0, 0, shape.Width, shape.Height), shape);
        _fast.Run(file, plan, resize.RowsNeeded, new byte[plan.ScratchBytes], resize);
        var made = new byte[shape.RgbBytes];
        resize.Finish(new ImageView(shape, made));
        return made;
    }

    private DecodePlan? PlanOrNull(byte[] file)
    {
        try
        {
            return _fast.Plan(file);
        }
        catch (Core.Errors.BadSampleException)
        {
            return null;
        }
    }

    private static IEnumerable<string> RealFiles() =>
        Directory.GetFiles(TestData.Require("photos", "images")).Concat(Directory.GetFiles(TestData.Require("jpeg", "valid"))).Order(StringComparer.Ordinal);
}
