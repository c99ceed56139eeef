using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>The PNG image header as libspng lays it out (<c>struct spng_ihdr</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SpngImageHeader
{
    public uint Width;
    public uint Height;
    public byte BitDepth;
    public byte ColorType;
    public byte CompressionMethod;
    public byte FilterMethod;
    public byte InterlaceMethod;
}
