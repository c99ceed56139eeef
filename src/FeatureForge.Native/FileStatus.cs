using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>Linux's <c>struct statx</c>, the one form of a file's status that is laid out alike on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public ulong Size;

    public readonly bool IsRegularFile => (Mode & TypeMask) == RegularFile;
}
