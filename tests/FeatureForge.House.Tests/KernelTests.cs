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
}
