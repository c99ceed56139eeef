namespace FeatureForge.Pipeline.Targets;

/// <summary>Size of an object at output size; the bounds are COCO's.</summary>
public enum ObjectSize
{
    /// <summary>Area below 32 x 32 pixels.</summary>
    Small,

    /// <summary>Area from 32 x 32 to below 96 x 96 pixels.</summary>
    Medium,

    /// <summary>Area of 96 x 96 pixels or more.</summary>
    Large,
}
