namespace FeatureForge.Gpu.Driver;

/// <summary>
/// What must hold before a driver is called, on every device alike. PoCL lets a kernel have 1 MB of local memory and 4,096 lanes; a GPU
/// would refuse it, so the launcher refuses it everywhere.
/// </summary>
public static class LaunchRules
{
    /// <summary>Most bytes of local memory of a kernel: what every CUDA device has without asking.</summary>
    public const int MostLocalBytes = 48 * 1024;

    /// <summary>Most lanes of a work group.</summary>
    public const int MostLanes = 1024;

    /// <summary>Most groups along the second axis, the limit of CUDA.</summary>
    public const int MostGroupsY = 65_535;

    /// <summary>Largest pinned buffer in bytes: a span counts with 31 bits.</summary>
    public const long MostPinnedBytes = 2_147_483_591;

    /// <summary>Checks what the compiler made of a kernel.</summary>
    internal static void CheckKernel(KernelSignature kernel, long localBytes, int mostLanes, string device)
    {
        if (localBytes > MostLocalBytes)
            throw DriverErrors.TooMuchLocalMemory(kernel.Name, localBytes);
        if (kernel.Lanes > mostLanes)
            throw DriverErrors.TooManyLanes(kernel.Name, kernel.Lanes, mostLanes, device);
    }

    /// <summary>Checks shape and arguments of a launch.</summary>
    internal static void CheckLaunch(IComputeDevice device, IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        KernelSignature signature = kernel.Signature;
        if (!ReferenceEquals(kernel.Device, device))
            throw DriverErrors.OfAnotherDevice($"Kernel {signature.Name}", device.Description.Name);
        if (shape.Lanes != signature.Lanes)
            throw DriverErrors.WrongLanes(signature, shape.Lanes);
        if (shape.GroupsX == 0 || (ulong)shape.GroupsX * shape.Lanes > uint.MaxValue || shape.GroupsY is 0 or > MostGroupsY)
            throw DriverErrors.WrongGroups(signature, shape);
        if (arguments.Length != signature.Arguments.Count)
            throw DriverErrors.WrongArgumentCount(signature, arguments.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind != signature.Arguments[i])
                throw DriverErrors.WrongArgumentKind(signature, i, arguments[i].Kind);
            arguments[i].Memory?.CheckUse(device);
        }
    }

    /// <summary>Checks the size of a new buffer.</summary>
    internal static void CheckSize(long bytes, long most)
    {
        if (bytes < 1 || bytes > most)
            throw DriverErrors.WrongSize(bytes, most);
    }

    /// <summary>Checks a range of a buffer.</summary>
    internal static void CheckRange(long offset, long bytes, long size)
    {
        if (offset < 0 || bytes < 0 || offset > size || bytes > size - offset)
            throw DriverErrors.OutsideBuffer(offset, bytes, size);
    }
}
