using System.Numerics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>
/// Writes baseline JPEG files (ITU-T T.81) whose coefficients come from counters: most of them zero, large ones at low frequencies, as in photos.
/// The Huffman codes of a class all have the same length, which needs no statistics.
/// </summary>
internal sealed class DrawnJpeg
{
    private const int BlockSide = 8;
    private const int Coefficients = 64;
    private const int DcCodeBits = 4;
    private const int AcCodeBits = 8;
    private const int DcSymbols = 12;
    private const int AcSizes = 10;
    private const int Runs = 16;
    private const int LargestDc = 900;

    // Codes of the two symbols without a size; those of run and size follow.
    private const int EndOfBlock = 0;
    private const int SixteenZeros = 1;
    private const int FirstRunAndSize = 2;

    private readonly List<byte> _bytes = [];
    private readonly int[] _predictions = new int[3];
    private readonly uint _stream;
    private uint _block;
    private uint _pending;
    private int _pendingBits;

    private DrawnJpeg(uint stream) => _stream = stream;

    /// <summary>Writes a file.</summary>
    /// <param name="shape">Size of the picture.</param>
    /// <param name="factors">Horizontal and vertical sampling factor of luma, 1 to 4; those of chroma are 1. Null: grey.</param>
    /// <param name="stream">Number of the stream that the coefficients come from.</param>
    public static byte[] Write(ImageShape shape, (int Horizontal, int Vertical)? factors, uint stream)
    {
        var writer = new DrawnJpeg(stream);
        var (horizontal, vertical) = factors ?? (1, 1);
        int components = factors is null ? 1 : 3;
        writer.WriteHeader(shape, (horizontal << 4) | vertical, components);
        int across = UnitsOf(shape.Width, horizontal);
        int down = UnitsOf(shape.Height, vertical);
        for (int unit = 0; unit < across * down; unit++)
        {
            for (int block = 0; block < horizontal * vertical; block++)
                writer.WriteBlock(0);
            for (int component = 1; component < components; component++)
                writer.WriteBlock(component);
        }

        writer.End();
        return [.. writer._bytes];
    }

    private static int UnitsOf(int samples, int factor) => (samples + (BlockSide * factor) - 1) / (BlockSide * factor);

    private void WriteHeader(ImageShape shape, int lumaFactors, int components)
    {
        _bytes.AddRange([0xFF, 0xD8]);
        Segment(0xDB, [0, .. Enumerable.Range(0, Coefficients).Select(place => (byte)(2 + (place / 3)))]);
        byte[] frame = [8, (byte)(shape.Height >> 8), (byte)shape.Height, (byte)(shape.Width >> 8), (byte)shape.Width, (byte)components];
        Segment(0xC0, [.. frame, .. Enumerable.Range(0, components).SelectMany(i => new[] { (byte)(i + 1), (byte)(i == 0 ? lumaFactors : 0x11), (byte)0 })]);
        Table(0x00, DcCodeBits, [.. Enumerable.Range(0, DcSymbols).Select(size => (byte)size)]);
        IEnumerable<byte> pairs = from run in Enumerable.Range(0, Runs) from size in Enumerable.Range(1, AcSizes) select (byte)((run << 4) | size);
        Table(0x10, AcCodeBits, [0x00, 0xF0, .. pairs]);
        Segment(0xDA, [(byte)components, .. Enumerable.Range(0, components).SelectMany(i => new[] { (byte)(i + 1), (byte)0 }), 0, 63, 0]);
    }

    private void Segment(byte marker, byte[] content)
    {
        int length = content.Length + 2;
        _bytes.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length, .. content]);
    }

    private void Table(byte number, int codeBits, byte[] symbols)
    {
        var counts = new byte[16];
        counts[codeBits - 1] = (byte)symbols.Length;
        Segment(0xC4, [number, .. counts, .. symbols]);
    }

    private void WriteBlock(int component)
    {
        uint first = _block * (Coefficients / 4);
        _block++;
        PhiloxWords words = CounterBytes.At(_stream, first);
        int step = Signed(words.Word0, (int)(words.Word0 & 7));
        if (Math.Abs(_predictions[component] + step) > LargestDc)
            step = -step;
        _predictions[component] += step;
        int bits = SizeOf(step);
        Put((uint)bits, DcCodeBits);
        PutMagnitude(step, bits);
        uint spread = words.Word1 & 255;
        WriteFrequencies(first, (int)(spread * spread >> 10));
    }

    private void WriteFrequencies(uint first, int last)
    {
        int zeros = 0;
        for (int place = 1; place <= last; place++)
        {
            uint word = WordOf(CounterBytes.At(_stream, first + 1 + (uint)((place - 1) / 4)), (place - 1) % 4);
            if ((word & 1) == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros >= Runs; zeros -= Runs)
                Put(SixteenZeros, AcCodeBits);
            int bits = 1 + ((int)((word >> 1) & 7) * 8 / (place + 8));
            Put((uint)(FirstRunAndSize + (zeros * AcSizes) + bits - 1), AcCodeBits);
            PutMagnitude(Signed(word | (1u << (bits + 7)), bits), bits);
            zeros = 0;
        }

        if (last < Coefficients - 1 || zeros > 0)
            Put(EndOfBlock, AcCodeBits);
    }

    private static uint WordOf(PhiloxWords words, int index) => index switch
    {
        0 => words.Word0,
        1 => words.Word1,
        2 => words.Word2,
        _ => words.Word3,
    };

    // A number of so many bits from bit 8 on, with the sign of the highest one.
    private static int Signed(uint word, int bits)
    {
        int value = (int)((word >> 8) & ((1u << bits) - 1));
        return (word >> 31) == 0 ? value : -value;
    }

    private static int SizeOf(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    private void PutMagnitude(int value, int bits) => Put((uint)(value < 0 ? value + (1 << bits) - 1 : value), bits);

    private void Put(uint value, int bits)
    {
        _pending = (_pending << bits) | value;
        _pendingBits += bits;
        for (; _pendingBits >= 8; _pendingBits -= 8)
            PutByte((byte)(_pending >> (_pendingBits - 8)));
    }

    private void PutByte(byte value)
    {
        _bytes.Add(value);
        if (value == 0xFF)
            _bytes.Add(0);
    }

    private void End()
    {
        if (_pendingBits > 0)
            Put((1u << (8 - _pendingBits)) - 1, 8 - _pendingBits);
        _bytes.AddRange([0xFF, 0xD9]);
    }
}
