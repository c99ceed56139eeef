using FeatureForge.Cli.Pictures;

namespace FeatureForge.Cli.Commands;

/// <summary>Writes sheets as files.</summary>
internal static class PictureFile
{
    /// <summary>Writes a PNG, replacing a file of that name.</summary>
    /// <param name="picture">Picture.</param>
    /// <param name="path">Absolute path; its folder is made if need be.</param>
    public static void WritePng(Picture picture, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        new NativePictureWriter().WritePng(picture.View, file);
    }
}
