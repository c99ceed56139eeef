namespace FeatureForge.Core.Randomness;

/// <summary>
/// The random draws of one step on one sample. Key = seed; counter = (sample key hash; epoch &lt;&lt; 16 | step instance; draw), so a
/// draw depends on nothing but what is drawn for: never on thread, order, batch, time or position in the listing.
/// </summary>
public struct SampleRandom
{
    private const double Unit24 = 1.0 / (1 << 24);
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _counter0;
    private readonly uint _counter1;
    private readonly uint _counter2;
    private PhiloxWords _words;
    private uint _draw;

    /// <summary>Starts the draws of a step on a sample.</summary>
    /// <param name="seed">Seed of the recipe.</param>
    /// <param name="keyHash">First 64 bits of the SHA-256 of the sample key.</param>
    /// <param name="epoch">Epoch, 0 to 65,535.</param>
    /// <param name="stepInstance">Number of the step within the recipe, 0 to 65,535; see <see cref="StepInstances"/>.</param>
    public SampleRandom(ulong seed, ulong keyHash, int epoch, int stepInstance)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)epoch, 0xFFFFu);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)stepInstance, 0xFFFFu);
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _counter0 = (uint)keyHash;
        _counter1 = (uint)(keyHash >> 32);
        _counter2 = ((uint)epoch << 16) | (uint)stepInstance;
        _draw = 0;
    }

    /// <summary>Key words, for a kernel that continues the stream of this step with its own draw numbers.</summary>
    public readonly (uint Key0, uint Key1) Key => (_key0, _key1);

    /// <summary>Counter words 0 to 2, for a kernel that continues the stream of this step with its own draw numbers.</summary>
    public readonly (uint Counter0, uint Counter1, uint Counter2) Counter => (_counter0, _counter1, _counter2);

    /// <summary>Next 32 random bits. Every fourth call makes one Philox block.</summary>
    public uint NextUInt32()
    {
        uint lane = _draw & 3;
        if (lane == 0)
            _words = Philox4x32.Generate(_key0, _key1, _counter0, _counter1, _counter2, _draw >> 2);
        _draw++;
        return lane switch { 0 => _words.Word0, 1 => _words.Word1, 2 => _words.Word2, _ => _words.Word3 };
    }

    /// <summary>A number in [0, 1) with 24 random bits.</summary>
    public double NextUnit() => (NextUInt32() >> 8) * Unit24;

    /// <summary>A number in [low, high), or low when both are equal.</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end, at least <paramref name="low"/>.</param>
    public double NextBetween(double low, double high) => low + ((high - low) * NextUnit());

    /// <summary>A number within a range option.</summary>
    /// <param name="range">Range.</param>
    public double NextIn(Options.NumberRange range) => NextBetween(range.Low, range.High);

    /// <summary>A whole number in [0, count).</summary>
    /// <param name="count">Number of outcomes, at least 1.</param>
    public int NextInteger(int count) => (int)(((ulong)NextUInt32() * (uint)count) >> 32);

    /// <summary>True with the given probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public bool NextChance(double probability) => NextUnit() < probability;
}
