namespace FeatureForge.Native;

/// <summary>Whether one native library can be used on this machine.</summary>
/// <param name="Name">Name people know the library by, for example <c>TurboJPEG</c>.</param>
/// <param name="IsAvailable">True when it was found and loaded.</param>
/// <param name="Reason">Empty when available; else what was looked for and the command that installs it.</param>
public sealed record NativeLibraryState(string Name, bool IsAvailable, string Reason);
