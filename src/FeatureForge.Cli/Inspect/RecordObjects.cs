using System.Text;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Inspect;

/// <summary>Reads picture size, boxes and labels out of a record.</summary>
internal static class RecordObjects
{
    /// <summary>Shape of the stored picture; null when the record does not tell.</summary>
    public static ImageShape? ShapeOf(ExampleRecord record)
    {
        ReadOnlySpan<long> shape = record.Integers(RecordKeys.ImageShape);
        if (shape.Length >= 2)
            return Shape(shape[1], shape[0]);
        ReadOnlySpan<long> width = record.Integers(RecordKeys.ImageWidth);
        ReadOnlySpan<long> height = record.Integers(RecordKeys.ImageHeight);
        return width.Length == 1 && height.Length == 1 ? Shape(width[0], height[0]) : null;
    }

    /// <summary>Boxes of a record; where the four lists differ in length, as many as the shortest has.</summary>
    public static BoxCorners[] BoxesOf(ExampleRecord record)
    {
        ReadOnlySpan<float> x0 = record.Floats(RecordKeys.BoxXMin);
        ReadOnlySpan<float> x1 = record.Floats(RecordKeys.BoxXMax);
        ReadOnlySpan<float> y0 = record.Floats(RecordKeys.BoxYMin);
        ReadOnlySpan<float> y1 = record.Floats(RecordKeys.BoxYMax);
        var boxes = new BoxCorners[Math.Min(Math.Min(x0.Length, x1.Length), Math.Min(y0.Length, y1.Length))];
        for (int i = 0; i < boxes.Length; i++)
            boxes[i] = new BoxCorners(y0[i], x0[i], y1[i], x1[i]);
        return boxes;
    }

    /// <summary>True when the edges are in order and within the picture.</summary>
    public static bool IsSound(BoxCorners box) => box.X0 >= 0 && box.Y0 >= 0 && box.X1 <= 1 && box.Y1 <= 1 && box.X1 > box.X0 && box.Y1 > box.Y0;

    /// <summary>Name of an object's label; <c>class n</c> where the record has numbers alone, empty where it has neither.</summary>
    public static string LabelOf(ExampleRecord record, int index) => Label(record.Bytes(RecordKeys.ObjectText), record.Integers(RecordKeys.ObjectLabel), index);

    /// <summary>Name of the picture's label, in the same manner; empty when it has none.</summary>
    public static string ImageLabelOf(ExampleRecord record) => Label(record.Bytes(RecordKeys.ImageText), record.Integers(RecordKeys.ImageLabel), 0);

    /// <summary>First byte string of a key as text; empty when there is none.</summary>
    public static string TextOf(ExampleRecord record, string key)
    {
        ReadOnlySpan<byte[]> values = record.Bytes(key);
        return values.IsEmpty ? "" : Encoding.UTF8.GetString(values[0]);
    }

    private static string Label(ReadOnlySpan<byte[]> names, ReadOnlySpan<long> numbers, int index)
    {
        if (index < names.Length)
            return Encoding.UTF8.GetString(names[index]);
        return index < numbers.Length ? $"class {numbers[index]}" : "";
    }

    private static ImageShape? Shape(long width, long height) =>
        width is >= 1 and <= int.MaxValue && height is >= 1 and <= int.MaxValue ? new ImageShape((int)width, (int)height) : null;
}
