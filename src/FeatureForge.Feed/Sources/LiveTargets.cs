using System.Security.Cryptography;
using System.Text;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Feed.Sources;

/// <summary>Targets that take the place of those a data set was made with.</summary>
/// <param name="Options">Anchors, rule, thresholds and encoding.</param>
internal sealed record LiveTargets(TargetOptions Options)
{
    private const int ShownDigits = 16;

    /// <summary>What the name of the data gains, so that clients notice other targets.</summary>
    public string Suffix => "/targets-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)))[..ShownDigits];

    private string Canonical => FormattableString.Invariant(
        $"{Options.AnchorSet.Hash} {Options.Rule} {Options.Positive:R} {Options.Negative?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "-"} {Options.Encoding}");
}
