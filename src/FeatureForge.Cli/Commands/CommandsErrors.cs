using FeatureForge.Core.Errors;

namespace FeatureForge.Cli.Commands;

/// <summary>Errors of the command line, in one place so that they read alike.</summary>
internal static class CommandsErrors
{
    public static FeatureForgeException BenchWithoutInput() =>
        new FeatureForgeException(ExitCodes.Usage, "bench needs a recipe, or a folder of photos with --input. Example: featureforge bench --input photos");

    public static FeatureForgeException SeveralMeasurements() =>
        new FeatureForgeException(ExitCodes.Usage, "--decoders, --ladder, --entry-points and --backend each measure something else; give one of them at a time.");

    public static FeatureForgeException NoSuchBackend(string text) =>
        new FeatureForgeException(ExitCodes.Usage, $"--backend {text}: there is no such backend; write cpu, opencl or cuda, or one device of 'featureforge devices', for example cuda:0.");

    public static FeatureForgeException NoSuchDevice(string backend, string reasons) =>
        new FeatureForgeException(ExitCodes.Problem, $"--backend {backend}: no usable device. {reasons} 'featureforge devices' lists what there is.");

    public static FeatureForgeException DeviceDiffers(string where) =>
        new FeatureForgeException(ExitCodes.Problem, $"the device gives other bytes than the CPU, so its speed means nothing: {where}. Please report it with what 'featureforge devices' prints.");

    public static FeatureForgeException NoPhotoToMeasure(string folder) =>
        new FeatureForgeException(ExitCodes.Problem, $"{folder} has no photo that can be decoded; name another folder with --input.");

    public static FeatureForgeException NoPhotoForLadder() =>
        new FeatureForgeException(ExitCodes.Problem, "no photo is a JPEG file that the recipe can be applied to, and the ladder's first rungs are those of JPEG. Name other photos with --input.");

    public static FeatureForgeException NoSuchPath(string path) =>
        new FeatureForgeException(ExitCodes.Problem, $"{path} does not exist. Name a folder written by 'featureforge run', or a TFRecord file.");

    public static FeatureForgeException NoShard(string path) =>
        new FeatureForgeException(ExitCodes.Problem, $"{path} holds no shard (files named split.tfrecord-00000-of-00010). Run a recipe first, or name another folder.");

    public static FeatureForgeException SeedOutOfRange(long seed, long largest) =>
        new FeatureForgeException(ExitCodes.Usage, $"--seed {seed} is out of range: 0 to {largest}.");

    public static FeatureForgeException StrictFindings(long findings) =>
        new FeatureForgeException(ExitCodes.Problem, $"{findings} findings in the annotations (listed above) and --strict was given. Repair them, or run without --strict.");

    public static FeatureForgeException RunStopped() =>
        new FeatureForgeException(ExitCodes.Problem, "stopped. Finished shards are kept; the same command goes on from here.");

    public static FeatureForgeException BenchStopped() =>
        new FeatureForgeException(ExitCodes.Problem, "stopped; what was measured so far is lost, and the files written for it are removed.");

    public static FeatureForgeException TaskMalformed(string text) =>
        new FeatureForgeException(ExitCodes.Usage, $"--task {text}: write I/N with 0 <= I < N, for example --task 0/4.");

    public static FeatureForgeException NoUsableDevice(string backend, string reasons) =>
        new FeatureForgeException(ExitCodes.Problem, $"--backend {backend}: {reasons} --backend cpu does without a device and writes the same bytes.");

    public static FeatureForgeException DeviceWithoutBackend(int number) =>
        new FeatureForgeException(ExitCodes.Usage, $"--device {number} counts the devices of one backend; name it with --backend opencl or --backend cuda.");

    public static FeatureForgeException NoSuchDevice(string backend, int number, int devices) =>
        new FeatureForgeException(ExitCodes.Problem, $"--device {number}: {backend} has {devices} {(devices == 1 ? "device" : "devices")} here, numbered from 0; 'featureforge devices' lists them.");

    public static FeatureForgeException DeviceMemoryMalformed(string text) =>
        new FeatureForgeException(ExitCodes.Usage, $"--device-memory {text}: write bytes, or a number with a unit, for example --device-memory 2GiB.");

    public static FeatureForgeException AddressMalformed(string text) =>
        new FeatureForgeException(ExitCodes.Usage, $"--listen {text}: write ADDRESS:PORT with an IP address and a port from 0 (any free one) to 65535, for example --listen 127.0.0.1:8080.");

    public static FeatureForgeException NothingToServe(string path) =>
        new FeatureForgeException(ExitCodes.Usage, $"'{path}' does not exist. Name a recipe (a YAML file; docs/recipe.md shows one to start from), or a folder of shards that 'featureforge run' has finished.");

    public static FeatureForgeException ServeStopped() =>
        new FeatureForgeException(ExitCodes.Problem, "stopped before the feed was ready.");

    public static FeatureForgeException RecipeBesideData(string recipe) =>
        new FeatureForgeException(ExitCodes.Usage, $"--data {recipe}: a recipe is trained on alone, and other data is named beside it. Name the recipe only, or make shards of it with 'featureforge run'.");

    public static FeatureForgeException OptionWithoutRecipe(string option) =>
        new FeatureForgeException(ExitCodes.Usage, $"{option} says where the photos of a recipe are, and --data names no recipe. Leave it out, or name a recipe: --data recipe.yaml.");

    public static FeatureForgeException OptionWithoutValue(string option) =>
        new FeatureForgeException(ExitCodes.Usage, $"{option} is given without a value; write a path behind it, or leave it out.");

    public static FeatureForgeException TemporaryFolderTooLong(string folder) =>
        new FeatureForgeException(ExitCodes.Problem, $"The path of a socket in the temporary folder {folder} would be longer than sockets may have. Set TMPDIR to a folder with a shorter path, such as /tmp.");

    public static FeatureForgeException TrainStopped() =>
        new FeatureForgeException(ExitCodes.Problem, "stopped before the training began; nothing has changed.");

    public static FeatureForgeException SynthStopped(string folder) =>
        new FeatureForgeException(ExitCodes.Problem, $"stopped; {folder} is incomplete. The same command draws it anew.");

    public static FeatureForgeException NoFolderToIndex(string folder) =>
        new FeatureForgeException(ExitCodes.Problem, $"{folder} is no folder. Name the folder that holds the images.");

    public static FeatureForgeException IndexNotBegun() =>
        new FeatureForgeException(ExitCodes.Problem, "stopped while the images were being listed; nothing has changed.");

    public static FeatureForgeException IndexStopped(long looked, int images) =>
        new FeatureForgeException(ExitCodes.Problem, $"stopped. The entry points of the {looked} of {images} images looked at so far are kept; the same command goes on from here.");

    public static FeatureForgeException SizeMalformed(string text) =>
        new FeatureForgeException(ExitCodes.Usage, $"--size {text}: write WIDTHxHEIGHT in pixels, for example --size 640x480.");

    public static FeatureForgeException NoPhotoToPreview(string folder, int looked) =>
        new FeatureForgeException(ExitCodes.Problem, $"None of the first {looked} samples of {folder} can be decoded; 'featureforge run' says why.");
}
