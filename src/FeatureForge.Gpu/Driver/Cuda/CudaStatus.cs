using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>Status codes of the CUDA driver (CUresult), their names, and what they mean for a batch.</summary>
internal static unsafe class CudaStatus
{
    /// <summary>Name of a code, as the driver tells it.</summary>
    public static string NameOf(int code)
    {
        byte* name = null;
        return CudaLibrary.GetErrorName(code, &name) == CudaLibrary.Success && name is not null ? Marshal.PtrToStringUTF8((nint)name)! : $"CUDA status {code}";
    }

    /// <summary>
    /// What a failed call means. After the codes from 700 on (but the two about one launch's resources) the context answers every call with the same code.
    /// </summary>
    public static DriverFailure FailureOf(int code) => code switch
    {
        2 or 701 => DriverFailure.OutOfMemory,
        4 or 46 or 201 or 214 or 220 or 700 or 702 or 709 or 710 or 999 => DriverFailure.DeviceLost,
        >= 714 and <= 719 => DriverFailure.DeviceLost,
        721 => DriverFailure.DeviceLost,
        200 or 209 or 218 or 221 or 222 or 300 or 301 => DriverFailure.BuildFailed,
        1 or 400 or 500 or 720 => DriverFailure.WrongCall,
        _ => DriverFailure.CallFailed,
    };

    /// <summary>Throws unless a call succeeded.</summary>
    /// <param name="code">What the call returned.</param>
    /// <param name="call">Its name in cuda.h.</param>
    /// <param name="device">Name of the device.</param>
    public static void Check(int code, string call, string device)
    {
        if (code != CudaLibrary.Success)
            throw DriverErrors.CallFailed(call, NameOf(code), FailureOf(code), device);
    }
}
