using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Sensor noise. The standard deviation at a level is <c>sigma(level) = sqrt(read^2 + shot^2 level / 255)</c>; the table holds its share of
/// the largest one, <c>floor(255 sigma(level) / sigma(255) + 0.5)</c>. Component i of the packed picture takes word i mod 4 of Philox draw
/// 4096 + i / 4 of the step's stream (the host draws use the first few numbers only); the sum of the word's four bytes less 510 is a
/// near-Gaussian g of mean 0 and variance 4 (256^2 - 1) / 12 = 21845. The component becomes
/// <c>clamp(level + ((g table[level] scale + 2^21) >> 22), 0, 255)</c> with <c>scale = floor(2^22 sigma(255) / (255 sqrt(21845)) + 0.5)</c>;
/// the product stays below 2^31.
/// </summary>
internal sealed class Noise(NoiseOptions options) : IPhotometricOperation
{
    /// <summary>Number of the Philox draw of the picture's first four components.</summary>
    public const uint FirstDraw = 0x1000;

    private const int ByteSumMean = 510;
    private const double ByteSumVariance = 21845;
    private const int FractionBits = 22;
    private const int ComponentsAtOnce = 1024;

    private readonly uint[] _words = new uint[ComponentsAtOnce];
    private readonly byte[] _deviations = new byte[ComponentsAtOnce];
    private PhiloxStream _stream;

    public string Name => "noise";

    public int ScratchBytes => 0;

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.Noise;

    public int ParameterWords => ToneTable.Words + 1 + PhiloxStream.Words;

    /// <summary>Standard deviation per level as a share of 255 of the largest one.</summary>
    public ToneTable Deviations { get; } = new();

    /// <summary>Largest standard deviation in levels, per 255 and unit of the byte sum, 22 fraction bits.</summary>
    public int Scale { get; private set; }

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double read = random.NextIn(options.Read);
        double shot = random.NextIn(options.Shot);
        double largest = Math.Sqrt((read * read) + (shot * shot));
        for (int level = 0; level < ToneTable.Entries; level++)
            Deviations.Set(level, largest == 0 ? 0 : 255 * Math.Sqrt((read * read) + (shot * shot * level / 255)) / largest);
        Scale = (int)Math.Floor(((1 << FractionBits) * largest / (255 * Math.Sqrt(ByteSumVariance))) + 0.5);
        _stream = new PhiloxStream(random);
        log.Begin("noise"u8);
        log.Number("read"u8, read);
        log.Number("shot"u8, shot);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch)
    {
        for (int start = 0; start < source.Pixels.Length; start += ComponentsAtOnce)
        {
            int count = Math.Min(ComponentsAtOnce, source.Pixels.Length - start);
            ReadOnlySpan<byte> input = source.Pixels.Slice(start, count);
            Span<byte> output = destination.Pixels.Slice(start, count);
            _stream.Fill(FirstDraw + (uint)(start / 4), _words);
            Deviations.Apply(input, _deviations);
            int done = Vector.IsHardwareAccelerated ? AddVectors(input, output) : 0;
            AddScalar(input[done..], done, output[done..]);
        }
    }

    public void WriteParameters(Span<int> words)
    {
        Deviations.WriteTo(words[..ToneTable.Words]);
        words[ToneTable.Words] = Scale;
        _stream.WriteTo(words[(ToneTable.Words + 1)..]);
    }

    /// <summary>The whole picture without vectors, the twin of <see cref="Run"/>.</summary>
    public void RunScalar(ReadOnlyImageView source, ImageView destination)
    {
        for (int start = 0; start < source.Pixels.Length; start += ComponentsAtOnce)
        {
            int count = Math.Min(ComponentsAtOnce, source.Pixels.Length - start);
            ReadOnlySpan<byte> input = source.Pixels.Slice(start, count);
            _stream.FillScalar(FirstDraw + (uint)(start / 4), _words);
            Deviations.ApplyScalar(input, _deviations);
            AddScalar(input, 0, destination.Pixels.Slice(start, count));
        }
    }

    private void AddScalar(ReadOnlySpan<byte> input, int first, Span<byte> output)
    {
        for (int i = 0; i < input.Length; i++)
        {
            uint word = _words[first + i];
            int gaussian = (int)((word & 0xFF) + ((word >> 8) & 0xFF) + ((word >> 16) & 0xFF) + (word >> 24)) - ByteSumMean;
            int noise = ((gaussian * _deviations[first + i] * Scale) + (1 << (FractionBits - 1))) >> FractionBits;
            output[i] = (byte)Math.Clamp(input[i] + noise, 0, 255);
        }
    }

    private int AddVectors(ReadOnlySpan<byte> input, Span<byte> output)
    {
        ref byte levels = ref MemoryMarshal.GetReference(input);
        ref byte results = ref MemoryMarshal.GetReference(output[..input.Length]);
        ref byte deviations = ref MemoryMarshal.GetArrayDataReference(_deviations);
        int i = 0;
        for (; i <= input.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref levels, (nuint)i), out Vector<ushort> levelsLow, out Vector<ushort> levelsHigh);
            Vector.Widen(Vector.LoadUnsafe(ref deviations, (nuint)i), out Vector<ushort> deviationsLow, out Vector<ushort> deviationsHigh);
            Vector<ushort> low = AddPair(i, levelsLow, deviationsLow);
            Vector<ushort> high = AddPair(i + Vector<ushort>.Count, levelsHigh, deviationsHigh);
            Vector.Narrow(low, high).StoreUnsafe(ref results, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<ushort> AddPair(int first, Vector<ushort> levels, Vector<ushort> deviations)
    {
        Vector.Widen(levels, out Vector<uint> levelsLow, out Vector<uint> levelsHigh);
        Vector.Widen(deviations, out Vector<uint> deviationsLow, out Vector<uint> deviationsHigh);
        return Vector.Narrow(Add(first, levelsLow, deviationsLow), Add(first + Vector<uint>.Count, levelsHigh, deviationsHigh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<uint> Add(int first, Vector<uint> level, Vector<uint> deviation)
    {
        Vector<uint> word = Vector.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_words), (nuint)first);
        Vector<uint> everySecondByte = new(0x00FF00FF);
        Vector<uint> pairs = (word & everySecondByte) + ((word >> 8) & everySecondByte);
        Vector<int> gaussian = Vector.AsVectorInt32((pairs & new Vector<uint>(0xFFFF)) + (pairs >> 16)) - new Vector<int>(ByteSumMean);
        Vector<int> noise = ((gaussian * Vector.AsVectorInt32(deviation) * new Vector<int>(Scale)) + new Vector<int>(1 << (FractionBits - 1))) >> FractionBits;
        Vector<int> sum = Vector.AsVectorInt32(level) + noise;
        return Vector.AsVectorUInt32(Vector.Min(Vector.Max(sum, Vector<int>.Zero), new Vector<int>(255)));
    }
}
