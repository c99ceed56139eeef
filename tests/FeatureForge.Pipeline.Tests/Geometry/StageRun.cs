using System.Globalization;
using System.Text;
using System.Text.Json;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

/// <summary>One sample through the stage, and what came out.</summary>
internal sealed record StageRun(byte[] Picture, BoxPixels[] Boxes, int[] Labels, string Log, int RowsFirst, int RowsEnd)
{
    /// <summary>Runs a sample; label and number of each object are its position.</summary>
    public static StageRun Of(StageInput input)
    {
        using var stage = new GeometryStage(input.Options, input.Seed, input.Level);
        var objects = new ObjectList();
        for (int i = 0; i < input.Boxes.Length; i++)
            objects.Add(input.Boxes[i], i, i);
        var log = new AugmentationLog();
        log.Clear();
        stage.Plan(Sample(input), input.Shape, input.Epoch, input.Augment, objects, log);
        int stride = input.Shape.RowBytes;
        for (int row = 0; row < input.Shape.Height; row += 16)
        {
            int count = Math.Min(16, input.Shape.Height - row);
            stage.Accept(new RowBand(row, count, input.Pixels.AsSpan(row * stride, count * stride), stride));
        }

        var picture = new byte[input.Options.Output.RgbBytes];
        Array.Fill(picture, (byte)171);
        stage.Finish(new ImageView(input.Options.Output, picture));
        return new StageRun(
            picture, objects.Boxes.ToArray(), objects.Labels.ToArray(), Encoding.UTF8.GetString(log.Json), stage.RowsNeeded.First, stage.RowsNeeded.End);
    }

    /// <summary>Draws only: what a sample's log and boxes become, without pixels.</summary>
    public static StageRun Drawn(GeometryStage stage, StageInput input)
    {
        var objects = new ObjectList();
        for (int i = 0; i < input.Boxes.Length; i++)
            objects.Add(input.Boxes[i], i, i);
        var log = new AugmentationLog();
        log.Clear();
        stage.Plan(Sample(input), input.Shape, input.Epoch, input.Augment, objects, log);
        return new StageRun([], objects.Boxes.ToArray(), objects.Labels.ToArray(), Encoding.UTF8.GetString(log.Json), stage.RowsNeeded.First, stage.RowsNeeded.End);
    }

    /// <summary>The sample that the input describes.</summary>
    public static SampleDescription Sample(StageInput input) => new()
    {
        Index = 0,
        Key = "a.jpg"u8,
        ImagePath = "a.jpg"u8,
        KeyHash = input.KeyHash,
        FileLength = 1,
        Split = 0,
        Boxes = input.Boxes,
        Labels = [],
        ImageLabel = -1,
        BoxNumber = input.BoxNumber,
    };

    /// <summary>A number that a step wrote to the log, or null when the step was not carried out or has no such number.</summary>
    public double? Logged(string step, string key)
    {
        using var json = JsonDocument.Parse(Log);
        foreach (JsonElement entry in json.RootElement.EnumerateArray())
        {
            if (entry.TryGetProperty(step, out JsonElement numbers) && numbers.TryGetProperty(key, out JsonElement number))
                return double.Parse(number.GetRawText(), CultureInfo.InvariantCulture);
        }

        return null;
    }

    /// <summary>The window that a step wrote to the log.</summary>
    public (double X0, double Y0, double X1, double Y1)? Window(string step) => Logged(step, "x0") is double x0
        ? (x0, Logged(step, "y0")!.Value, Logged(step, "x1")!.Value, Logged(step, "y1")!.Value)
        : null;
}
