using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Tests.Twin;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests;

/// <summary>
/// One opened device of each kind for all cases, with poisoned buffers and a cache of programs, so that a case costs no compilation. On PoCL a
/// page that nobody may touch lies behind each buffer, so that a read there ends the process instead of being lucky.
/// </summary>
internal static class SharedDevices
{
    /// <summary>Value of every byte of a new buffer.</summary>
    public const byte Poison = 0xCD;

    private static readonly string s_cache = MakeCache();
    private static readonly Lazy<IComputeDevice> s_openCl = new(() => Open(DeviceBackend.OpenCl));
    private static readonly Lazy<IComputeDevice> s_cuda = new(() => Open(DeviceBackend.Cuda));
    private static readonly Lazy<IComputeDevice> s_twin = new(() => new TwinDevice(s_cache));

    /// <summary>Every kind, for theories.</summary>
    public static TheoryData<TestDevice> All { get; } = [.. Enum.GetValues<TestDevice>()];

    /// <summary>The device; skips the test with the reason where there is none. It stays open.</summary>
    public static IComputeDevice Get(TestDevice kind)
    {
        if (kind == TestDevice.HostTwin)
        {
            Skip.If(CommandLine.Start("g++", "--version").Code < 0, "g++ is not installed");
            // Outside a checkout this skips the test: there is nothing to compile a twin from. Later, in threads of a device opening, it would fail it.
            _ = TestData.Repository;
            return s_twin.Value;
        }

        TestDevices.Find(kind == TestDevice.OpenCl ? DeviceBackend.OpenCl : DeviceBackend.Cuda);
        return (kind == TestDevice.OpenCl ? s_openCl : s_cuda).Value;
    }

    /// <summary>The same device with guard bytes behind each buffer. Check them while the buffers are there.</summary>
    public static GuardedDevice Guarded(TestDevice kind) => new(Get(kind));

    private static IComputeDevice Open(DeviceBackend backend) =>
        TestDevices.Open(backend, new DeviceOptions { CacheFolder = backend == DeviceBackend.OpenCl ? "" : s_cache, Poison = Poison, BufferMemory = OperatingSystem.IsLinux() ? BeforeAGuard : null });

    // No kernel reads vectors, so buffers need little alignment.
    private static LentMemory BeforeAGuard(long bytes)
    {
        var pages = new GuardedPages((int)bytes);
        return new LentMemory(pages.WritableAtEnd((int)bytes, alignment: 16), pages.Dispose);
    }

    private static string MakeCache()
    {
        string folder = Directory.CreateTempSubdirectory("featureforge-test-kernels-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
