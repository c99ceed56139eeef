using System.Diagnostics;
using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Testing;

namespace FeatureForge.Native.Tests;

public sealed class FileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GrowableBuffer _buffer = new();

    public void Dispose()
    {
        _buffer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Read_WhenFileIsThere_GivesItsBytes(int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        Directory.CreateDirectory(_folder["sub"]);
        File.WriteAllBytes(_folder["sub", "Bär 1.jpg"], content);

        Assert.Equal(FileReadStatus.Complete, Read("sub/Bär 1.jpg", out int length));
        Assert.Equal(content, _buffer.Ensure(length).ToArray());
        Assert.Equal(FileReadStatus.Complete, FileReader.Read(Utf8(_folder.Path + "/"), Utf8("sub/Bär 1.jpg"), _buffer, out _));
        Assert.Equal(FileReadStatus.Complete, FileReader.Read([], Utf8(_folder["sub", "Bär 1.jpg"]), _buffer, out _));
    }

    [Fact]
    public void Read_WhenFileIsAbsent_SaysNotFound()
    {
        File.WriteAllText(_folder["file"], "x");

        Assert.Equal(FileReadStatus.NotFound, Read("absent", out int length));
        Assert.Equal(FileReadStatus.NotFound, Read("file/below", out _));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Read_WhenPathNamesAFolder_SaysNotRegular() => Assert.Equal(FileReadStatus.NotRegularFile, Read("", out _));

    [SkippableFact]
    public void Read_WhenPathNamesAPipeOrDevice_ReturnsAtOnce()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "named pipes and /dev as on Linux");
        using (Process process = Process.Start("mkfifo", _folder["pipe"]))
            process.WaitForExit();

        Assert.Equal(FileReadStatus.NotRegularFile, Read("pipe", out _));
        Assert.Equal(FileReadStatus.NotRegularFile, FileReader.Read("/dev"u8, "zero"u8, _buffer, out _));
    }

    [SkippableFact]
    public void Read_WhenFileMayNotBeRead_SaysAccessDenied()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.UserName == "root", "root may read every file");
        File.WriteAllText(_folder["secret"], "x");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["secret"], UnixFileMode.None);

        Assert.Equal(FileReadStatus.AccessDenied, Read("secret", out _));
    }

    [SkippableFact]
    public void Read_WhenTheSizeReportedIsNotTheSizeRead_SaysChanged()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a file of /proc reports the size 0 and has content");

        Assert.Equal(FileReadStatus.Changed, FileReader.Read("/proc/self"u8, "status"u8, _buffer, out int length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Read_WhenPathIsImpossible_SaysSo()
    {
        Assert.Equal(FileReadStatus.InvalidPath, FileReader.Read([], [], _buffer, out _));
        Assert.Equal(FileReadStatus.InvalidPath, Read("with\0zero", out _));
        Assert.Equal(FileReadStatus.InvalidPath, Read(new string('a', 300), out _));
        Assert.Equal(FileReadStatus.InvalidPath, Read(new string('a', 5000), out _));
    }

    [Theory]
    [InlineData("there", FileReadStatus.Complete)]
    [InlineData("absent", FileReadStatus.NotFound)]
    [InlineData("", FileReadStatus.NotRegularFile)]
    public void ReadPortably_AgreesWithTheDirectWay(string name, FileReadStatus expected)
    {
        File.WriteAllText(_folder["there"], "content");

        Assert.Equal(expected, Read(name, out int direct));
        Assert.Equal(expected, FileReader.ReadPortably(Utf8(Path.Combine(_folder.Path, name)), _buffer, out int portable));
        Assert.Equal(direct, portable);
        if (expected == FileReadStatus.Complete)
            Assert.Equal("content"u8, _buffer.Ensure(portable));
    }

    [SkippableFact]
    public void Read_WhenWarm_AllocatesNothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the way through .NET's own files allocates");
        File.WriteAllBytes(_folder["a"], new byte[5000]);
        byte[] folder = Utf8(_folder.Path);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            FileReader.Read(folder, "a"u8, _buffer, out _);
            FileReader.Read(folder, "absent"u8, _buffer, out _);
        }));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [SkippableFact]
    public void Announce_WhateverThePathNames_LeavesItAndAllocatesNothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "nothing is announced elsewhere");
        File.WriteAllBytes(_folder["a"], new byte[5000]);
        Directory.CreateDirectory(_folder["sub"]);
        byte[] folder = Utf8(_folder.Path);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            FileReader.Announce(folder, "a"u8);
            FileReader.Announce(folder, "absent"u8);
            FileReader.Announce(folder, "sub"u8);
            FileReader.Announce([], "/dev/null"u8);
            FileReader.Announce([], []);
        }));
        Assert.Equal(FileReadStatus.Complete, FileReader.Read(folder, "a"u8, _buffer, out int length));
        Assert.Equal(5000, length);
    }

    private FileReadStatus Read(string name, out int length) => FileReader.Read(Utf8(_folder.Path), Utf8(name), _buffer, out length);
}
