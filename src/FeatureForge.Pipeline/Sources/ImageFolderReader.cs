using System.Text;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Searches a folder for images. Follows links to files, not to folders: those could lead out of the folder or round in circles.</summary>
internal sealed class ImageFolderReader
{
    /// <summary>Extensions of images, any case.</summary>
    public const string Extensions = ".jpg .jpeg .jpe .png .webp";

    private const string FileField = "file";
    private readonly string _folder;
    private readonly SourceFindings _findings;

    private ImageFolderReader(string folder, SourceFindings findings)
    {
        _folder = folder;
        _findings = findings;
    }

    /// <summary>Lists the images below a folder.</summary>
    public static ImageFileList Read(string folder, SourceFindings findings, CancellationToken cancellation)
    {
        try
        {
            return new ImageFolderReader(folder, findings).Read(cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SourceErrors.NotReadable(folder, error);
        }
    }

    private ImageFileList Read(CancellationToken cancellation)
    {
        var paths = new Utf8Texts();
        var lengths = new BlockList<long>();
        using var files = new ImageFileEnumerator(_folder, _findings);
        while (files.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<char> path = files.CurrentPath;
            if (files.Current < 0 || !IsUsable(path))
                continue;
            Encoding.UTF8.GetBytes(path, paths.Add(Encoding.UTF8.GetByteCount(path)));
            lengths.Add(files.Current);
        }

        int[] order = paths.Sort();
        long[] sortedLengths = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
            sortedLengths[i] = lengths[order[i]];
        return new ImageFileList(paths, sortedLengths);
    }

    private bool IsUsable(ReadOnlySpan<char> path)
    {
        if (ShownText.HasControls(path))
        {
            _findings.Add(_folder, 0, FileField, path.ToString(), "has control characters in its name; left out, rename it");
            return false;
        }

        // Names that are not UTF-8 arrive with replacement characters, and then name no file.
        if (path.Contains('\uFFFD') && !File.Exists(Path.Combine(_folder, path.ToString())))
        {
            _findings.Add(_folder, 0, FileField, path.ToString(), "has a name that is not valid UTF-8; left out, rename it");
            return false;
        }

        return true;
    }
}
