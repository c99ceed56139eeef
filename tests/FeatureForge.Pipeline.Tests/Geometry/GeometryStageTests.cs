using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class GeometryStageTests
{
    private static readonly ImageShape s_shape = new(211, 157);
    private static readonly ImageShape s_output = new(97, 83);

    [Fact]
    public void Run_WhenStepsAreCombined_TheColouredBlockStaysUnderItsBox()
    {
        var random = new Random(12);
        int seen = 0;
        for (int i = 0; i < 500; i++)
        {
            BoxPixels box = RandomBox(random);
            GeometryStepOptions[] steps = RandomSteps(random);
            var input = new StageInput(s_shape, Block(box), StageInput.Steps(s_output, steps)) { Boxes = [box], BoxNumber = 0, KeyHash = (ulong)i };
            StageRun run = StageRun.Of(input);
            if (run.Boxes.Length == 0 || run.Boxes[0].Width < 4 || run.Boxes[0].Height < 4)
                continue;
            AssertCovered(run, steps.Any(step => step is RotateOptions), $"{string.Join(' ', steps.Select(step => step.Name))} {box} {run.Log} -> {run.Boxes[0]}");
            seen++;
        }

        Assert.True(seen > 250, $"only {seen} of 500 had a box in view");
    }

    [Fact]
    public void Run_WhenLevelsDiffer_MakesTheSameBytesAndBoxes()
    {
        var random = new Random(3);
        for (int i = 0; i < 60; i++)
        {
            var input = new StageInput(s_shape, Pictures.Noise(s_shape, i), StageInput.Steps(s_output, RandomSteps(random)))
            {
                Boxes = [RandomBox(random), RandomBox(random)],
                BoxNumber = 1,
                KeyHash = (ulong)i,
            };
            StageRun expected = StageRun.Of(input with { Level = SimdLevel.Scalar });
            foreach (SimdLevel level in Pictures.Levels)
            {
                StageRun run = StageRun.Of(input with { Level = level });
                Assert.Equal(expected.Picture, run.Picture);
                Assert.Equal(expected.Boxes, run.Boxes);
            }
        }
    }

    [Fact]
    public void Plan_WhenDrawnAgain_DependsOnSeedKeyAndEpochAlone()
    {
        GeometryOptions options = StageInput.Steps(s_output, new SsdCropOptions(), new FlipOptions { Probability = 0.5 }, new RotateOptions());
        var input = new StageInput(s_shape, [], options) { Boxes = [new(20, 20, 120, 100)] };
        using var one = new GeometryStage(options, 7);
        using var other = new GeometryStage(options, 7);
        using var otherSeed = new GeometryStage(options, 8);
        StageRun.Drawn(other, input with { KeyHash = 99, Epoch = 5 });
        string log = StageRun.Drawn(one, input).Log;
        Assert.Equal(log, StageRun.Drawn(other, input).Log);
        Assert.Equal(log, StageRun.Drawn(one, input).Log);
        Assert.NotEqual(log, StageRun.Drawn(one, input with { Epoch = 1 }).Log);
        Assert.NotEqual(log, StageRun.Drawn(one, input with { KeyHash = 1 }).Log);
        Assert.NotEqual(log, StageRun.Drawn(otherSeed, input).Log);
    }

    [Fact]
    public void Plan_WhenAStepIsAppended_LeavesTheDrawsBeforeItAsTheyWere()
    {
        var input = new StageInput(s_shape, [], StageInput.Steps(s_output));
        using var shorter = new GeometryStage(StageInput.Steps(s_output, new CropOptions()), 7);
        using var longer = new GeometryStage(StageInput.Steps(s_output, new CropOptions(), new RotateOptions()), 7);
        Assert.StartsWith(StageRun.Drawn(shorter, input).Log[..^1], StageRun.Drawn(longer, input).Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhenNotAugmented_IsThePlainResize()
    {
        byte[] pixels = Pictures.Noise(s_shape, 1);
        var options = StageInput.Steps(s_output, new CropOptions(), new SsdCropOptions(), new ExpandOptions(), new FlipOptions(), new RotateOptions());
        StageRun run = StageRun.Of(new StageInput(s_shape, pixels, options) { Augment = false, Boxes = [new(0, 0, 211, 157)] });
        Assert.Equal(Pictures.Resize(pixels, s_shape, Pictures.Whole(s_shape), s_output, SimdLevel.Scalar), run.Picture);
        Assert.Equal("[]", run.Log);
        Assert.Equal(new BoxPixels(0, 0, 97, 83), Assert.Single(run.Boxes));
    }

    [Fact]
    public void Plan_WhenBoxesReachOutside_ClipsAndDropsThoseWithoutArea()
    {
        var input = new StageInput(new(100, 100), [], StageInput.Steps(new(50, 50))) { Boxes = [new(-10, 90, 20, 120), new(110, 0, 120, 10), new(5, 5, 5, 9)] };
        using var stage = new GeometryStage(input.Options, 1);
        StageRun run = StageRun.Drawn(stage, input);
        Assert.Equal([0], run.Labels);
        Assert.Equal(new BoxPixels(0, 45, 10, 50), run.Boxes[0]);
    }

    [Fact]
    public void Plan_WhenCropped_NeedsOnlyItsRows()
    {
        var input = new StageInput(new(100, 1000), [], StageInput.Steps(new(50, 50), new CropOptions { Box = new(0, 400, 100, 500) }));
        using var stage = new GeometryStage(input.Options, 1);
        StageRun run = StageRun.Drawn(stage, input);
        // A scale of 2 reads up to 2 pixels around each centre: one row beyond the window on either side.
        Assert.Equal((399, 501), (run.RowsFirst, run.RowsEnd));
    }

    [Fact]
    public void Plan_WhenASideIsTooLong_IsABadSample()
    {
        var input = new StageInput(new(65536, 1), [], StageInput.Steps(s_output));
        using var stage = new GeometryStage(input.Options, 1);
        Assert.Equal("side-too-long", Assert.Throws<BadSampleException>(() => StageRun.Drawn(stage, input)).Reason);
    }

    [Fact]
    public void PlanRows_WhenShapeIsNotThatOfThePicture_Refuses()
    {
        var input = new StageInput(new(64, 48), [], StageInput.Steps(s_output));
        using var stage = new GeometryStage(input.Options, 1);
        stage.PlanWindow(StageRun.Sample(input), input.Shape, 0, true, new ObjectList(), new AugmentationLog());
        Assert.Equal(Math.Min(64.0 / s_output.Width, 48.0 / s_output.Height), stage.Reduction);
        stage.PlanRows(new RowFormat(new(16, 12), RowLayout.LumaChroma, 2, 2), divisor: 4);
        Assert.Equal((0, 12), (stage.RowsNeeded.First, stage.RowsNeeded.End));
        Assert.Throws<ArgumentException>(() => stage.PlanRows(RowFormat.Rgb(new(64, 47))));
        Assert.Throws<ArgumentException>(() => stage.PlanRows(RowFormat.Rgb(input.Shape), divisor: 2));
    }

    [Fact]
    public void PlanAcceptFinish_WhenWarm_AllocateNothing()
    {
        GeometryOptions options = StageInput.Steps(
            s_output, new ExpandOptions(), new CropOptions(), new SsdCropOptions(), new LetterboxOptions(), new FlipOptions(), new RotateOptions());
        using var stage = new GeometryStage(options, 7);
        byte[] pixels = Pictures.Noise(s_shape, 1);
        var picture = new byte[s_output.RgbBytes];
        var objects = new ObjectList();
        var log = new AugmentationLog();
        var input = new StageInput(s_shape, pixels, options);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => RunRound(0)));

        void RunRound(int firstEpoch)
        {
            for (int epoch = firstEpoch; epoch < firstEpoch + 40; epoch++)
            {
                objects.Clear();
                for (int n = 0; n < 40; n++)
                    objects.Add(new BoxPixels(n, n, n + 90, n + 80), n, n);
                log.Clear();
                stage.Plan(StageRun.Sample(input), s_shape, epoch, augment: true, objects, log);
                stage.Accept(new RowBand(0, s_shape.Height, pixels, s_shape.RowBytes));
                stage.Finish(new ImageView(s_output, picture));
            }
        }
    }

    private static BoxPixels RandomBox(Random random)
    {
        float x0 = random.Next(0, 150), y0 = random.Next(0, 110);
        return new BoxPixels(x0, y0, x0 + random.Next(30, 211 - (int)x0 + 1), y0 + random.Next(25, 157 - (int)y0 + 1));
    }

    private static GeometryStepOptions[] RandomSteps(Random random)
    {
        var black = new RgbColor(0, 0, 0);
        var steps = new List<GeometryStepOptions>();
        AddSometimes(new FlipOptions());
        AddSometimes(random.Next(2) == 0 ? new CropToBoxOptions() : new CropOptions { Box = new BoxPixels(9.5f, 7.25f, 201.75f, 150.5f) });
        AddSometimes(new ExpandOptions { Ratio = new(1, 2.5), Fill = black });
        AddSometimes(new CropOptions { Area = new(0.3, 1) });
        AddSometimes(new SsdCropOptions());
        AddSometimes(new LetterboxOptions { Fill = black });
        AddSometimes(new RotateOptions { Degrees = new(-30, 30), Fill = black });
        AddSometimes(new FlipOptions());
        return [.. steps];

        void AddSometimes(GeometryStepOptions step)
        {
            if (random.Next(2) == 0)
                steps.Add(step);
        }
    }

    private static byte[] Block(BoxPixels box)
    {
        var pixels = new byte[s_shape.RgbBytes];
        for (int y = (int)box.Y0; y < (int)box.Y1; y++)
            pixels.AsSpan(((y * s_shape.Width) + (int)box.X0) * 3, (int)box.Width * 3).Fill(255);
        return pixels;
    }

    private static void AssertCovered(StageRun run, bool turned, string what)
    {
        BoxPixels box = run.Boxes[0];
        int x0 = int.MaxValue, y0 = int.MaxValue, x1 = 0, y1 = 0;
        for (int i = 0; i < run.Picture.Length; i += 3)
        {
            if (run.Picture[i] < 128)
                continue;
            int x = i / 3 % s_output.Width, y = i / 3 / s_output.Width;
            (x0, y0, x1, y1) = (Math.Min(x0, x), Math.Min(y0, y), Math.Max(x1, x + 1), Math.Max(y1, y + 1));
        }

        Assert.True(x0 >= box.X0 - 1 && y0 >= box.Y0 - 1 && x1 <= box.X1 + 1 && y1 <= box.Y1 + 1, $"block {x0} {y0} {x1} {y1}: {what}");
        // The hull of a turned box is clipped after it is made, so it may be larger than what is left of the block.
        if (!turned)
            Assert.True(x0 <= box.X0 + 1 && y0 <= box.Y0 + 1 && x1 >= box.X1 - 1 && y1 >= box.Y1 - 1, $"block {x0} {y0} {x1} {y1}: {what}");
    }
}
