namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>What the symbols of a scan's AC table stand for.</summary>
internal enum SymbolCoding
{
    /// <summary>Whole coefficients of one block.</summary>
    Sequential,

    /// <summary>The upper bits of coefficients; blocks may end in runs.</summary>
    FirstBits,

    /// <summary>One more bit of coefficients; at most one coefficient per entry, because bits of others follow it.</summary>
    Refinement,
}
