using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;

namespace FeatureForge.Cli.Pictures;

/// <summary>Scales pictures for people to look at. The engine's own resize is elsewhere; nothing here reaches a shard.</summary>
internal static class PictureScaling
{
    /// <summary>Pixels of the source that each pixel of the target stands for.</summary>
    /// <param name="source">Pixels of the source along one axis.</param>
    /// <param name="target">Pixels of the target along the same axis.</param>
    public static (int First, int Last)[] Covered(int source, int target)
    {
        var covered = new (int First, int Last)[target];
        for (int i = 0; i < target; i++)
        {
            int first = (int)((long)i * source / target);
            int last = (int)((((long)i + 1) * source / target) - 1);
            covered[i] = (first, Math.Max(first, last));
        }

        return covered;
    }

    /// <summary>Mean colour of a block, rounded to nearest.</summary>
    /// <param name="source">Picture.</param>
    /// <param name="columns">First and last column.</param>
    /// <param name="rows">First and last row.</param>
    public static RgbColor Mean(ReadOnlyImageView source, (int First, int Last) columns, (int First, int Last) rows)
    {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int y = rows.First; y <= rows.Last; y++)
        {
            ReadOnlySpan<byte> row = source.Row(y);
            for (int x = columns.First; x <= columns.Last; x++)
            {
                red += row[x * 3];
                green += row[(x * 3) + 1];
                blue += row[(x * 3) + 2];
            }
        }

        int count = (columns.Last - columns.First + 1) * (rows.Last - rows.First + 1);
        int half = count / 2;
        return new RgbColor((byte)((red + half) / count), (byte)((green + half) / count), (byte)((blue + half) / count));
    }
}
