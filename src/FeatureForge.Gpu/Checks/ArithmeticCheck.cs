using System.Runtime.InteropServices;
using FeatureForge.Core.Randomness;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Checks;

/// <summary>
/// Integers, and float32 division, square root, product and sum: correctly rounded, never fused, subnormal numbers kept. CPU twin of
/// <c>kernels/checks/arithmetic.cl</c>.
/// </summary>
public sealed class ArithmeticCheck : IDeviceCheck
{
    private const int Count = 1000;
    private const int Lanes = 64;
    private const int ResultsPerElement = 8;
    private const int Shift = 7;
    private const float Scale = 1.1f;
    private const long Factor = 0x1_2345_6789;
    private static readonly uint[] s_roundKeys = [0x9E3779B9, 0xBB67AE85, 0x3C6EF372, 0xDAA66D2B];
    private static readonly string[] s_meanings = ["division", "square root", "product plus number", "number minus product", "hash of the neighbour", "signed shift", "64-bit product", "clamp"];

    /// <inheritdoc/>
    public string Name => "checks/arithmetic";

    /// <inheritdoc/>
    public string? Run(IComputeDevice device)
    {
        (float[] left, float[] right) = Inputs();
        using IComputeProgram program = device.Build(KernelLibrary.Load("checks/arithmetic"));
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer leftBuffer = device.Allocate(Count * sizeof(float));
        using IDeviceBuffer rightBuffer = device.Allocate(Count * sizeof(float));
        using IDeviceBuffer resultBuffer = device.Allocate(Count * ResultsPerElement * sizeof(uint));
        using IDeviceBuffer totalBuffer = device.Allocate(sizeof(uint));
        queue.Upload(MemoryMarshal.AsBytes<float>(left), leftBuffer);
        queue.Upload(MemoryMarshal.AsBytes<float>(right), rightBuffer);
        queue.Fill(resultBuffer, 0, resultBuffer.ByteCount, 0xCD);
        queue.Fill(totalBuffer, 0, totalBuffer.ByteCount, 0);
        queue.Launch(
            program.Kernel("arithmetic"),
            LaunchShape.ToCover(Count, Lanes),
            [KernelArgument.Of(leftBuffer), KernelArgument.Of(rightBuffer), KernelArgument.Of(resultBuffer), KernelArgument.Of(totalBuffer), (uint)Count, Shift, Scale, Factor]);
        var results = new uint[Count * ResultsPerElement];
        var total = new uint[1];
        queue.Download(resultBuffer, 0, MemoryMarshal.AsBytes(results.AsSpan()));
        queue.Download(totalBuffer, 0, MemoryMarshal.AsBytes(total.AsSpan()));
        return FirstDifference(left, right, results, total[0]);
    }

    /// <summary>Numbers of every size, sign and closeness, from counters; few of them are ordinary.</summary>
    internal static (float[] Left, float[] Right) Inputs()
    {
        var left = new float[Count];
        var right = new float[Count];
        for (uint i = 0; i < Count; i++)
        {
            PhiloxWords words = Philox4x32.Generate(0xF0E1, 0xD2C3, i, 0, 0, 0);
            left[i] = Finite(words.Word0, i);
            right[i] = Finite(words.Word1, i + 1);
        }

        return (left, right);
    }

    private static string? FirstDifference(float[] left, float[] right, uint[] results, uint total)
    {
        uint expectedTotal = 0;
        Span<uint> expected = stackalloc uint[ResultsPerElement];
        for (int i = 0; i < Count; i++)
        {
            Compute(left, right, i, expected);
            expectedTotal += expected[4];
            for (int k = 0; k < ResultsPerElement; k++)
            {
                uint actual = results[(i * ResultsPerElement) + k];
                if (actual != expected[k])
                    return $"{s_meanings[k]} of 0x{BitConverter.SingleToUInt32Bits(left[i]):X8} and 0x{BitConverter.SingleToUInt32Bits(right[i]):X8} gave 0x{actual:X8}, the CPU gives 0x{expected[k]:X8}.";
            }
        }

        return total == expectedTotal ? null : $"the sum over all lanes gave 0x{total:X8}, the CPU gives 0x{expectedTotal:X8}.";
    }

    // Each product is a number of its own before the sum, so that nothing here can be fused.
    private static void Compute(float[] left, float[] right, int i, Span<uint> expected)
    {
        float a = left[i];
        float b = right[i];
        float product = a * b;
        float scaled = b * Scale;
        int neighbour = (i / Lanes * Lanes) + ((i + 1) % Lanes);
        uint neighbourBits = BitConverter.SingleToUInt32Bits(neighbour < Count ? left[neighbour] : 0f);
        expected[0] = BitConverter.SingleToUInt32Bits(a / b);
        expected[1] = BitConverter.SingleToUInt32Bits(MathF.Sqrt(a < 0 ? -a : a));
        expected[2] = BitConverter.SingleToUInt32Bits(product + Scale);
        expected[3] = BitConverter.SingleToUInt32Bits(a - scaled);
        expected[4] = Mixed(neighbourBits, s_roundKeys[neighbour % Lanes & 3]);
        expected[5] = (uint)(BitConverter.SingleToInt32Bits(a) >> Shift);
        expected[6] = (uint)((BitConverter.SingleToInt32Bits(b) * Factor) >> 22);
        expected[7] = (uint)Math.Clamp((int)(BitConverter.SingleToUInt32Bits(a) >> 20) - 1024, -255, 255);
    }

    private static uint Mixed(uint value, uint key)
    {
        ulong product = (ulong)value * 0xD2511F53;
        return (uint)(product >> 32) ^ (uint)product ^ key;
    }

    // Any bits but infinity and NaN, whose payload no standard fixes. One in four lies near 1, where sums cancel; one in eight is subnormal.
    private static float Finite(uint bits, uint kind)
    {
        if (kind % 4 == 0)
            bits = (bits & 0x807FFFFF) | 0x3F800000;
        else if (kind % 8 == 1)
            bits = (bits & 0x807FFFFF) | 1;
        else
            bits = (bits & 0xBFFFFFFF) | 0x08000000;
        return BitConverter.UInt32BitsToSingle(bits);
    }
}
