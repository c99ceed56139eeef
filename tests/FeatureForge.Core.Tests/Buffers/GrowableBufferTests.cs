using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Core.Tests.Buffers;

public class GrowableBufferTests
{
    [Fact]
    public void EnsureAligned_WhateverTheLength_StartsOnACacheLine()
    {
        using var buffer = new GrowableBuffer();
        foreach (int length in new[] { 1, 63, 64, 1000, 70_000 })
        {
            Span<byte> bytes = buffer.EnsureAligned(length);
            Assert.Equal(length, bytes.Length);
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(bytes)) % 64);
        }
    }
}
