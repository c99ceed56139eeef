namespace FeatureForge.Cli.Synth;

/// <summary>A shape in local units.</summary>
internal interface IShape
{
    /// <summary>Rectangle that holds the shape.</summary>
    LocalBounds Bounds { get; }

    /// <summary>Narrowest extent in local units; a shape narrower than a pixel is drawn paler in proportion.</summary>
    float Thickness { get; }

    /// <summary>About the distance of a point from the border: negative inside, positive outside.</summary>
    float Distance(float u, float v);
}
