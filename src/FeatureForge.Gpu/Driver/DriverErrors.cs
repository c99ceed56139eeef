namespace FeatureForge.Gpu.Driver;

/// <summary>Errors of devices and their drivers, named by condition.</summary>
internal static class DriverErrors
{
    public static DriverException CallFailed(string call, string code, DriverFailure failure, string device)
    {
        string advice = failure switch
        {
            DriverFailure.OutOfMemory => "The device is out of memory. Use smaller batches, or end other programs that use it.",
            DriverFailure.DeviceLost => "The device is lost. Look at the driver's log (dmesg), then start again; --backend cpu does without it.",
            DriverFailure.WrongCall => "This is a mistake in the program; please report it with this line.",
            _ => "Check the driver with 'featureforge devices'; --backend cpu does without it.",
        };
        return new(failure, $"{call} on {device} failed with {code}. {advice}");
    }

    public static DriverException BuildFailed(string program, string call, string code, string log) =>
        new(DriverFailure.BuildFailed, $"{call} of the kernel {program} failed with {code}. Update the driver, or use --backend cpu. The compiler says:\n{log.Trim()}");

    public static DriverException NoCompiler(string program, string reason) =>
        new(DriverFailure.NotUsable, $"The kernel {program} cannot be compiled: {reason}");

    public static DriverException NotUsable(string device, string reason) =>
        new(DriverFailure.NotUsable, $"{device} is not usable: {reason} 'featureforge devices' lists the devices of this machine.");

    public static DriverException KernelHead(string program, string rule) =>
        new(DriverFailure.BuildFailed, $"kernels/{program}: {rule}. See kernels/README.md.");

    public static DriverException NoKernelFile(string path, string wantedBy) =>
        new(DriverFailure.BuildFailed, $"There is no kernels/{path} ({wantedBy}). Check the name; the files are part of the program.");

    public static DriverException NoSuchKernel(KernelSource source, string kernel) =>
        new(DriverFailure.WrongCall, $"{source.Name} has no kernel {kernel}; it has {string.Join(", ", source.Kernels.Select(head => head.Name))}.");

    public static DriverException TooMuchLocalMemory(string kernel, long bytes) =>
        new(DriverFailure.WrongCall, $"Kernel {kernel} has {bytes:N0} bytes of local memory, at most {LaunchRules.MostLocalBytes:N0} run on every device. Make its local arrays smaller.");

    public static DriverException TooManyLanes(string kernel, int lanes, int most, string device) =>
        new(DriverFailure.NotUsable, $"Kernel {kernel} has {lanes} lanes, {device} runs at most {most} in a work group. Use another device, or --backend cpu.");

    public static DriverException WrongLanes(KernelSignature kernel, uint lanes) =>
        new(DriverFailure.WrongCall, $"Kernel {kernel.Name} was launched with {lanes} lanes; its FF_KERNEL says {kernel.Lanes}. Launch it with those.");

    public static DriverException WrongGroups(KernelSignature kernel, LaunchShape shape) =>
        new(DriverFailure.WrongCall, $"Kernel {kernel.Name} was launched with {shape.GroupsX} x {shape.GroupsY} groups; allowed are 1 to {LaunchRules.MostGroupsY} along y and, along x, 1 to (2^32 - 1) / lanes. Divide the work.");

    public static DriverException WrongArgumentCount(KernelSignature kernel, int count) =>
        new(DriverFailure.WrongCall, $"Kernel {kernel.Name} was given {count} arguments and takes {kernel.Arguments.Count}. Give one for each.");

    public static DriverException WrongArgumentKind(KernelSignature kernel, int index, KernelArgumentKind kind) =>
        new(DriverFailure.WrongCall, $"Argument {index} of kernel {kernel.Name} is {kind} and must be {kernel.Arguments[index]}. Give a number of the type that the source names, or a buffer.");

    public static DriverException OfAnotherDevice(string what, string device) =>
        new(DriverFailure.WrongCall, $"{what} belongs to another device than {device}. Make it from the device that uses it.");

    public static DriverException OutsideBuffer(long offset, long bytes, long size) =>
        new(DriverFailure.WrongCall, $"Bytes {offset} to {offset + bytes} do not lie in a buffer of {size} bytes. Check offset and length.");

    public static DriverException WrongSize(long bytes, long most) =>
        new(bytes > most ? DriverFailure.OutOfMemory : DriverFailure.WrongCall, $"A buffer of {bytes} bytes was asked for; 1 to {most} are possible here. Use smaller batches.");

    public static DriverException NotTimed(string device) =>
        new(DriverFailure.WrongCall, $"An event of {device} tells no time. Create queue and events with timed: true, and record both events.");
}
