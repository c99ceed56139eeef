using System.Text;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>A function of a CUDA module.</summary>
internal sealed unsafe class CudaKernel : IComputeKernel
{
    private readonly CudaDevice _device;
    private readonly CudaHandle _module;
    private readonly nint _function;

    public CudaKernel(CudaDevice device, CudaHandle module, KernelSignature signature)
    {
        _device = device;
        _module = module;
        Signature = signature;
        device.Enter();
        nint function = 0;
        fixed (byte* name = Encoding.UTF8.GetBytes(signature.Name + '\0'))
            device.Check(CudaLibrary.GetFunction(&function, module, name), "cuModuleGetFunction");
        _function = function;
        int sharedBytes = 0;
        int mostLanes = 0;
        device.Check(CudaLibrary.GetFunctionAttribute(&sharedBytes, CudaLibrary.FunctionSharedBytes, function), "cuFuncGetAttribute");
        device.Check(CudaLibrary.GetFunctionAttribute(&mostLanes, CudaLibrary.FunctionMaxThreadsPerBlock, function), "cuFuncGetAttribute");
        LocalBytes = sharedBytes;
        LaunchRules.CheckKernel(signature, sharedBytes, mostLanes, device.Description.Name);
    }

    public IComputeDevice Device => _device;

    public KernelSignature Signature { get; }

    public long LocalBytes { get; }

    /// <summary>Enqueues a launch. The driver copies the arguments before it returns.</summary>
    public void Enqueue(CudaHandle stream, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        ObjectDisposedException.ThrowIf(_module.IsClosed, this);
        ulong* values = stackalloc ulong[arguments.Length + 1];
        void** places = stackalloc void*[arguments.Length + 1];
        for (int i = 0; i < arguments.Length; i++)
        {
            // The driver reads as many bytes as the function's argument has; numbers of 4 lie in the low half.
            values[i] = arguments[i].Memory is { } memory ? memory.Address : arguments[i].Bits;
            places[i] = values + i;
        }

        _device.Check(CudaLibrary.LaunchKernel(_function, shape.GroupsX, shape.GroupsY, 1, shape.Lanes, 1, 1, 0, stream, places, null), "cuLaunchKernel");
    }
}
