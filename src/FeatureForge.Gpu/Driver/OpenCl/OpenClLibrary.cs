using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>OpenCL by its C interface (cl.h); only calls that version 1.2 has.</summary>
internal static unsafe partial class OpenClLibrary
{
    public const int Success = 0;
    public const int BuildProgramFailure = -11;
    public const uint True = 1;
    public const uint False = 0;
    public const uint PlatformVersion = 0x0901;
    public const uint PlatformName = 0x0902;
    public const ulong DeviceTypeAll = 0xFFFFFFFF;
    public const uint DeviceMaxComputeUnits = 0x1002;
    public const uint DeviceMaxWorkGroupSize = 0x1004;
    public const uint DeviceMaxMemAllocSize = 0x1010;
    public const uint DeviceSinglePrecision = 0x101B;
    public const uint DeviceGlobalMemSize = 0x101F;
    public const uint DeviceLocalMemSize = 0x1023;
    public const uint DeviceEndianLittle = 0x1026;
    public const uint DeviceType = 0x1000;
    public const long DeviceTypeCpu = 1 << 1;
    public const uint DeviceAvailable = 0x1027;
    public const uint DeviceCompilerAvailable = 0x1028;
    public const uint DeviceName = 0x102B;
    public const uint DriverVersion = 0x102D;
    public const uint DeviceVersion = 0x102F;
    public const ulong FpCorrectlyRoundedDivideSqrt = 1 << 7;
    public const ulong QueueProfilingEnable = 1 << 1;
    public const ulong MemReadWrite = 1 << 0;
    public const ulong MemUseHostPointer = 1 << 3;
    public const ulong MemAllocHostPointer = 1 << 4;
    public const ulong MapRead = 1 << 0;
    public const ulong MapWrite = 1 << 1;
    public const uint ProgramBinarySizes = 0x1165;
    public const uint ProgramBinaries = 0x1166;
    public const uint ProgramBuildLog = 0x1183;
    public const uint KernelWorkGroupSize = 0x11B0;
    public const uint KernelLocalMemSize = 0x11B2;
    public const uint ProfilingCommandEnd = 0x1283;

    static OpenClLibrary() => DriverLibraries.Register();

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetPlatformIDs")]
    public static partial int GetPlatforms(uint capacity, nint* platforms, uint* count);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetPlatformInfo")]
    public static partial int GetPlatformInfo(nint platform, uint name, nuint size, void* value, nuint* sizeNeeded);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetDeviceIDs")]
    public static partial int GetDevices(nint platform, ulong type, uint capacity, nint* devices, uint* count);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetDeviceInfo")]
    public static partial int GetDeviceInfo(nint device, uint name, nuint size, void* value, nuint* sizeNeeded);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clCreateContext")]
    public static partial nint CreateContext(nint* properties, uint count, nint* devices, nint notify, nint userData, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clReleaseContext")]
    public static partial int ReleaseContext(nint context);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clCreateCommandQueue")]
    public static partial nint CreateQueue(OpenClHandle context, nint device, ulong properties, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clReleaseCommandQueue")]
    public static partial int ReleaseQueue(nint queue);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clCreateBuffer")]
    public static partial nint CreateBuffer(OpenClHandle context, ulong flags, nuint size, void* hostPointer, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clReleaseMemObject")]
    public static partial int ReleaseMemory(nint memory);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueWriteBuffer")]
    public static partial int EnqueueWrite(
        OpenClHandle queue, OpenClHandle buffer, uint blocking, nuint offset, nuint size, void* source, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueReadBuffer")]
    public static partial int EnqueueRead(
        OpenClHandle queue, OpenClHandle buffer, uint blocking, nuint offset, nuint size, void* destination, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueCopyBuffer")]
    public static partial int EnqueueCopy(
        OpenClHandle queue, OpenClHandle source, OpenClHandle destination, nuint sourceOffset, nuint destinationOffset, nuint size, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueFillBuffer")]
    public static partial int EnqueueFill(
        OpenClHandle queue, OpenClHandle buffer, void* pattern, nuint patternSize, nuint offset, nuint size, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueMapBuffer")]
    public static partial void* EnqueueMap(
        OpenClHandle queue, nint buffer, uint blocking, ulong flags, nuint offset, nuint size, uint waitCount, nint* waitList, nint* done, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueUnmapMemObject")]
    public static partial int EnqueueUnmapRaw(nint queue, nint buffer, void* mapped, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clCreateProgramWithSource")]
    public static partial nint CreateProgramWithSource(OpenClHandle context, uint count, byte** texts, nuint* lengths, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clCreateProgramWithBinary")]
    public static partial nint CreateProgramWithBinary(OpenClHandle context, uint count, nint* devices, nuint* lengths, byte** binaries, int* binaryStatus, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clReleaseProgram")]
    public static partial int ReleaseProgram(nint program);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clBuildProgram")]
    public static partial int BuildProgram(OpenClHandle program, uint count, nint* devices, byte* options, nint notify, nint userData);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetProgramBuildInfo")]
    public static partial int GetBuildInfo(OpenClHandle program, nint device, uint name, nuint size, void* value, nuint* sizeNeeded);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetProgramInfo")]
    public static partial int GetProgramInfo(OpenClHandle program, uint name, nuint size, void* value, nuint* sizeNeeded);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clCreateKernel")]
    public static partial nint CreateKernel(OpenClHandle program, byte* name, int* status);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clReleaseKernel")]
    public static partial int ReleaseKernel(nint kernel);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetKernelWorkGroupInfo")]
    public static partial int GetKernelInfo(OpenClHandle kernel, nint device, uint name, nuint size, void* value, nuint* sizeNeeded);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clSetKernelArg")]
    public static partial int SetKernelArgument(OpenClHandle kernel, uint index, nuint size, void* value);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueNDRangeKernel")]
    public static partial int EnqueueKernel(
        OpenClHandle queue, OpenClHandle kernel, uint axes, nuint* globalOffset, nuint* globalSize, nuint* localSize, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueMarkerWithWaitList")]
    public static partial int EnqueueMarker(OpenClHandle queue, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clEnqueueBarrierWithWaitList")]
    public static partial int EnqueueBarrier(OpenClHandle queue, uint waitCount, nint* waitList, nint* done);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clFlush")]
    public static partial int Flush(OpenClHandle queue);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clFinish")]
    public static partial int Finish(OpenClHandle queue);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clFinish")]
    public static partial int FinishRaw(nint queue);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clWaitForEvents")]
    public static partial int WaitForEvents(uint count, nint* events);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clRetainEvent")]
    public static partial int RetainEvent(nint place);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clReleaseEvent")]
    public static partial int ReleaseEvent(nint place);

    [LibraryImport(DriverLibraries.OpenCl, EntryPoint = "clGetEventProfilingInfo")]
    public static partial int GetEventProfilingInfo(nint place, uint name, nuint size, void* value, nuint* sizeNeeded);
}
