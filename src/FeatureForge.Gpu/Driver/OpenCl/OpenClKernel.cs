using System.Text;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>A kernel of an OpenCL program.</summary>
internal sealed unsafe class OpenClKernel : IComputeKernel
{
    private readonly OpenClDevice _device;
    private readonly Lock _lock = new();

    public OpenClKernel(OpenClDevice device, OpenClHandle program, KernelSignature signature)
    {
        _device = device;
        Signature = signature;
        int status = 0;
        nint kernel;
        fixed (byte* name = Encoding.UTF8.GetBytes(signature.Name + '\0'))
            kernel = OpenClLibrary.CreateKernel(program, name, &status);
        device.Check(status, "clCreateKernel");
        Handle = new OpenClHandle(kernel, OpenClLibrary.ReleaseKernel, program);
        ulong localBytes = 0;
        nuint mostLanes = 0;
        device.Check(OpenClLibrary.GetKernelInfo(Handle, device.Device, OpenClLibrary.KernelLocalMemSize, sizeof(ulong), &localBytes, null), "clGetKernelWorkGroupInfo");
        device.Check(OpenClLibrary.GetKernelInfo(Handle, device.Device, OpenClLibrary.KernelWorkGroupSize, (nuint)sizeof(nuint), &mostLanes, null), "clGetKernelWorkGroupInfo");
        LocalBytes = (long)localBytes;
        LaunchRules.CheckKernel(signature, LocalBytes, (int)Math.Min(mostLanes, int.MaxValue), device.Description.Name);
    }

    public IComputeDevice Device => _device;

    public KernelSignature Signature { get; }

    public long LocalBytes { get; }

    /// <summary>The driver's kernel.</summary>
    public OpenClHandle Handle { get; }

    /// <summary>Sets the arguments and enqueues. Both under one lock: the arguments are state of the driver's kernel, which threads share.</summary>
    public void Enqueue(OpenClHandle queue, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        nuint* size = stackalloc nuint[2] { (nuint)shape.GroupsX * shape.Lanes, shape.GroupsY };
        nuint* lanes = stackalloc nuint[2] { shape.Lanes, 1 };
        lock (_lock)
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                KernelArgument argument = arguments[i];
                ulong value = argument.Memory is { } memory ? memory.Address : argument.Bits;
                nuint bytes = argument.Kind == KernelArgumentKind.FourBytes ? 4u : 8u;
                _device.Check(OpenClLibrary.SetKernelArgument(Handle, (uint)i, bytes, &value), "clSetKernelArg");
            }

            _device.Check(OpenClLibrary.EnqueueKernel(queue, Handle, 2, null, size, lanes, 0, null, null), "clEnqueueNDRangeKernel");
        }
    }
}
