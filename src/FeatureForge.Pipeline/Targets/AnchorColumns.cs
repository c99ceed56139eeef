namespace FeatureForge.Pipeline.Targets;

/// <summary>Corners and areas of a set's anchors, one array each, padded so that a vector may be loaded at every anchor.</summary>
internal sealed class AnchorColumns
{
    public AnchorColumns(int length, float paddingEdge)
    {
        (X0, Y0, X1, Y1, Area) = (new float[length], new float[length], new float[length], new float[length], new float[length]);
        foreach (float[] edges in (float[][])[X0, Y0, X1, Y1])
            Array.Fill(edges, paddingEdge);
        Array.Fill(Area, 1f);
    }

    public float[] X0 { get; }

    public float[] Y0 { get; }

    public float[] X1 { get; }

    public float[] Y1 { get; }

    /// <summary>Width times height of the float32 corners, in float32; 1 in the padding, so that no quotient is 0 / 0.</summary>
    public float[] Area { get; }

    public void FillAreas(int count)
    {
        for (int i = 0; i < count; i++)
            Area[i] = (X1[i] - X0[i]) * (Y1[i] - Y0[i]);
    }
}
