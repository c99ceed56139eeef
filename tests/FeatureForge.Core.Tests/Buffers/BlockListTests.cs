using FeatureForge.Core.Buffers;

namespace FeatureForge.Core.Tests.Buffers;

public class BlockListTests
{
    [Fact]
    public void Add_WhenManyBlocksFill_KeepsEveryValue()
    {
        var list = new BlockList<long>();
        for (long i = 0; i < 100_000; i++)
            list.Add(i * i);
        Assert.Equal(100_000, list.Count);
        for (int i = 0; i < list.Count; i++)
            Assert.Equal((long)i * i, list[i]);
        list[70_000] = -1;
        Assert.Equal(-1, list[70_000]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Index_WhenOutside_Throws(int index)
    {
        var list = new BlockList<byte>();
        for (byte i = 0; i < 3; i++)
            list.Add(i);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[index]);
    }

    [Fact]
    public void Clear_ThenAdd_StartsAgain()
    {
        var list = new BlockList<int>();
        list.Add(1);
        list.Clear();
        Assert.Equal(0, list.Count);
        list.Add(2);
        Assert.Equal(2, list[0]);
    }
}
