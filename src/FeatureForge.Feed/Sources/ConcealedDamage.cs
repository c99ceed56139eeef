using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Feed.Serving;

namespace FeatureForge.Feed.Sources;

/// <summary>Photos that the codec decoded with a warning: counted each time, named in the log once. Used by several threads.</summary>
/// <param name="metrics">Counters.</param>
/// <param name="note">Takes sentences for the log.</param>
internal sealed class ConcealedDamage(FeedMetrics metrics, Action<string> note)
{
    /// <summary>No budget ends a feed over such photos, so a set in which all are damaged must neither fill the log nor the memory.</summary>
    public const int MostNamed = 100;

    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>Counts a sample that was made of such a photo.</summary>
    /// <param name="sample">Sample.</param>
    public void Note(in SampleDescription sample)
    {
        string photo = Encoding.UTF8.GetString(sample.ImagePath);
        metrics.NoteDecodeWarning(photo);
        int named;
        lock (_named)
        {
            if (_named.Count == MostNamed || !_named.Add(photo))
                return;
            named = _named.Count;
        }

        note($"{photo} was decoded with warnings, its damage is concealed; decode: {{warnings: quarantine}} in the recipe keeps such photos out");
        if (named == MostNamed)
            note($"{MostNamed} photos were decoded with warnings; further ones are counted in /metrics and no longer named here");
    }
}
