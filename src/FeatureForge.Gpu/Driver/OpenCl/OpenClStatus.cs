namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>Status codes of OpenCL, their names in cl.h, and what they mean for a batch.</summary>
internal static class OpenClStatus
{
    private static readonly Dictionary<int, string> s_names = new()
    {
        [-1] = "CL_DEVICE_NOT_FOUND", [-2] = "CL_DEVICE_NOT_AVAILABLE", [-3] = "CL_COMPILER_NOT_AVAILABLE", [-4] = "CL_MEM_OBJECT_ALLOCATION_FAILURE",
        [-5] = "CL_OUT_OF_RESOURCES", [-6] = "CL_OUT_OF_HOST_MEMORY", [-7] = "CL_PROFILING_INFO_NOT_AVAILABLE", [-8] = "CL_MEM_COPY_OVERLAP",
        [-11] = "CL_BUILD_PROGRAM_FAILURE", [-12] = "CL_MAP_FAILURE", [-14] = "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
        [-30] = "CL_INVALID_VALUE", [-31] = "CL_INVALID_DEVICE_TYPE", [-32] = "CL_INVALID_PLATFORM", [-33] = "CL_INVALID_DEVICE", [-34] = "CL_INVALID_CONTEXT",
        [-35] = "CL_INVALID_QUEUE_PROPERTIES", [-36] = "CL_INVALID_COMMAND_QUEUE", [-37] = "CL_INVALID_HOST_PTR", [-38] = "CL_INVALID_MEM_OBJECT",
        [-42] = "CL_INVALID_BINARY", [-43] = "CL_INVALID_BUILD_OPTIONS", [-44] = "CL_INVALID_PROGRAM", [-45] = "CL_INVALID_PROGRAM_EXECUTABLE",
        [-46] = "CL_INVALID_KERNEL_NAME", [-47] = "CL_INVALID_KERNEL_DEFINITION", [-48] = "CL_INVALID_KERNEL", [-49] = "CL_INVALID_ARG_INDEX",
        [-50] = "CL_INVALID_ARG_VALUE", [-51] = "CL_INVALID_ARG_SIZE", [-52] = "CL_INVALID_KERNEL_ARGS", [-53] = "CL_INVALID_WORK_DIMENSION",
        [-54] = "CL_INVALID_WORK_GROUP_SIZE", [-55] = "CL_INVALID_WORK_ITEM_SIZE", [-57] = "CL_INVALID_EVENT_WAIT_LIST", [-58] = "CL_INVALID_EVENT",
        [-59] = "CL_INVALID_OPERATION", [-61] = "CL_INVALID_BUFFER_SIZE", [-63] = "CL_INVALID_GLOBAL_WORK_SIZE", [-1001] = "CL_PLATFORM_NOT_FOUND_KHR",
        [-9999] = "an access outside a buffer (-9999, NVIDIA)",
    };

    /// <summary>Name of a code.</summary>
    public static string NameOf(int code) => s_names.TryGetValue(code, out string? name) ? name : $"OpenCL status {code}";

    /// <summary>
    /// What a failed call means. Drivers say CL_OUT_OF_RESOURCES both for full memory and for a kernel that broke the device; calls that wait
    /// for work see the latter.
    /// </summary>
    public static DriverFailure FailureOf(int code, bool waiting) => code switch
    {
        -4 or -6 or -12 or -61 => DriverFailure.OutOfMemory,
        -5 => waiting ? DriverFailure.DeviceLost : DriverFailure.OutOfMemory,
        -2 or -14 or -36 or -9999 => DriverFailure.DeviceLost,
        -11 or -42 or -45 => DriverFailure.BuildFailed,
        <= -30 and >= -69 => DriverFailure.WrongCall,
        _ => DriverFailure.CallFailed,
    };

    /// <summary>Throws unless a call succeeded.</summary>
    /// <param name="code">What the call returned.</param>
    /// <param name="call">Its name in cl.h.</param>
    /// <param name="device">Name of the device.</param>
    /// <param name="waiting">True for calls that wait for queued work, whose failures they report.</param>
    public static void Check(int code, string call, string device, bool waiting = false)
    {
        if (code < OpenClLibrary.Success)
            throw DriverErrors.CallFailed(call, NameOf(code), FailureOf(code, waiting), device);
    }
}
