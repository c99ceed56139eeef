namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The groups of a component's blocks that some columns of pixels are made of; only these are transformed.</summary>
/// <param name="First">First group.</param>
/// <param name="End">Group after the last one.</param>
internal readonly record struct GroupRange(int First, int End)
{
    /// <summary>The groups of a component, one sample on each side included, because upsampling looks at neighbours.</summary>
    /// <param name="wanted">Pixels wanted.</param>
    /// <param name="frame">Frame.</param>
    /// <param name="component">Component.</param>
    public static GroupRange Of(RowRange wanted, JpegFrame frame, in JpegComponent component)
    {
        int pixels = frame.MostHorizontal / component.Horizontal;
        int first = Math.Max(0, wanted.FirstColumn / pixels - 1);
        int last = Math.Min(wanted.EndColumn, frame.Shape.Width) / pixels + 1;
        return new GroupRange(first / InverseTransform.GroupBytes, last / InverseTransform.GroupBytes + 1);
    }

    /// <summary>True for a group of the range.</summary>
    /// <param name="group">Group of a row of blocks.</param>
    public bool Contains(int group) => group >= First && group < End;
}
