using FeatureForge.Core.Errors;

namespace FeatureForge.Native;

/// <summary>The native libraries that the engine uses, and whether this machine has them.</summary>
public static class NativeLibraries
{
    /// <summary>The command that installs the codecs that every run needs.</summary>
    public const string InstallCommand = "apt-get install libturbojpeg0 libspng0 (on Ubuntu: libturbojpeg libspng0)";

    private const string WebPInstallCommand = "apt-get install libwebp7";
    private static readonly Lazy<NativeLibraryState> s_turboJpeg = new(() => Probe("TurboJPEG", LibraryNames.TurboJpeg, InstallCommand));
    private static readonly Lazy<NativeLibraryState> s_spng = new(() => Probe("libspng", LibraryNames.Spng, InstallCommand));
    private static readonly Lazy<NativeLibraryState> s_webP = new(() => Probe("libwebp", LibraryNames.WebP, WebPInstallCommand));

    /// <summary>The JPEG codec, libjpeg-turbo by its TurboJPEG interface.</summary>
    public static NativeLibraryState TurboJpeg => s_turboJpeg.Value;

    /// <summary>The PNG codec.</summary>
    public static NativeLibraryState Spng => s_spng.Value;

    /// <summary>The WebP decoder; a run without WebP photos does not need it.</summary>
    public static NativeLibraryState WebP => s_webP.Value;

    /// <summary>Checks that the codecs of every run (JPEG and PNG) are there.</summary>
    /// <exception cref="FeatureForgeException">One is missing; the message names the command that installs both. Exit code 1.</exception>
    public static void RequireCodecs()
    {
        Require(TurboJpeg);
        Require(Spng);
    }

    /// <summary>Checks that one library is there.</summary>
    /// <param name="library">State of the library.</param>
    /// <exception cref="FeatureForgeException">It is missing. Exit code 1.</exception>
    internal static void Require(NativeLibraryState library)
    {
        if (!library.IsAvailable)
            throw NativeErrors.LibraryMissing(library);
    }

    /// <summary>Looks for one library.</summary>
    /// <param name="name">Name people know.</param>
    /// <param name="library">One of <see cref="LibraryNames"/>.</param>
    /// <param name="install">Command that installs it.</param>
    internal static NativeLibraryState Probe(string name, string library, string install)
    {
        if (LibraryLoader.Find(library) != 0)
            return new NativeLibraryState(name, true, "");
        string tried = string.Join(", ", LibraryLoader.Candidates(library));
        return new NativeLibraryState(name, false, $"{name} is not installed (looked for {tried}). Install it: {install}.");
    }
}
