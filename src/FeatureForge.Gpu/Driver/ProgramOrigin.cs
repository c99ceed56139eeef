namespace FeatureForge.Gpu.Driver;

/// <summary>Where the machine code of a program came from.</summary>
public enum ProgramOrigin
{
    /// <summary>Compiled just now.</summary>
    Compiled,

    /// <summary>Read from the cache on disk.</summary>
    Cache,

    /// <summary>Read from a PTX file beside the program, and compiled by the driver.</summary>
    PtxFile,
}
