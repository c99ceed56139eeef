using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Driver;

public sealed class KernelHeadsTests
{
    [Fact]
    public void Parse_OfEveryKindOfArgument_GivesNamesLanesAndKinds()
    {
        KernelSignature head = Assert.Single(KernelHeads.Parse("test", """
            #define LANES 256u
            // FF_KERNEL(1) void not_this(uint a)
            /* nor FF_KERNEL(1) void this */
            FF_KERNEL( LANES )
            void tone_table(
                FF_GLOBAL const uchar* restrict source, // with a comment, and a comma
                FF_GLOBAL uchar* destination, const uint count, int shift, float scale, long wide, ulong wider)
            {
            }
            """));
        Assert.Equal("tone_table", head.Name);
        Assert.Equal(256, head.Lanes);
        Assert.Equal(
            [KernelArgumentKind.Buffer, KernelArgumentKind.Buffer, KernelArgumentKind.FourBytes, KernelArgumentKind.FourBytes, KernelArgumentKind.FourBytes, KernelArgumentKind.EightBytes, KernelArgumentKind.EightBytes],
            head.Arguments);
    }

    [Fact]
    public void Parse_OfKernelsMadeByAMacro_FindsEachUse()
    {
        var heads = KernelHeads.Parse("test", """
            #define OTHER(value) ((value) + 1)
            #define POINTWISE(name, apply) /* a body for many */ \
                FF_KERNEL(256) \
                void name(FF_GLOBAL uint *pictures, \
                          uint width) \
                { apply(pictures, OTHER(width)); }
            POINTWISE(brightness, tone_table)
            POINTWISE( hue , turn )
            FF_KERNEL(64) void plain(long wide) {}
            """);
        Assert.Equal(["brightness 256 2", "hue 256 2", "plain 64 1"], heads.Select(head => $"{head.Name} {head.Lanes} {head.Arguments.Count}"));
    }

    [Theory]
    [InlineData("FF_KERNEL(64) void k(FF_LOCAL uint* a) {}", "FF_LOCAL uint* a")]
    [InlineData("FF_KERNEL(64) void k(__local uint* a) {}", "__local uint* a")]
    [InlineData("FF_KERNEL(64) void k(uint4 a) {}", "uint4 a")]
    [InlineData("FF_KERNEL(64) void k(double a) {}", "double a")]
    [InlineData("FF_KERNEL(0) void k(uint a) {}", "FF_KERNEL(0)")]
    [InlineData("FF_KERNEL(1025) void k(uint a) {}", "FF_KERNEL(1025)")]
    [InlineData("FF_KERNEL(LANES) void k(uint a) {}", "FF_KERNEL(LANES)")]
    [InlineData("FF_KERNEL(64) uint k(uint a) {}", "at least one")]
    [InlineData("FF_KERNEL(64) k(uint a) {} FF_KERNEL(64) void m(uint a) {}", "at least one")]
    [InlineData("void k(uint a) {}", "at least one")]
    public void Parse_OfAHeadThatBreaksTheRules_NamesIt(string text, string named)
    {
        DriverException exception = Assert.Throws<DriverException>(() => KernelHeads.Parse("room/k", text));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.Contains("room/k", exception.Message, StringComparison.Ordinal);
    }
}
