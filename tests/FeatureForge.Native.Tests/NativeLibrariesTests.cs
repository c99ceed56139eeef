using FeatureForge.Core.Errors;

namespace FeatureForge.Native.Tests;

public class NativeLibrariesTests
{
    [Fact]
    public void Probe_WhenLibraryIsAbsent_SaysWhatWasLookedForAndHowToInstallIt()
    {
        NativeLibraryState state = NativeLibraries.Probe("Nonesuch", "libnonesuch.so.9", NativeLibraries.InstallCommand);

        Assert.False(state.IsAvailable);
        Assert.Contains("looked for libnonesuch.so.9", state.Reason, StringComparison.Ordinal);
        Assert.Contains("apt-get install libturbojpeg0 libspng0", state.Reason, StringComparison.Ordinal);
        var error = Assert.Throws<FeatureForgeException>(() => NativeLibraries.Require(state));
        Assert.Equal((1, state.Reason), (error.ExitCode, error.Message));
    }

    [Fact]
    public void RequireCodecs_WhenInstalled_Passes()
    {
        NativeLibraries.RequireCodecs();

        Assert.True(NativeLibraries.TurboJpeg.IsAvailable && NativeLibraries.Spng.IsAvailable);
        Assert.Equal("", NativeLibraries.TurboJpeg.Reason + NativeLibraries.Spng.Reason);
    }
}
