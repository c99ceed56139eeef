using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>The CUDA driver interface (cuda.h). Where cuda.h maps a name to a later entry point, <c>_v2</c>, that one is bound: the bare name takes 32-bit sizes.</summary>
internal static unsafe partial class CudaLibrary
{
    public const int Success = 0;
    public const int ErrorNoDevice = 100;
    public const int AttributeMaxThreadsPerBlock = 1;
    public const int AttributeMaxSharedMemoryPerBlock = 8;
    public const int AttributeMultiprocessorCount = 16;
    public const int AttributeComputeMode = 20;
    public const int AttributeComputeCapabilityMajor = 75;
    public const int AttributeComputeCapabilityMinor = 76;
    public const int ComputeModeProhibited = 2;
    public const int FunctionMaxThreadsPerBlock = 0;
    public const int FunctionSharedBytes = 1;
    public const uint StreamNonBlocking = 1;
    public const uint EventBlockingSync = 1;
    public const uint EventDisableTiming = 2;
    public const int JitErrorLogBuffer = 5;
    public const int JitErrorLogBufferBytes = 6;

    static CudaLibrary() => DriverLibraries.Register();

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuInit")]
    public static partial int Initialize(uint flags);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDriverGetVersion")]
    public static partial int GetDriverVersion(int* version);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuGetErrorName")]
    public static partial int GetErrorName(int error, byte** name);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDeviceGetCount")]
    public static partial int GetDeviceCount(int* count);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDeviceGet")]
    public static partial int GetDevice(int* device, int ordinal);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDeviceGetName")]
    public static partial int GetDeviceName(byte* name, int capacity, int device);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDeviceTotalMem_v2")]
    public static partial int GetDeviceMemory(nuint* bytes, int device);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int GetDeviceAttribute(int* value, int attribute, int device);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int RetainPrimaryContext(nint* context, int device);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static partial int ReleasePrimaryContext(int device);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuCtxSetCurrent")]
    public static partial int SetCurrentContext(nint context);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemGetInfo_v2")]
    public static partial int GetMemory(nuint* free, nuint* total);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemAlloc_v2")]
    public static partial int Allocate(ulong* address, nuint bytes);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemFree_v2")]
    public static partial int Free(ulong address);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemAllocHost_v2")]
    public static partial int AllocateHost(void** address, nuint bytes);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemFreeHost")]
    public static partial int FreeHost(void* address);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemcpyHtoDAsync_v2")]
    public static partial int CopyToDevice(ulong destination, void* source, nuint bytes, CudaHandle stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemcpyDtoHAsync_v2")]
    public static partial int CopyToHost(void* destination, ulong source, nuint bytes, CudaHandle stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemcpyDtoDAsync_v2")]
    public static partial int CopyOnDevice(ulong destination, ulong source, nuint bytes, CudaHandle stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuMemsetD8Async")]
    public static partial int Fill(ulong destination, byte value, nuint bytes, CudaHandle stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuStreamCreate")]
    public static partial int CreateStream(nint* stream, uint flags);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuStreamDestroy_v2")]
    public static partial int DestroyStream(nint stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuStreamSynchronize")]
    public static partial int SynchronizeStream(CudaHandle stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuStreamWaitEvent")]
    public static partial int WaitForEvent(CudaHandle stream, CudaHandle place, uint flags);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuEventCreate")]
    public static partial int CreateEvent(nint* place, uint flags);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuEventDestroy_v2")]
    public static partial int DestroyEvent(nint place);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuEventRecord")]
    public static partial int RecordEvent(CudaHandle place, CudaHandle stream);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuEventSynchronize")]
    public static partial int SynchronizeEvent(CudaHandle place);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuEventElapsedTime")]
    public static partial int GetElapsedTime(float* milliseconds, CudaHandle start, CudaHandle end);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuModuleLoadDataEx")]
    public static partial int LoadModule(nint* module, void* image, uint optionCount, int* options, void** values);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuModuleUnload")]
    public static partial int UnloadModule(nint module);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuModuleGetFunction")]
    public static partial int GetFunction(nint* function, CudaHandle module, byte* name);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuFuncGetAttribute")]
    public static partial int GetFunctionAttribute(int* value, int attribute, nint function);

    [LibraryImport(DriverLibraries.Cuda, EntryPoint = "cuLaunchKernel")]
    public static partial int LaunchKernel(
        nint function, uint groupsX, uint groupsY, uint groupsZ, uint lanesX, uint lanesY, uint lanesZ, uint dynamicSharedBytes, CudaHandle stream, void** arguments, void** extra);
}
