namespace FeatureForge.Gpu.Driver;

/// <summary>Why a device did not do what was asked.</summary>
public enum DriverFailure
{
    /// <summary>The call was wrong: a shape, an argument, a range. A mistake in this program.</summary>
    WrongCall,

    /// <summary>Not enough memory on the device or of pinned host memory. A smaller batch, or the CPU, can do the work.</summary>
    OutOfMemory,

    /// <summary>The device is gone or its state is broken. It must be opened anew; the CPU can do the work.</summary>
    DeviceLost,

    /// <summary>A program does not compile or load.</summary>
    BuildFailed,

    /// <summary>The machine lacks a driver or a compiler, or the device lacks a property that the engine needs.</summary>
    NotUsable,

    /// <summary>Any other failure of the driver.</summary>
    CallFailed,
}
