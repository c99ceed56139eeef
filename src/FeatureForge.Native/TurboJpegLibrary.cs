using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>libjpeg-turbo by its TurboJPEG interface (turbojpeg.h, version 2; version 3 still has these functions). It reports errors by status, not by longjmp across our frames.</summary>
internal static unsafe partial class TurboJpegLibrary
{
    public const int PixelFormatRgb = 0;
    public const int SamplingGrey = 3;
    public const int FlagNoReallocation = 1024;
    public const int FlagAccurateDct = 4096;
    public const int FlagLimitScans = 32768;
    public const int ErrorCodeWarning = 0;

    static TurboJpegLibrary() => LibraryLoader.Register();

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjInitCompress")]
    public static partial nint InitCompress();

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjGetErrorStr2")]
    public static partial byte* GetErrorText(TurboJpegHandle handle);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjGetErrorCode")]
    public static partial int GetErrorCode(TurboJpegHandle handle);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader(TurboJpegHandle handle, byte* jpeg, CULong size, int* width, int* height, int* sampling, int* colorSpace);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(TurboJpegHandle handle, byte* jpeg, CULong size, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjDecompressToYUVPlanes")]
    public static partial int DecompressToPlanes(TurboJpegHandle handle, byte* jpeg, CULong size, byte** planes, int width, int* strides, int height, int flags);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjPlaneWidth")]
    public static partial int PlaneWidth(int plane, int width, int sampling);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjPlaneHeight")]
    public static partial int PlaneHeight(int plane, int height, int sampling);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjBufSize")]
    public static partial CULong CompressedBound(int width, int height, int sampling);

    [LibraryImport(LibraryNames.TurboJpeg, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        TurboJpegHandle handle, byte* pixels, int width, int pitch, int height, int pixelFormat, byte** jpeg, CULong* size, int sampling, int quality, int flags);
}
