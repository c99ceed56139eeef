using System.Diagnostics;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>A file system of a few megabytes in memory; tests that need one are skipped where this user may not mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(string options)
    {
        bool mounted = Mount("-t", "tmpfs", "-o", options, "featureforge-test", _folder.Path);
        if (!mounted)
            _folder.Dispose();
        Skip.IfNot(mounted, "mounting a small tmpfs needs root and CAP_SYS_ADMIN");
    }

    /// <summary>Root of the file system.</summary>
    public string Folder => _folder.Path;

    /// <summary>Changes its options.</summary>
    public void Remount(string options) => Assert.True(Mount("-o", $"remount,{options}", _folder.Path));

    public void Dispose()
    {
        using (Process unmount = Process.Start("umount", [_folder.Path]))
            unmount.WaitForExit();
        _folder.Dispose();
    }

    private static bool Mount(params string[] arguments)
    {
        try
        {
            using Process mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
            mount.WaitForExit();
            return mount.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
