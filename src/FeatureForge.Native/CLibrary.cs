using System.Runtime.InteropServices;

namespace FeatureForge.Native;

/// <summary>The few calls of the C library by which a file is read without managed allocation; Linux only.</summary>
internal static unsafe partial class CLibrary
{
    public const int OpenReadOnly = 0;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;
    public const int EmptyPath = 0x1000;
    public const uint StatusTypeAndSize = 0x201;
    public const int ErrorNoEntry = 2;
    public const int ErrorInterrupted = 4;
    public const int ErrorNoDevice = 6;
    public const int ErrorAccess = 13;
    public const int ErrorNotPermitted = 1;
    public const int ErrorNotFolder = 20;
    public const int ErrorNameTooLong = 36;
    public const int AdviseWillNeed = 3;

    static CLibrary() => LibraryLoader.Register();

    [LibraryImport(LibraryNames.C, EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport(LibraryNames.C, EntryPoint = "statx", SetLastError = true)]
    public static partial int GetStatus(int folder, byte* path, int flags, uint mask, FileStatus* status);

    [LibraryImport(LibraryNames.C, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int file, byte* buffer, nuint size);

    [LibraryImport(LibraryNames.C, EntryPoint = "posix_fadvise")]
    public static partial int Advise(int file, long offset, long length, int advice);

    [LibraryImport(LibraryNames.C, EntryPoint = "close")]
    public static partial int Close(int file);
}
