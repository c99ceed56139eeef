using FeatureForge.Core.Randomness;

namespace FeatureForge.Cli.Synth;

/// <summary>The random draws of one part of one drawn photo, handed from method to method; a face added to a photo leaves the others as they were.</summary>
internal sealed class DrawingRandom
{
    private SampleRandom _draws;

    /// <summary>Starts the draws of a part.</summary>
    /// <param name="seed">Seed of the set.</param>
    /// <param name="photo">Number of the photo.</param>
    /// <param name="part">Number of the part, 0 to 65,535.</param>
    public DrawingRandom(ulong seed, int photo, int part) => _draws = new SampleRandom(seed, (ulong)photo, 0, part);

    /// <summary>A number in [low, high).</summary>
    public float Between(float low, float high) => (float)_draws.NextBetween(low, high);

    /// <summary>A number in [low, high), most often in the middle: the mean of two draws.</summary>
    public float Around(float low, float high) => (Between(low, high) + Between(low, high)) * 0.5f;

    /// <summary>A whole number in [low, high].</summary>
    public int Whole(int low, int high) => low + _draws.NextInteger(high - low + 1);

    /// <summary>True with the given probability.</summary>
    public bool Chance(float probability) => _draws.NextChance(probability);

    /// <summary>-1 or 1.</summary>
    public float Sign() => Chance(0.5f) ? 1f : -1f;

    /// <summary>One element of a list, all equally likely.</summary>
    public TElement Pick<TElement>(IReadOnlyList<TElement> list) => list[_draws.NextInteger(list.Count)];

    /// <summary>The position of a weight, drawn in proportion to the weights.</summary>
    public int Weighted(ReadOnlySpan<float> weights)
    {
        float total = 0;
        foreach (float weight in weights)
            total += weight;
        float left = Between(0, total);
        for (int i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }

        return weights.Length - 1;
    }

    /// <summary>A noise field of its own.</summary>
    public ValueNoise Noise() => new(_draws.NextUInt32());
}
