using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Benchmarks.Photometric;

/// <summary>One of eight faces against the light: two tables and a blend for every component.</summary>
public class BacklightBenchmarks : PhotometricBenchmarks
{
    private readonly byte[] _outside = new byte[DrawnPhoto.OutputShape.RowBytes];
    private readonly byte[] _inside = new byte[DrawnPhoto.OutputShape.RowBytes];

    private protected override PhotometricStepOptions Options => new BacklightOptions { Strength = new NumberRange(0.5, 0.5) };

    private protected override void RunScalar(ReadOnlyImageView source, ImageView destination)
    {
        var operation = (Backlight)Operation;
        for (int y = 0; y < source.Shape.Height; y++)
        {
            operation.Bright.ApplyScalar(source.Row(y), _outside);
            operation.Dark.ApplyScalar(source.Row(y), _inside);
            ToneBlend.RunScalar(_outside, _inside, operation.ColumnFalloff, operation.RowFalloff[y], destination.Row(y));
        }
    }
}
