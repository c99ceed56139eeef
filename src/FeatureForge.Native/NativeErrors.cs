using FeatureForge.Core.Errors;

namespace FeatureForge.Native;

/// <summary>Errors of the bindings, named by condition. What a codec says about one file is a status, not an error.</summary>
internal static class NativeErrors
{
    public static FeatureForgeException LibraryMissing(NativeLibraryState library) => new(1, library.Reason);

    public static FeatureForgeException OutOfMemory(string call) =>
        new(1, $"{call} gave no handle: the machine is out of memory. Use fewer workers (--workers).");

    public static FeatureForgeException CallFailed(string call, string text) =>
        new(1, $"{call} failed: {text}. Check the picture's size and the options of the call.");
}
