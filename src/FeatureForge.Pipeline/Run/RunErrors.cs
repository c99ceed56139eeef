using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Pipeline.Run;

/// <summary>Errors of a run, in one place so that they read alike.</summary>
internal static class RunErrors
{
    public static BadSampleException FileTooLarge(long length) =>
        new("too-large", $"The file has {length} bytes, more than one picture may have ({Array.MaxLength}). Remove it or store the picture in a smaller file.");

    public static BadSampleException FileNotReadable() =>
        new("unreadable", "The file cannot be read: this user may not, or its medium is damaged. Change its permissions (chmod a+r), repair it or leave it out.");

    public static BadSampleException NotAFile() =>
        new("unreadable", "The name belongs to a pipe, socket, device or folder, not to a file with a picture. Remove it from the images.");

    public static BadSampleException BoxOutsidePicture(BoxPixels box, ImageShape upright) =>
        new("bad-box", FormattableString.Invariant($"The box {box.X0} {box.Y0} {box.X1} {box.Y1} that this sample shows has no area inside the picture of {upright}. Correct the row, or set boxSpace if the boxes are in stored (unturned) pixels."));

    public static BadSampleException InternalError(Exception defect) =>
        new("internal-error", $"The program failed on this file ({defect.GetType().Name}: {defect.Message}); this is a defect of the program. Report it with the file; leave the file out meanwhile.", cause: defect);

    public static FeatureForgeException InputChanged(string folder, in SampleDescription sample, FileReadStatus status, int length)
    {
        string path = Path.Combine(folder, Encoding.UTF8.GetString(sample.ImagePath));
        string seen = status switch
        {
            FileReadStatus.NotFound => "is gone",
            FileReadStatus.Complete => $"has {length} bytes",
            _ => $"cannot be read ({status})",
        };
        return new FeatureForgeException(1, $"{path} was listed with {sample.FileLength} bytes and now {seen}; the input must not change during a run. Finished shards are kept: restore the input and give the same command again, or start over with --fresh.");
    }

    public static FeatureForgeException BudgetExceeded(long quarantined, long total, double budget, BadSampleException last, string key) =>
        new(1, FormattableString.Invariant($"{quarantined} of {total} samples are bad, more than badSampleBudget: {budget} allows; the last one is {key}: {last.Message} See quarantine lines above; repair or remove the files, or raise badSampleBudget in the recipe."), last);

    public static FeatureForgeException BadSampleStops(BadSampleException bad, string key) =>
        new(1, $"{key}: {bad.Message} The run stops because onBadSample is fail; set it to quarantine to go on without such samples.", bad);

    public static FeatureForgeException NoSamples(string folder) =>
        new(1, $"{folder} yields no sample. Check source.images and, with cropToBox, that the annotations have boxes.");

    public static FeatureForgeException WorkerFailed(Exception cause, string key) =>
        new(1, $"{key}: {cause.GetType().Name}: {cause.Message} This is a defect of the program or a lack of memory, not of the file. Finished shards are kept: the same command resumes.", cause);
}
