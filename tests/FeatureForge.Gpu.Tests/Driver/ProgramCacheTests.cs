using FeatureForge.Gpu.Driver;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Driver;

public sealed class ProgramCacheTests
{
    private static readonly byte[] s_key = ProgramCache.KeyOf("a", "b");

    [Fact]
    public void KeyOf_OfOtherParts_IsAnother()
    {
        Assert.Equal(s_key, ProgramCache.KeyOf("a", "b"));
        Assert.NotEqual(s_key, ProgramCache.KeyOf("ab", ""));
        Assert.NotEqual(s_key, ProgramCache.KeyOf("ab"));
        Assert.NotEqual(s_key, ProgramCache.KeyOf("b", "a"));
    }

    [Fact]
    public void Write_ThenTryRead_GivesTheSameAndLeavesOneFileOfItsOwner()
    {
        using var folder = new TemporaryFolder();
        var cache = new ProgramCache(folder["deep", "cache"]);
        Assert.Null(cache.TryRead(s_key));
        cache.Write(s_key, "first"u8);
        cache.Write(s_key, "second"u8);
        Assert.Equal("second"u8.ToArray(), cache.TryRead(s_key));
        Assert.Null(cache.TryRead(ProgramCache.KeyOf("c")));
        Assert.Single(Directory.GetFiles(folder["deep", "cache"]));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["deep", "cache"]));
    }

    [Fact]
    public void TryRead_OfAFileUnderAnotherName_GivesNothing()
    {
        using var folder = new TemporaryFolder();
        var cache = new ProgramCache(folder["cache"]);
        cache.Write(s_key, "program"u8);
        byte[] other = ProgramCache.KeyOf("other");
        File.Copy(Directory.GetFiles(folder["cache"])[0], Path.Combine(folder["cache"], $"{Convert.ToHexStringLower(other)}.program"));
        Assert.Null(cache.TryRead(other));
    }

    [SkippableFact]
    public void Folder_ThatOthersCanWrite_IsNotUsed()
    {
        Skip.If(OperatingSystem.IsWindows(), "no Unix file modes here");
        using var folder = new TemporaryFolder();
        string path = folder["shared"];
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);
        var cache = new ProgramCache(path);
        cache.Write(s_key, "program"u8);
        Assert.Null(cache.TryRead(s_key));
        Assert.Empty(Directory.GetFiles(path));
    }

    [Fact]
    public void Folder_ThatCannotBeMade_OnlyCostsTime()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var cache = new ProgramCache(folder["file", "cache"]);
        cache.Write(s_key, "program"u8);
        Assert.Null(cache.TryRead(s_key));
        Assert.Null(new ProgramCache("").TryRead(s_key));
    }
}
