using FeatureForge.Cli.Pictures;

namespace FeatureForge.Cli.Synth;

/// <summary>What a camera does with the light: exposure, colour of the light, falloff to the corners, grain, levels of 8 bits.</summary>
internal sealed record CameraFinish
{
    /// <summary>Factor on all light.</summary>
    public float Exposure { get; init; } = 1;

    /// <summary>Factor per channel: white balance.</summary>
    public Tone Balance { get; init; } = new(1, 1, 1);

    /// <summary>Light lost in the corners, 0 to 1.</summary>
    public float Falloff { get; init; }

    /// <summary>Grain in levels of 255.</summary>
    public float Grain { get; init; }

    /// <summary>Which grain.</summary>
    public ValueNoise Noise { get; init; }

    /// <summary>Draws a camera.</summary>
    /// <param name="random">Draws of the camera.</param>
    public static CameraFinish Next(DrawingRandom random)
    {
        float warm = random.Around(-0.14f, 0.14f);
        return new CameraFinish
        {
            Exposure = random.Around(0.75f, 1.25f),
            Balance = new Tone(1 + warm, 1, 1 - warm),
            Falloff = random.Between(0, 0.3f),
            Grain = random.Between(0.5f, 5),
            Noise = random.Noise(),
        };
    }

    /// <summary>Takes the photo.</summary>
    /// <param name="surface">Light.</param>
    public Picture Develop(PaintSurface surface)
    {
        var picture = new Picture(surface.Shape);
        float centerX = surface.Shape.Width / 2f;
        float centerY = surface.Shape.Height / 2f;
        float corner = (centerX * centerX) + (centerY * centerY);
        for (int y = 0; y < surface.Shape.Height; y++)
        {
            ReadOnlySpan<float> light = surface.Row(y);
            Span<byte> row = picture.View.Row(y);
            float dy = y - centerY;
            for (int x = 0; x < surface.Shape.Width; x++)
            {
                float dx = x - centerX;
                float factor = Exposure * (1 - (Falloff * ((dx * dx) + (dy * dy)) / corner));
                uint bits = Noise.Bits(x, y);
                // Luminance grain is the sum of two draws, so that small deviations are more frequent; colour grain is weaker.
                float grain = Grain * (Unit(bits & 0xFF) + Unit((bits >> 8) & 0xFF));
                row[x * 3] = Level(light[x * 3] * factor * Balance.Red, grain + (0.5f * Grain * Unit((bits >> 16) & 0xFF)));
                row[(x * 3) + 1] = Level(light[(x * 3) + 1] * factor * Balance.Green, grain);
                row[(x * 3) + 2] = Level(light[(x * 3) + 2] * factor * Balance.Blue, grain + (0.5f * Grain * Unit(bits >> 24)));
            }
        }

        return picture;
    }

    private static float Unit(uint eightBits) => (eightBits / 127.5f) - 1;

    private static byte Level(float light, float grain)
    {
        float level = (MathF.Sqrt(Math.Max(0, light)) * 255) + grain;
        return (byte)Math.Clamp(level + 0.5f, 0f, 255f);
    }
}
