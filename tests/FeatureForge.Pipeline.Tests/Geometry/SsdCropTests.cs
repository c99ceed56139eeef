using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class SsdCropTests
{
    private static readonly ImageShape s_shape = new(500, 375);
    private static readonly BoxPixels[] s_boxes = [new(100, 80, 380, 300), new(20, 20, 70, 60), new(400, 250, 490, 370)];

    [Fact]
    public void Run_WhenBoxesAreThere_EveryPatchKeepsItsPromises()
    {
        var options = StageInput.Steps(new(300, 300), new SsdCropOptions());
        using var stage = new GeometryStage(options, 9);
        for (int i = 0; i < 3000; i++)
        {
            StageRun run = StageRun.Drawn(stage, new StageInput(s_shape, [], options) { KeyHash = (ulong)i, Boxes = s_boxes });
            if (run.Window("ssdCrop") is not { } patch)
                continue;
            double minimum = run.Logged("ssdCrop", "minIou")!.Value;
            double width = patch.X1 - patch.X0, height = patch.Y1 - patch.Y0;
            Assert.True(patch.X0 >= 0 && patch.Y0 >= 0 && patch.X1 <= 500 && patch.Y1 <= 375, run.Log);
            Assert.Equal(width, Math.Floor(width));
            Assert.InRange(width / height, 0.5, 2);
            Assert.InRange(width, Math.Floor(0.3 * 500), 500);
            Assert.InRange(height, Math.Floor(0.3 * 375), 375);
            Assert.True(s_boxes.Max(box => IoU(patch, box)) >= minimum - 1e-9, run.Log);
            int[] inside = [.. Enumerable.Range(0, 3).Where(n => IsInside(patch, s_boxes[n]))];
            Assert.NotEmpty(inside);
            Assert.Equal(inside, run.Labels);
            Assert.All(run.Boxes, box => Assert.True(box.X0 >= 0 && box.Y0 >= 0 && box.X1 <= 300 && box.Y1 <= 300 && box.HasArea));
        }
    }

    [Fact]
    public void Run_WhenEveryChoiceCanBeMet_ChoicesAreEquallyLikely()
    {
        var options = StageInput.Steps(new(300, 300), new SsdCropOptions { MinimumIoU = [0.1, 0.3], Trials = 400 });
        using var stage = new GeometryStage(options, 9);
        var counts = new Dictionary<double, int> { [-1] = 0, [0] = 0, [0.1] = 0, [0.3] = 0 };
        for (int i = 0; i < 4000; i++)
        {
            StageRun run = StageRun.Drawn(stage, new StageInput(s_shape, [], options) { KeyHash = (ulong)i * 77, Boxes = s_boxes });
            counts[run.Logged("ssdCrop", "minIou") ?? -1]++;
        }

        Assert.All(counts.Values, count => Assert.InRange(count, 880, 1120));
    }

    [Fact]
    public void Run_WhenThereAreNoBoxes_TakesAnyPatch()
    {
        var options = StageInput.Steps(new(300, 300), new SsdCropOptions { Trials = 1000 });
        using var stage = new GeometryStage(options, 9);
        int cropped = Enumerable.Range(0, 700).Count(i => StageRun.Drawn(stage, new StageInput(s_shape, [], options) { KeyHash = (ulong)i }).Log != "[]");
        Assert.InRange(cropped, 560, 640);
    }

    [Fact]
    public void Run_WhenTrialsRunOut_KeepsTheView()
    {
        var options = StageInput.Steps(new(300, 300), new SsdCropOptions { MinimumIoU = [0.99], Scale = new(0.3, 0.4), Trials = 3 });
        using var stage = new GeometryStage(options, 9);
        for (int i = 0; i < 200; i++)
        {
            StageRun run = StageRun.Drawn(stage, new StageInput(s_shape, [], options) { KeyHash = (ulong)i, Boxes = [new(0, 0, 500, 375)] });
            Assert.Single(run.Boxes);
            if (run.Logged("ssdCrop", "minIou") is double minimum)
                Assert.Equal(0, minimum);
            else
                Assert.Equal(new BoxPixels(0, 0, 300, 300), run.Boxes[0]);
        }
    }

    private static double IoU((double X0, double Y0, double X1, double Y1) a, BoxPixels b)
    {
        double width = Math.Max(0, Math.Min(a.X1, b.X1) - Math.Max(a.X0, b.X0));
        double height = Math.Max(0, Math.Min(a.Y1, b.Y1) - Math.Max(a.Y0, b.Y0));
        return width * height / (((a.X1 - a.X0) * (a.Y1 - a.Y0)) + (b.Width * b.Height) - (width * height));
    }

    private static bool IsInside((double X0, double Y0, double X1, double Y1) patch, BoxPixels box) =>
        box.CenterX >= patch.X0 && box.CenterX < patch.X1 && box.CenterY >= patch.Y0 && box.CenterY < patch.Y1;
}
