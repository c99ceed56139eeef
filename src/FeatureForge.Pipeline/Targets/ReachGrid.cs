using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Where the anchors of one level lie that can reach a given IoU with a box; a much smaller window than that of the anchors which
/// overlap it at all. IoU >= t means inter >= t / (1 + t) * (areaA + areaB). The overlap is at most as high as the lower of the two, so it
/// must have a least width, and that bounds how far apart the centres may lie.
/// </summary>
internal sealed class ReachGrid
{
    // Below this a window of overlap is hardly larger, and the arithmetic below would need other bounds for its own rounding.
    private const double LeastIoU = 1e-6;

    // A float32 IoU lies within 2e-6 of the true one, relatively, where no product is subnormal; that is so from LeastIoU on.
    private const double Trust = 1 - 1e-5;

    // Float64 places of cells are off by less than this, for boxes that reach LeastIoU.
    private const double SpareCells = 0.01;

    private readonly AnchorGrid _grid;
    private readonly ReachShape[] _shapes;
    private readonly int _firstAnchor;
    private readonly int _mapWidth;
    private readonly int _mapHeight;
    private readonly double _cellsAcross;
    private readonly double _cellsDown;
    private readonly double _edgeError;

    /// <summary>Plans a level.</summary>
    /// <param name="level">Its anchors.</param>
    /// <param name="grid">The level's window of overlap.</param>
    /// <param name="firstAnchor">Number of its first anchor.</param>
    public ReachGrid(AnchorLevel level, AnchorGrid grid, int firstAnchor)
    {
        _grid = grid;
        _firstAnchor = firstAnchor;
        _mapWidth = level.MapWidth;
        _mapHeight = level.MapHeight;
        _cellsAcross = level.CellsAcross;
        _cellsDown = level.CellsDown;
        double halfSide = level.Shapes.Max(shape => Math.Max(shape.Width, shape.Height)) * 0.5;
        double farthest = Math.Max(level.MapWidth / level.CellsAcross, level.MapHeight / level.CellsDown) + halfSide;
        _edgeError = farthest / (1 << 23);
        _shapes = [.. level.Shapes.Select(shape => Bounds(shape, 2 * _edgeError))];
    }

    /// <summary>The anchors of the cell nearest to the centre of a box.</summary>
    public AnchorWindow Nearest(BoxCorners box)
    {
        int column = (int)Math.Clamp((box.X0 + (double)box.X1) * 0.5 * _cellsAcross, 0, _mapWidth - 1);
        int row = (int)Math.Clamp((box.Y0 + (double)box.Y1) * 0.5 * _cellsDown, 0, _mapHeight - 1);
        return new(row, row, _firstAnchor + (column * _shapes.Length), _mapWidth * _shapes.Length, _shapes.Length);
    }

    /// <summary>The cells that hold every anchor whose float32 IoU with a box is at least the given one and above 0; an empty window has its last row before its first.</summary>
    /// <param name="box">Box with an area.</param>
    /// <param name="least">IoU, 0 to 1.</param>
    public AnchorWindow Around(BoxCorners box, float least)
    {
        if (least < LeastIoU)
            return _grid.Around(box);
        var (reachX, reachY) = Reach((double)box.X1 - box.X0, (double)box.Y1 - box.Y0, least * Trust);
        double centerX = (box.X0 + (double)box.X1) * 0.5;
        double centerY = (box.Y0 + (double)box.Y1) * 0.5;
        int firstColumn = FirstCell((centerX - reachX) * _cellsAcross, _mapWidth);
        int lastColumn = LastCell((centerX + reachX) * _cellsAcross, _mapWidth);
        if (reachX < 0 || firstColumn > lastColumn)
            return new(0, -1, 0, 0, 0);
        int firstRow = FirstCell((centerY - reachY) * _cellsDown, _mapHeight);
        int lastRow = LastCell((centerY + reachY) * _cellsDown, _mapHeight);
        int shapes = _shapes.Length;
        return new(firstRow, lastRow, _firstAnchor + (firstColumn * shapes), _mapWidth * shapes, (lastColumn - firstColumn + 1) * shapes);
    }

    private static ReachShape Bounds(AnchorShape shape, double error) =>
        new(shape.Width + error, shape.Height + error, Math.Max(0, shape.Width - error) * Math.Max(0, shape.Height - error));

    /// <summary>Largest distances of the centres at which any shape reaches the IoU; negative where none does.</summary>
    private (double X, double Y) Reach(double width, double height, double least)
    {
        double share = least / (1 + least);
        double area = width * height;
        double reachX = -1;
        double reachY = -1;
        foreach (ref readonly ReachShape shape in _shapes.AsSpan())
        {
            double inter = share * (shape.Area + area);
            double commonWidth = width < shape.Width ? width : shape.Width;
            double commonHeight = height < shape.Height ? height : shape.Height;
            if (commonWidth * commonHeight < inter)
                continue;
            double x = ((width + shape.Width) * 0.5) + _edgeError - (inter / commonHeight);
            double y = ((height + shape.Height) * 0.5) + _edgeError - (inter / commonWidth);
            reachX = x > reachX ? x : reachX;
            reachY = y > reachY ? y : reachY;
        }

        return (reachX, reachY);
    }

    private static int FirstCell(double position, int cells) => (int)Math.Clamp(Math.Ceiling(position - 0.5 - SpareCells), 0, cells);

    private static int LastCell(double position, int cells) => (int)Math.Clamp(Math.Floor(position - 0.5 + SpareCells), -1, cells - 1);
}
