using System.Security.Cryptography;
using System.Text;
using FeatureForge.Records.Shards;

namespace FeatureForge.Cli.Synth;

/// <summary>
/// The mark of a folder that <c>featureforge synth</c> fills: a hidden file with the SHA-256 of every text file written there, in the form of
/// <c>sha256sum</c>. It tells files of this command, which may be written anew, from files of somebody else.
/// </summary>
internal sealed class SynthMark
{
    /// <summary>Name of the mark.</summary>
    public const string FileName = ".featureforge-synth";

    private const int LargestMark = 4096;
    private const int LargestText = 64 << 20;
    private const string Head = "# Drawn by featureforge synth, which may write these files anew while they are unchanged.\n";
    private readonly string _folder;

    /// <summary>The mark of a folder; nothing is read or written yet.</summary>
    /// <param name="folder">Folder of the set.</param>
    public SynthMark(string folder) => _folder = folder;

    /// <summary>True where this command began to fill the folder.</summary>
    public bool Exists => File.Exists(Path.Combine(_folder, FileName));

    /// <summary>Marks the folder as this command's; files already listed stay so.</summary>
    public void Begin()
    {
        if (!Exists)
            File.WriteAllText(Path.Combine(_folder, FileName), Head);
    }

    /// <summary>Writes files and lists them. A file of an earlier set goes first, so that at no moment one is there that the mark does not know.</summary>
    /// <param name="files">Names and contents.</param>
    public void Write(params (string Name, string Text)[] files)
    {
        foreach ((string name, _) in files)
            File.Delete(Path.Combine(_folder, name));
        File.WriteAllText(Path.Combine(_folder, FileName), Head + string.Concat(files.Select(file => $"{Digest(Encoding.UTF8.GetBytes(file.Text))}  {file.Name}\n")));
        foreach ((string name, string text) in files)
            File.WriteAllText(Path.Combine(_folder, name), text);
    }

    /// <summary>True where a file is as this command wrote it.</summary>
    /// <param name="name">Name within the folder.</param>
    public bool Knows(string name)
    {
        FileInfo mark = new(Path.Combine(_folder, FileName)), file = new(Path.Combine(_folder, name));
        return mark.Exists && mark.Length <= LargestMark && file.Exists && file.Length <= LargestText && !SpecialFile.IsAt(mark.FullName) && !SpecialFile.IsAt(file.FullName)
            && File.ReadAllLines(mark.FullName).Contains($"{Digest(File.ReadAllBytes(file.FullName))}  {name}", StringComparer.Ordinal);
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
