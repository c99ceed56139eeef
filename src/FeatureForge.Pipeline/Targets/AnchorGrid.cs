using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Where the anchors of one level lie, so that only those that can overlap a box are looked at: a level's anchors are ordered by
/// row, then column, so the anchors around a box are one run of numbers per row.
/// </summary>
internal readonly record struct AnchorGrid
{
    // The bounds below are exact up to the rounding of float32 edges, which is below a third of a cell for the largest set allowed.
    private const double SpareCells = 0.5;

    private readonly int _firstAnchor;
    private readonly int _mapWidth;
    private readonly int _mapHeight;
    private readonly int _shapesPerCell;
    private readonly double _cellsAcross;
    private readonly double _cellsDown;
    private readonly double _halfWidth;
    private readonly double _halfHeight;

    public AnchorGrid(AnchorLevel level, int firstAnchor)
    {
        _firstAnchor = firstAnchor;
        _mapWidth = level.MapWidth;
        _mapHeight = level.MapHeight;
        _shapesPerCell = level.Shapes.Count;
        _cellsAcross = level.CellsAcross;
        _cellsDown = level.CellsDown;
        _halfWidth = level.Shapes.Max(shape => shape.Width) * 0.5;
        _halfHeight = level.Shapes.Max(shape => shape.Height) * 0.5;
    }

    /// <summary>The cells whose anchors can overlap a box; an empty window has its last row before its first.</summary>
    public AnchorWindow Around(BoxCorners box)
    {
        int firstColumn = FirstCell((box.X0 - _halfWidth) * _cellsAcross, _mapWidth);
        int lastColumn = LastCell((box.X1 + _halfWidth) * _cellsAcross, _mapWidth);
        int firstRow = FirstCell((box.Y0 - _halfHeight) * _cellsDown, _mapHeight);
        int lastRow = LastCell((box.Y1 + _halfHeight) * _cellsDown, _mapHeight);
        if (firstColumn > lastColumn)
            return new(0, -1, 0, 0, 0);
        int rowStride = _mapWidth * _shapesPerCell;
        int firstAnchor = _firstAnchor + (firstColumn * _shapesPerCell);
        return new(firstRow, lastRow, firstAnchor, rowStride, (lastColumn - firstColumn + 1) * _shapesPerCell);
    }

    /// <summary>First anchor of the cell in the middle of a box, or of the cell nearest to it.</summary>
    public int Amid(BoxCorners box)
    {
        int column = (int)Math.Clamp((box.X0 + (double)box.X1) * 0.5 * _cellsAcross, 0, _mapWidth - 1);
        int row = (int)Math.Clamp((box.Y0 + (double)box.Y1) * 0.5 * _cellsDown, 0, _mapHeight - 1);
        return _firstAnchor + (((row * _mapWidth) + column) * _shapesPerCell);
    }

    private static int FirstCell(double position, int cells) => (int)Math.Clamp(Math.Floor(position - 0.5 - SpareCells), 0, cells);

    private static int LastCell(double position, int cells) => (int)Math.Clamp(Math.Ceiling(position - 0.5 + SpareCells), -1, cells - 1);
}
