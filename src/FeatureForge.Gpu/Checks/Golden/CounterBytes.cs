using FeatureForge.Core.Randomness;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Bytes and numbers from Philox counters: the same on every machine and in every version.</summary>
internal static class CounterBytes
{
    private const uint Key = 0x601DEC70;
    private const int WordsPerCounter = 4;

    /// <summary>Four words of a stream.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="place">Place in the stream, in steps of four words.</param>
    public static PhiloxWords At(uint stream, uint place) => Philox4x32.Generate(Key, stream, place, 0, 0, 0);

    /// <summary>Bytes of a stream from its start.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="count">Bytes wanted.</param>
    public static byte[] Of(uint stream, long count)
    {
        uint[] words = Words(stream, (int)((count + sizeof(uint) - 1) / sizeof(uint)));
        var bytes = new byte[count];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(words[i / sizeof(uint)] >> (i % sizeof(uint) * 8));
        return bytes;
    }

    /// <summary>Numbers from 0 to below 1 with 24 bits, exact in float32.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="count">Numbers wanted.</param>
    public static float[] Shares(uint stream, int count) => [.. Words(stream, count).Select(word => (word >> 8) / (float)(1 << 24))];

    private static uint[] Words(uint stream, int count)
    {
        var words = new uint[(count + WordsPerCounter - 1) / WordsPerCounter * WordsPerCounter];
        for (int i = 0; i < words.Length; i += WordsPerCounter)
        {
            PhiloxWords four = At(stream, (uint)(i / WordsPerCounter));
            (words[i], words[i + 1], words[i + 2], words[i + 3]) = (four.Word0, four.Word1, four.Word2, four.Word3);
        }

        return words[..count];
    }
}
