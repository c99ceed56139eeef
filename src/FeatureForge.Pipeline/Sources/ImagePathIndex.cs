using System.Text;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Sources;

/// <summary>
/// Finds the image that an annotation row names. Only images that the search of the folder found can be named; a path that
/// leads out of the folder is an attack or a mistake that would go on for the whole file, so it is refused.
/// </summary>
internal sealed class ImagePathIndex
{
    private const int StackBytes = 1024;
    private readonly Utf8Texts _paths;
    private readonly string _folder;
    private int _last = -1;

    public ImagePathIndex(Utf8Texts paths, string folder)
    {
        _paths = paths;
        _folder = folder;
    }

    /// <summary>Number of the image, or -1 when no such image is in the folder.</summary>
    /// <param name="value">Path as written in the row.</param>
    /// <param name="file">Annotation file, for the error.</param>
    /// <param name="line">Line, for the error.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The path leads out of the folder or holds a null character; exit code 1.</exception>
    public int Find(ReadOnlySpan<char> value, string file, long line)
    {
        int number = FindExactly(value);
        if (number >= 0)
            return number;
        if (value.Contains('\0'))
            throw SourceErrors.NullCharacter(file, line, value);
        if (!TryNormalize(value, out string path))
            throw SourceErrors.OutsideImages(file, line, value, _folder);
        return FindExactly(path);
    }

    // Rows mostly come in the order of the files, several of one image together; those cost no search.
    private int FindExactly(ReadOnlySpan<char> value)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = most <= StackBytes ? stackalloc byte[StackBytes] : new byte[most];
        ReadOnlySpan<byte> path = bytes[..Encoding.UTF8.GetBytes(value, bytes)];
        for (int near = Math.Max(_last, 0); near <= _last + 1 && near < _paths.Count; near++)
        {
            if (path.SequenceEqual(_paths[near]))
                return _last = near;
        }

        int number = _paths.Find(path);
        if (number >= 0)
            _last = number;
        return number;
    }

    private bool TryNormalize(ReadOnlySpan<char> value, out string path)
    {
        string text = value.Trim().ToString().Replace('\\', '/');
        string folder = _folder.Replace('\\', '/') + "/";
        path = "";
        if (text.StartsWith(folder, StringComparison.Ordinal))
            text = text[folder.Length..];
        else if (text.StartsWith('/') || (text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0])))
            return false;
        var parts = new List<string>();
        foreach (string part in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return false;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        path = string.Join('/', parts);
        return true;
    }
}
