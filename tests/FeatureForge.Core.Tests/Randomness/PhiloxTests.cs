using FeatureForge.Core.Randomness;

namespace FeatureForge.Core.Tests.Randomness;

public class PhiloxTests
{
    /// <summary>Known answers of philox4x32 with 10 rounds from the authors' library Random123 (kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0xa4093822u, 0x299f31d0u, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xd16cfe09u, 0x94fdcceb, 0x5001e420u, 0x24126ea1u)]
    public void Generate_WithKnownAnswers_GivesThem(uint key0, uint key1, uint counter0, uint counter1, uint counter2, uint counter3, uint word0, uint word1, uint word2, uint word3) =>
        Assert.Equal(new PhiloxWords(word0, word1, word2, word3), Philox4x32.Generate(key0, key1, counter0, counter1, counter2, counter3));
}
