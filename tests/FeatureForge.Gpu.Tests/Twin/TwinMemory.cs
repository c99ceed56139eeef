using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>"Device" memory of the host twin.</summary>
internal sealed class TwinMemory : SafeHandle
{
    public TwinMemory(long bytes)
        : base(0, ownsHandle: true)
    {
        Bytes = new byte[bytes];
        Array.Fill(Bytes, SharedDevices.Poison);
        SetHandle(1);
    }

    public byte[] Bytes { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => true;
}
