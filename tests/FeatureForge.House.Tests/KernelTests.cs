using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class KernelTests
{
    // What stands beside the rooms maps the dialect, and kernels/checks is not product: nobody waits for it.
    private static IEnumerable<string> Files =>
        TrackedFiles.Ending(".cl", ".h").Where(path => path.StartsWith("kernels/", StringComparison.Ordinal) && path.Count('/'.Equals) == 2 && !path.StartsWith("kernels/checks/", StringComparison.Ordinal));

    [Fact]
    public void Kernels_OfTheRooms_CountTheirBytesAndOperations() =>
        HouseRule.Holds("kernel-counts", Files.SelectMany(path => KernelRules.CheckCounts(path, TrackedFiles.Read(path))));

    [Theory]
    [InlineData("/* A box. Traffic: 2 bytes. Operations: 3. */\nFF_KERNEL(64)\nvoid box() {}\n", 0)]
    [InlineData("/* Boxes. */\n/* Traffic: 2 bytes. Work: 3. */\nFF_KERNEL(64)\nvoid box() {}\n", 0)]
    [InlineData("/* Boxes. */\n/* Traffic: 2 bytes. */\nFF_KERNEL(64)\nvoid box() {}\n", 1)]
    [InlineData("/* Boxes. */\n/* Traffic: 2 bytes. Work: 3. */\nint lid;\nFF_KERNEL(64)\nvoid box() {}\n", 2)]
    [InlineData("/* A lid. */\nint lid;\n", 0)]
    public void CheckCounts_OfAText_FindsKernelsWithout(string text, int findings) => Assert.Equal(findings, KernelRules.CheckCounts("kernels/room/box.cl", text).Count());

    [Fact]
    public void Kernels_WithBarriers_LoopInRoundsThatAllLanesShare() =>
        HouseRule.Holds("kernel-loops", Files.SelectMany(path => KernelRules.CheckLoops(path, TrackedFiles.Read(path))));

    [Theory]
    [InlineData("FF_KERNEL(64)\nvoid box() { FF_BARRIER(); for (int i = (int)lane; i < count; i += 64) ; }\n", 1)]
    [InlineData("FF_KERNEL(64)\nvoid box() { FF_BARRIER(); for (uint i = get_global_id(0); i < (uint)count; i += 64u) ; }\n", 1)]
    [InlineData("FF_KERNEL(64)\nvoid box() { FF_BARRIER(); for (uint i = lane; i < FF_TILE && start + i < count; i += 64u) ; }\n", 1)]
    [InlineData("FF_KERNEL(64)\nvoid box() { for (int i = (int)lane; i < count; i += 64) ; }\nFF_KERNEL(64)\nvoid lid() { FF_BARRIER(); }\n", 0)]
    [InlineData("FF_KERNEL(64)\nvoid box() { FF_BARRIER(); for (uint i = lane; i < FF_WORDS; i += 64u) ; }\n", 0)]
    [InlineData("FF_KERNEL(64)\nvoid box() { FF_BARRIER(); for (int round = 0; round < count; round += 64) ; }\n", 0)]
    public void CheckLoops_OfAText_FindsLoopsThatOnlySomeLanesEnter(string text, int findings) => Assert.Equal(findings, KernelRules.CheckLoops("kernels/room/box.cl", text).Count());
}
