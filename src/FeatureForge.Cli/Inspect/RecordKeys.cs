namespace FeatureForge.Cli.Inspect;

/// <summary>Keys of a record that inspection understands; all others appear in the schema alone.</summary>
internal static class RecordKeys
{
    /// <summary>RGB pixels, uint8.</summary>
    public const string ImageRaw = "image/raw";

    /// <summary>JPEG or PNG file.</summary>
    public const string ImageEncoded = "image/encoded";

    /// <summary>[height, width, 3].</summary>
    public const string ImageShape = "image/shape";

    /// <summary>Height of the stored picture.</summary>
    public const string ImageHeight = "image/height";

    /// <summary>Width of the stored picture.</summary>
    public const string ImageWidth = "image/width";

    /// <summary>Path of the photo.</summary>
    public const string ImageFilename = "image/filename";

    /// <summary>Left edges.</summary>
    public const string BoxXMin = "image/object/bbox/xmin";

    /// <summary>Right edges.</summary>
    public const string BoxXMax = "image/object/bbox/xmax";

    /// <summary>Top edges.</summary>
    public const string BoxYMin = "image/object/bbox/ymin";

    /// <summary>Bottom edges.</summary>
    public const string BoxYMax = "image/object/bbox/ymax";

    /// <summary>Label name of each object.</summary>
    public const string ObjectText = "image/object/class/text";

    /// <summary>Label number of each object.</summary>
    public const string ObjectLabel = "image/object/class/label";

    /// <summary>Label name of the picture.</summary>
    public const string ImageText = "image/class/text";

    /// <summary>Label number of the picture.</summary>
    public const string ImageLabel = "image/class/label";

    /// <summary>Positive anchors, sparse.</summary>
    public const string AnchorIndex = "anchors/index";

    /// <summary>Class per row.</summary>
    public const string AnchorClass = "anchors/class";

    /// <summary>Object per row.</summary>
    public const string AnchorObject = "anchors/object";

    /// <summary>Anchors in the ignore band.</summary>
    public const string AnchorIgnore = "anchors/ignore";

    /// <summary>Drawn parameters, JSON.</summary>
    public const string Augmentation = "sample/augmentation";

    /// <summary>Epoch.</summary>
    public const string Epoch = "sample/epoch";

    /// <summary>Sample key.</summary>
    public const string SampleKey = "sample/key";
}
