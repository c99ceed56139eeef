using System.Text;

namespace FeatureForge.Core.Samples;

/// <summary>The label names of a data set; ids are 0-based positions. Writers shift them where a profile starts at 1.</summary>
public sealed class LabelMap
{
    private readonly byte[][] _utf8;

    /// <summary>Makes a map.</summary>
    /// <param name="names">Distinct names; their order gives the ids.</param>
    public LabelMap(IReadOnlyList<string> names)
    {
        Names = [.. names];
        _utf8 = [.. Names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Names by id.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Name as UTF-8.</summary>
    /// <param name="id">0-based id.</param>
    public ReadOnlySpan<byte> NameUtf8(int id) => _utf8[id];

    /// <summary>A map with ids by ordinal order of the names.</summary>
    /// <param name="names">Names, repetitions allowed.</param>
    public static LabelMap FromNames(IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
