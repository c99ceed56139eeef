using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Synth;

/// <summary>Errors of drawing photos.</summary>
internal static class SynthErrors
{
    /// <summary>The number of photos is out of range.</summary>
    public static FeatureForgeException CountOutOfRange(int count) => new(
        2, $"--count is {count}, the rule is 1 to {SynthOptions.LargestCount}. Give a number of photos in this range.");

    /// <summary>The size is out of range.</summary>
    public static FeatureForgeException SizeOutOfRange(ImageShape size) => new(
        2, $"--size is {size}, the rule is {SynthOptions.SmallestSide} to {SynthOptions.LargestSide} pixels per side. Give a size in this range, or leave it out for a mixture.");

    /// <summary>The folder holds photos of somebody else, which the recipe would take for negatives.</summary>
    public static FeatureForgeException ForeignPhoto(string folder, string name) => new(
        1, $"The photos folder holds {name}, which is not one of the photos to draw; it would become a sample without faces. Folder {folder}. Choose another folder, or remove what it holds.");

    /// <summary>A file would be overwritten that this command did not write, or that was changed since.</summary>
    public static FeatureForgeException ForeignFile(string folder, string name, bool isMarked) => new(
        1, $"The folder holds {name}, which {(isMarked ? "was changed since featureforge synth wrote it" : "featureforge synth did not make")} and would overwrite. Folder {folder}. Choose another folder, move it away, or give --overwrite.");

    /// <summary>The folder cannot be written.</summary>
    public static FeatureForgeException CannotWrite(string folder, Exception cause) => new(
        1, $"The drawn photos cannot be written: {cause.Message} Folder {folder}. Choose a folder that you may write to and that has room.", cause);
}
