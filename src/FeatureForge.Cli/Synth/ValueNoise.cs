namespace FeatureForge.Cli.Synth;

/// <summary>Smooth random texture: random values on a grid of whole numbers, blended in between. Plain arithmetic, equal on every machine.</summary>
/// <param name="Seed">Which texture.</param>
internal readonly record struct ValueNoise(uint Seed)
{
    /// <summary>Value in [0, 1) at a point; features are about one unit wide.</summary>
    public float At(float x, float y)
    {
        float floorX = MathF.Floor(x);
        float floorY = MathF.Floor(y);
        int column = (int)floorX;
        int row = (int)floorY;
        float shareX = Smooth(x - floorX);
        float shareY = Smooth(y - floorY);
        float top = Blend(Lattice(column, row), Lattice(column + 1, row), shareX);
        float bottom = Blend(Lattice(column, row + 1), Lattice(column + 1, row + 1), shareX);
        return Blend(top, bottom, shareY);
    }

    /// <summary>Mean of several layers, each twice as fine and half as strong as the one before; in [0, 1).</summary>
    public float Layers(float x, float y, int count)
    {
        float sum = 0;
        float weight = 1;
        float total = 0;
        for (int i = 0; i < count; i++)
        {
            sum += weight * At(x, y);
            total += weight;
            weight *= 0.5f;
            x = (x * 2) + 17.3f;
            y = (y * 2) + 5.7f;
        }

        return sum / total;
    }

    /// <summary>Random bits of a grid point.</summary>
    public uint Bits(int column, int row)
    {
        uint hash = ((uint)column * 0x8DA6B343u) ^ ((uint)row * 0xD8163841u) ^ (Seed * 0xCB1AB31Fu);
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        hash ^= hash >> 12;
        hash *= 0x297A2D39u;
        return hash ^ (hash >> 15);
    }

    private float Lattice(int column, int row) => (Bits(column, row) >> 8) * (1f / (1 << 24));

    private static float Smooth(float share) => share * share * (3 - (2 * share));

    private static float Blend(float a, float b, float share) => a + ((b - a) * share);
}
