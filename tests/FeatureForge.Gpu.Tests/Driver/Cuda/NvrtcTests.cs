using System.Text;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Driver.Cuda;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Driver.Cuda;

public sealed class NvrtcTests
{
    [Fact]
    public void Candidates_ForADriver_AreNotNewerThanIt()
    {
        IReadOnlyList<string> files = NvrtcFiles.Candidates(12, null);
        Assert.Equal("libnvrtc.so.12", files[0]);
        Assert.Contains("/usr/local/cuda/lib64/libnvrtc.so.11.2", files);
        Assert.DoesNotContain(files, file => file.EndsWith(".13", StringComparison.Ordinal));
        Assert.Equal("libnvrtc.so.13", NvrtcFiles.Candidates(13, "")[0]);
    }

    [Fact]
    public void Candidates_WhereOneIsNamed_AreOnlyThat()
    {
        Assert.Equal(["nowhere/libnvrtc.so.12"], NvrtcFiles.Candidates(13, "nowhere/libnvrtc.so.12"));
        using var folder = new TemporaryFolder();
        IReadOnlyList<string> files = NvrtcFiles.Candidates(12, folder.Path);
        Assert.Equal(folder["libnvrtc.so.12"], files[0]);
        Assert.All(files, file => Assert.StartsWith(folder.Path, file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(89, 86)]
    [InlineData(120, 90)]
    [InlineData(60, 60)]
    public void NearestKnown_OfADevice_IsItsOwnOrTheNextOlder(int device, int expected) => Assert.Equal(expected, NvrtcCompiler.NearestKnown([70, 80, 86, 90], device));

    [Fact]
    public void Reason_WithoutNvrtc_SaysWhatToInstallAndWhereItWasLookedFor()
    {
        if (NvrtcCompiler.Version is null)
            Assert.Contains(NvrtcFiles.Variable, NvrtcCompiler.Reason, StringComparison.Ordinal);
        else
            Assert.Empty(NvrtcCompiler.Reason);
    }

    [SkippableFact]
    public void Compile_OfEveryKernel_GivesMachineCodeForKnownArchitectures()
    {
        Skip.If(NvrtcCompiler.Version is null, NvrtcCompiler.Reason);
        foreach (int architecture in NvrtcCompiler.Version!.Major < 13 ? new[] { 70, 80, 90 } : [80, 90])
            Assert.All(KernelLibrary.Names, name => Assert.True(NvrtcCompiler.Compile(KernelLibrary.Load(name), architecture).AsSpan().StartsWith("\u007fELF"u8), name));
    }

    [SkippableFact]
    public void Compile_ForAnArchitectureOfTheFuture_GivesExactPtxOfTheNewestKnown()
    {
        Skip.If(NvrtcCompiler.Version is null, NvrtcCompiler.Reason);
        Assert.All(KernelLibrary.Names, name =>
        {
            string ptx = Encoding.UTF8.GetString(NvrtcCompiler.Compile(KernelLibrary.Load(name), 990));
            Assert.Contains(".target sm_", ptx, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\bfma\.r|\bmad\.r|\.approx|\.ftz|\.f64", ptx);
        });
    }

    [SkippableFact]
    public void Compile_OfWrongText_GivesTheLogWithFileAndLine()
    {
        Skip.If(NvrtcCompiler.Version is null, NvrtcCompiler.Reason);
        KernelSource source = KernelLibrary.FromText("test/wrong", "FF_KERNEL(64) void wrong(FF_GLOBAL uint* values)\n{\n    values[0] = nobody;\n}\n");
        DriverException exception = Assert.Throws<DriverException>(() => NvrtcCompiler.Compile(source, 80));
        Assert.Equal(DriverFailure.BuildFailed, exception.Failure);
        Assert.Matches(@"test/wrong\.cl\(3\).*nobody", exception.Message);
    }
}
