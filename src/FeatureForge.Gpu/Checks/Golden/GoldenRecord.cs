using System.Security.Cryptography;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>What is recorded of a golden vector's result.</summary>
/// <param name="Operation">Program of the operation.</param>
/// <param name="ByteCount">Length of the result.</param>
/// <param name="Hash">SHA-256 of the result in hexadecimal.</param>
/// <param name="FirstBytes">The first bytes in hexadecimal, for people who compare.</param>
internal sealed record GoldenRecord(string Operation, int ByteCount, string Hash, string FirstBytes)
{
    private const int BytesShown = 16;

    /// <summary>Records a result.</summary>
    /// <param name="operation">Program of the operation.</param>
    /// <param name="result">Result of the CPU.</param>
    public static GoldenRecord Of(string operation, ReadOnlySpan<byte> result) =>
        new(operation, result.Length, Convert.ToHexStringLower(SHA256.HashData(result)), Convert.ToHexStringLower(result[..Math.Min(BytesShown, result.Length)]));

    /// <summary>True when a result is the recorded one.</summary>
    /// <param name="result">Result of the CPU or of a device.</param>
    public bool Holds(ReadOnlySpan<byte> result) => Of(Operation, result) == this;
}
