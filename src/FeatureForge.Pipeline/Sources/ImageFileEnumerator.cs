using System.IO.Enumeration;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Walks over the image files below a folder. A file costs no object: its path stands in a buffer until the next one.</summary>
internal sealed class ImageFileEnumerator : FileSystemEnumerator<long>
{
    private const string FileField = "file";
    private static readonly EnumerationOptions s_options = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };
    private readonly string _folder;
    private readonly SourceFindings _findings;
    private char[] _path = new char[1024];
    private int _pathLength;

    public ImageFileEnumerator(string folder, SourceFindings findings)
        : base(folder, s_options)
    {
        _folder = folder;
        _findings = findings;
    }

    /// <summary>Path of the current file relative to the folder, <c>/</c>-separated; its length in bytes is <see cref="FileSystemEnumerator{TResult}.Current"/>, or negative for a link to nothing.</summary>
    public ReadOnlySpan<char> CurrentPath => _path.AsSpan(0, _pathLength);

    /// <inheritdoc/>
    protected override bool ShouldIncludeEntry(ref FileSystemEntry entry) => !entry.IsDirectory && HasImageExtension(entry.FileName);

    /// <inheritdoc/>
    protected override bool ShouldRecurseIntoEntry(ref FileSystemEntry entry)
    {
        if ((entry.Attributes & FileAttributes.ReparsePoint) == 0)
            return true;
        TakePath(ref entry);
        _findings.Add(_folder, 0, FileField, CurrentPath.ToString(), "is a link to a folder; links to folders are not followed, copy the images or name that folder");
        return false;
    }

    /// <inheritdoc/>
    protected override long TransformEntry(ref FileSystemEntry entry)
    {
        TakePath(ref entry);
        if ((entry.Attributes & FileAttributes.ReparsePoint) == 0)
            return entry.Length;
        if (TargetLength(entry.ToFullPath()) is { } length)
            return length;
        _findings.Add(_folder, 0, FileField, CurrentPath.ToString(), "is a link to a file that does not exist; left out");
        return -1;
    }

    // The length of a link is that of the path in it; wanted is the length of the file. Links in a circle have no target.
    private static long? TargetLength(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true) is FileInfo { Exists: true } target ? target.Length : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void TakePath(ref FileSystemEntry entry)
    {
        ReadOnlySpan<char> below = entry.Directory[entry.RootDirectory.Length..].Trim(Path.DirectorySeparatorChar);
        ReadOnlySpan<char> name = entry.FileName;
        if (_path.Length < below.Length + 1 + name.Length)
            _path = new char[2 * (below.Length + 1 + name.Length)];
        below.CopyTo(_path);
        int start = below.Length;
        if (start > 0)
            _path[start++] = '/';
        name.CopyTo(_path.AsSpan(start));
        _pathLength = start + name.Length;
        if (Path.DirectorySeparatorChar != '/')
            _path.AsSpan(0, _pathLength).Replace(Path.DirectorySeparatorChar, '/');
    }

    private static bool HasImageExtension(ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> extension = Path.GetExtension(name);
        foreach (Range word in ImageFolderReader.Extensions.AsSpan().Split(' '))
        {
            if (extension.Equals(ImageFolderReader.Extensions.AsSpan()[word], StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
