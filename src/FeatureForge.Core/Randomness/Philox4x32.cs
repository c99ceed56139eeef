namespace FeatureForge.Core.Randomness;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011).
/// A pure function from key and counter to 128 random bits: no state, so the same on every device and in any order.
/// </summary>
public static class Philox4x32
{
    /// <summary>Multiplier of word 0.</summary>
    public const uint Multiplier0 = 0xD2511F53;

    /// <summary>Multiplier of word 2.</summary>
    public const uint Multiplier1 = 0xCD9E8D57;

    /// <summary>Added to key word 0 each round.</summary>
    public const uint Weyl0 = 0x9E3779B9;

    /// <summary>Added to key word 1 each round.</summary>
    public const uint Weyl1 = 0xBB67AE85;

    /// <summary>Number of rounds.</summary>
    public const int Rounds = 10;

    /// <summary>Four random words for a counter under a key.</summary>
    /// <param name="key0">Key word 0 (low half of the seed).</param>
    /// <param name="key1">Key word 1 (high half of the seed).</param>
    /// <param name="counter0">Counter word 0.</param>
    /// <param name="counter1">Counter word 1.</param>
    /// <param name="counter2">Counter word 2.</param>
    /// <param name="counter3">Counter word 3.</param>
    public static PhiloxWords Generate(uint key0, uint key1, uint counter0, uint counter1, uint counter2, uint counter3)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter0;
            ulong product1 = (ulong)Multiplier1 * counter2;
            counter0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
            counter2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
            counter1 = (uint)product1;
            counter3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return new PhiloxWords(counter0, counter1, counter2, counter3);
    }
}
