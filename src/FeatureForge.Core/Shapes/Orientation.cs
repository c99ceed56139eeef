namespace FeatureForge.Core.Shapes;

/// <summary>EXIF orientation (tag 0x0112): how stored rows and columns map to the upright picture. Values as in the EXIF 2.3 specification.</summary>
public enum Orientation
{
    /// <summary>Stored upright.</summary>
    Upright = 1,

    /// <summary>Stored mirrored left to right.</summary>
    MirroredHorizontally = 2,

    /// <summary>Stored turned by 180 degrees.</summary>
    Rotated180 = 3,

    /// <summary>Stored mirrored top to bottom.</summary>
    MirroredVertically = 4,

    /// <summary>Stored transposed (mirrored at the main diagonal).</summary>
    Transposed = 5,

    /// <summary>Stored so that a clockwise quarter turn makes it upright.</summary>
    Rotate90Clockwise = 6,

    /// <summary>Stored transverse (mirrored at the other diagonal).</summary>
    Transversed = 7,

    /// <summary>Stored so that a counter-clockwise quarter turn makes it upright.</summary>
    Rotate90CounterClockwise = 8,
}
