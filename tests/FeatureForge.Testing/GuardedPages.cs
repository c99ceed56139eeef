using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Testing;

/// <summary>
/// Memory between two pages that nobody may touch: a read just before or behind what lies against one of them faults, however fast
/// the code that does it. While a file is lent it can only be read. Linux only.
/// </summary>
public sealed class GuardedPages : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadOnly = 1;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private readonly nint _start;
    private readonly int _bytes;

    /// <summary>Takes the memory.</summary>
    /// <param name="mostBytes">Bytes between the pages, rounded up to whole pages.</param>
    public GuardedPages(int mostBytes)
    {
        int page = Environment.SystemPageSize;
        _bytes = (mostBytes + page - 1) / page * page;
        _start = Map(0, _bytes + 2 * page, NoAccess, PrivateAnonymous, -1, 0);
        if (_start == -1)
            throw new InvalidOperationException($"No memory of {_bytes} bytes between two pages: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>A file that ends where the guard behind begins.</summary>
    public ReadOnlySpan<byte> AtEnd(ReadOnlySpan<byte> file) => Place(file, _bytes - file.Length);

    /// <summary>A file that begins where the guard before ends.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> file) => Place(file, 0);

    /// <summary>One byte of the guards or of the memory between.</summary>
    /// <param name="offset">Offset from the first byte between the guards; -1 and the size between them lie in the guards.</param>
    public ReadOnlySpan<byte> Byte(int offset) => Bytes(offset, 1);

    /// <summary>Bytes between the guards.</summary>
    public int Size => _bytes;

    /// <summary>Makes the memory writable and gives the address of a part that ends where the guard behind begins, but for what the alignment leaves.</summary>
    /// <param name="bytes">Bytes of the part.</param>
    /// <param name="alignment">Power of two that the address is a multiple of.</param>
    public nint WritableAtEnd(int bytes, int alignment)
    {
        Check(Protect(_start + Environment.SystemPageSize, _bytes, ReadWrite));
        return _start + Environment.SystemPageSize + ((_bytes - bytes) & -alignment);
    }

    /// <inheritdoc/>

    public void Dispose() => Check(Unmap(_start, _bytes + 2 * Environment.SystemPageSize));

    private Span<byte> Place(ReadOnlySpan<byte> file, int offset)
    {
        Check(Protect(_start + Environment.SystemPageSize, _bytes, ReadWrite));
        Span<byte> placed = Bytes(offset, file.Length);
        file.CopyTo(placed);
        Check(Protect(_start + Environment.SystemPageSize, _bytes, ReadOnly));
        return placed;
    }

    private Span<byte> Bytes(int offset, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _start + Environment.SystemPageSize + offset), count);

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"The pages could not be changed: error {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(nint address, nint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(nint address, nint length);
}
