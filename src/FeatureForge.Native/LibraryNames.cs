namespace FeatureForge.Native;

/// <summary>Names by which the bindings ask for their libraries; <see cref="LibraryLoader"/> knows the files behind them.</summary>
internal static class LibraryNames
{
    public const string TurboJpeg = "turbojpeg";
    public const string Spng = "spng";
    public const string WebP = "webp";
    public const string C = "c";
}
