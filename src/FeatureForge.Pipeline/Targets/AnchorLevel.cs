namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// One feature map of a detector and the anchors that sit on each of its cells. All arithmetic is float64 with + - x / and
/// square root only, which every machine rounds alike.
/// </summary>
public sealed record AnchorLevel
{
    /// <summary>Columns of the feature map, at least 1.</summary>
    public required int MapWidth { get; init; }

    /// <summary>Rows of the feature map, at least 1.</summary>
    public required int MapHeight { get; init; }

    /// <summary>
    /// Cells that would fill the picture's width: the centre of column j is (j + 0.5) / CellsAcross. It differs from
    /// <see cref="MapWidth"/> where the step of a network does not divide its input: SSD300 has 38 columns of 8 pixels in 300.
    /// </summary>
    public required double CellsAcross { get; init; }

    /// <summary>Cells that would fill the picture's height: the centre of row i is (i + 0.5) / CellsDown.</summary>
    public required double CellsDown { get; init; }

    /// <summary>Anchors of every cell, in order.</summary>
    public required IReadOnlyList<AnchorShape> Shapes { get; init; }

    /// <summary>
    /// A level as in SSD (Liu et al. 2016, section 2.2; order of Caffe SSD and ssd.pytorch): a square of the level's scale, a square
    /// of the geometric mean with the next scale, then for each aspect ratio the wide shape and the high shape of the same area.
    /// </summary>
    /// <param name="mapSize">Columns and rows of the feature map.</param>
    /// <param name="cellsPerSide">Cells that would fill the picture: input size / step.</param>
    /// <param name="scale">Side of the first square as a share of the picture.</param>
    /// <param name="nextScale">Scale of the next level as a share of the picture.</param>
    /// <param name="aspectRatios">Width / height of the further shapes, each above 1.</param>
    public static AnchorLevel Ssd(int mapSize, double cellsPerSide, double scale, double nextScale, IReadOnlyList<double> aspectRatios)
    {
        double between = Math.Sqrt(scale * nextScale);
        List<AnchorShape> shapes = [new(scale, scale), new(between, between)];
        foreach (double ratio in aspectRatios)
        {
            double root = Math.Sqrt(ratio);
            shapes.Add(new(scale * root, scale / root));
            shapes.Add(new(scale / root, scale * root));
        }

        return new() { MapWidth = mapSize, MapHeight = mapSize, CellsAcross = cellsPerSide, CellsDown = cellsPerSide, Shapes = shapes };
    }

    /// <summary>A level of one's own: every aspect ratio at every scale, the scales outside, on a map that fills the picture.</summary>
    /// <param name="mapWidth">Columns of the feature map.</param>
    /// <param name="mapHeight">Rows of the feature map.</param>
    /// <param name="scales">Square roots of the anchors' areas, as shares of the picture.</param>
    /// <param name="aspectRatios">Width / height, each share measured on its own side of the picture.</param>
    public static AnchorLevel Custom(int mapWidth, int mapHeight, IReadOnlyList<double> scales, IReadOnlyList<double> aspectRatios) => new()
    {
        MapWidth = mapWidth,
        MapHeight = mapHeight,
        CellsAcross = mapWidth,
        CellsDown = mapHeight,
        Shapes = [.. from scale in scales from ratio in aspectRatios select new AnchorShape(scale * Math.Sqrt(ratio), scale / Math.Sqrt(ratio))],
    };
}
