using System.Text;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Driver.Cuda;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Kernels;

public sealed class KernelLibraryTests
{
    private static readonly string s_kernels = Path.Combine(TestData.Repository, "kernels");

    [Fact]
    public void Names_OfTheLibrary_AreTheFilesOfTheFolder() =>
        Assert.Equal(Directory.EnumerateFiles(s_kernels, "*.cl", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_kernels, path)[..^3].Replace('\\', '/')).Order(StringComparer.Ordinal), KernelLibrary.Names);

    [Fact]
    public void Load_OfEveryName_GivesTextWithNothingToInclude() =>
        Assert.All(KernelLibrary.Names, name =>
        {
            KernelSource source = KernelLibrary.Load(name);
            Assert.NotEmpty(source.Kernels);
            Assert.Contains("FP_CONTRACT OFF", source.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch("(?m)^\\s*#\\s*include\\s+\"(?!host-twin)", source.Text);
        });

    [Fact]
    public void FromText_WithHeaders_PutsEachInOnceAndKeepsLineNumbers()
    {
        KernelSource source = KernelLibrary.FromText("room/k", "#include \"prelude.h\"\n#include \"clang-shim.h\"\n  # include \"clang-shim.h\"\nFF_KERNEL(64) void k(uint a) {}\n");
        Assert.Equal(2, source.Text.Split("#define FF_CLANG_SHIM_H").Length);
        Assert.EndsWith("#line 4 \"kernels/room/k.cl\"\nFF_KERNEL(64) void k(uint a) {}\n\n", source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfWhatIsNotThere_NamesTheFile()
    {
        Assert.Contains("kernels/room/nothing.cl", Assert.Throws<DriverException>(() => KernelLibrary.Load("room/nothing")).Message, StringComparison.Ordinal);
        string message = Assert.Throws<DriverException>(() => KernelLibrary.FromText("room/k", "#include \"nothing.h\"\n")).Message;
        Assert.Contains("kernels/nothing.h (included by kernels/room/k.cl)", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void PtxFiles_MadeByTheTool_AreFoundForTheirTextAlone()
    {
        using var folder = new TemporaryFolder();
        Skip.If(CommandLine.Start("clang-19", "--version").Code < 0, "clang-19 is not installed");
        CommandLine.Run(Path.Combine(TestData.Repository, "tools", "kernels-ptx"), folder["ptx"], "sm_70", "sm_80");
        KernelSource source = KernelLibrary.Load("checks/arithmetic");
        Assert.True(PtxFiles.Exist(folder["ptx"]));
        Assert.Contains(".target sm_70", Encoding.UTF8.GetString(PtxFiles.TryRead(folder["ptx"], source, 75)!), StringComparison.Ordinal);
        byte[] newest = PtxFiles.TryRead(folder["ptx"], source, 120)!;
        Assert.Contains(".target sm_80", Encoding.UTF8.GetString(newest), StringComparison.Ordinal);
        Assert.Equal(0, newest[^1]);
        Assert.Null(PtxFiles.TryRead(folder["ptx"], source, 60));
        string file = folder["ptx", "checks", "arithmetic.sm_80.ptx"];
        File.WriteAllText(file, File.ReadAllText(file).Replace(KernelLibrary.Fingerprint, new string('0', 64), StringComparison.Ordinal));
        Assert.Contains(".target sm_70", Encoding.UTF8.GetString(PtxFiles.TryRead(folder["ptx"], source, 120)!), StringComparison.Ordinal);
    }
}
