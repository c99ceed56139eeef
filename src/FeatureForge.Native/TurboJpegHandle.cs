using System.Runtime.InteropServices;
using System.Text;

namespace FeatureForge.Native;

/// <summary>
/// Owns a TurboJPEG instance that can be replaced by a fresh one. A decompressor keeps the Huffman and quantization tables of the
/// file before, and a file that lacks its own would be decoded with them: what came out would depend on what the worker did earlier.
/// </summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    private readonly bool _compresses;

    public TurboJpegHandle(bool compresses)
        : base(0, ownsHandle: true)
    {
        _compresses = compresses;
        Renew();
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Replaces the instance by a fresh one.</summary>
    public void Renew()
    {
        if (handle != 0)
            ReleaseHandle();
        SetHandle(0);
        SetHandle(_compresses ? TurboJpegLibrary.InitCompress() : TurboJpegLibrary.InitDecompress());
        if (IsInvalid)
            throw NativeErrors.OutOfMemory(_compresses ? "tjInitCompress" : "tjInitDecompress");
    }

    /// <summary>What the last failed call said.</summary>
    public string LastMessage => Encoding.UTF8.GetString(LastText);

    /// <summary>The same as UTF-8; valid until the next call.</summary>
    public unsafe ReadOnlySpan<byte> LastText => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(TurboJpegLibrary.GetErrorText(this));

    protected override bool ReleaseHandle() => TurboJpegLibrary.Destroy(handle) == 0;
}
