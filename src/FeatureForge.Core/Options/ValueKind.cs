namespace FeatureForge.Core.Options;

/// <summary>Form of a value in a recipe.</summary>
public enum ValueKind
{
    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>[low, high]</c>, or one number for both; becomes a <see cref="NumberRange"/>.</summary>
    Range,

    /// <summary>A list of numbers; becomes <c>double[]</c>.</summary>
    NumberList,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>One of the words in <see cref="KeyDescription.Choices"/>.</summary>
    Choice,

    /// <summary>Any text.</summary>
    Text,

    /// <summary><c>[red, green, blue]</c>, each 0 to 255; becomes <see cref="RgbColor"/>. A word in <see cref="KeyDescription.Choices"/> is allowed too and becomes null.</summary>
    Color,

    /// <summary><c>[width, height]</c>; becomes <see cref="Shapes.ImageShape"/>.</summary>
    Size,

    /// <summary><c>[x0, y0, x1, y1]</c> in pixels; becomes <see cref="Shapes.BoxPixels"/>.</summary>
    Box,

    /// <summary>Bytes, with an optional unit: <c>256MiB</c>, <c>1GB</c>; becomes <c>long</c>.</summary>
    ByteCount,

    /// <summary>A mapping from names to numbers, such as the shares of splits; becomes <c>KeyValuePair&lt;string, double&gt;[]</c> in file order.</summary>
    NamedNumbers,

    /// <summary>A list of texts; becomes <c>string[]</c>.</summary>
    TextList,

    /// <summary>One of the words in <see cref="KeyDescription.Choices"/>, or a list of mappings that <see cref="KeyDescription.Part"/> describes; becomes <c>string</c> or <c>DescribedPart[]</c>.</summary>
    WordOrParts,
}
