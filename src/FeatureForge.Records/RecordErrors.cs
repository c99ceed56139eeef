using FeatureForge.Core.Errors;
using FeatureForge.Records.Shards;

namespace FeatureForge.Records;

/// <summary>The errors of stages 6 and 7, named by condition.</summary>
internal static class RecordErrors
{
    private const int DiskFullOnLinux = 28;
    private const int QuotaExceededOnLinux = 122;
    private const int ReadOnlyOnLinux = 30;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    public static BadSampleException RecordTooLarge(long bytes) => new(
        "record-too-large",
        $"The record would have {bytes} bytes, at most {Framing.RecordFraming.MaximumDataBytes} are possible. Choose a smaller geometry.output.");

    public static BadSampleException DamagedExample(string what, long offset) => new(
        "damaged-example",
        $"{what}, at byte {offset} of the record. The record is no tf.train.Example or was damaged before its checksum was made; write it again.",
        offset);

    public static DamagedShardException Damaged(ShardPlace place, string reason, string what, bool canContinue) => new(
        place,
        reason,
        $"{what}. {Path.GetFileName(place.File)}, record {place.Record} (from 0), byte {place.ByteOffset}. "
        + "Restore the file from a copy, or make it again: delete it and repeat the run with --fresh.",
        canContinue);

    public static FeatureForgeException DamagedIndex(string file, long line, string what) => new(
        1, $"{what}. {Path.GetFileName(file)}, line {line}. An index has one line `offset size` per record; make the shard again.");

    public static FeatureForgeException IndexOfCompressed(string file) => new(
        1, $"{Path.GetFileName(file)} is compressed as a whole, so an index cannot give access to its records. Read it from the start, or unpack it with gunzip.");

    public static FeatureForgeException CannotRead(string path, Exception cause) => new(
        1, $"Could not read {path}: {cause.Message} Check that it exists and may be read.", cause);

    public static FeatureForgeException NotRegularFile(string path) => new(
        1, $"{path} is a pipe, device or socket (or a link to one), not a regular file, so it was not read. Put the file itself there.");

    public static FeatureForgeException NothingAt(string path) => new(
        2, $"There is no file or folder {path}. Name a folder of shards or shard files.");

    public static FeatureForgeException SplitNameUnusable(string split) => new(
        1,
        $"Split name '{split}' cannot be part of a file name: letters, digits, '_', '.', '-' are allowed, not starting with '.' or '-', at most 100 characters. "
        + "Rename it in the annotations or under source.splits.");

    public static FeatureForgeException TooManyShards(string split, int count, long shardBytes) => new(
        2, $"Split '{split}' would have {count} shards of {shardBytes} bytes, at most {ShardName.MaximumShards} are possible. Set a larger output.shardBytes.");

    public static FeatureForgeException TooManyRecords(string split, int samples, int epochs) => new(
        2, $"Split '{split}' would have {samples} samples x {epochs} epochs, at most {Array.MaxLength} records are possible. Set a smaller epochs.");

    public static FeatureForgeException TaskOutOfRange(TaskShare task) => new(
        2, $"--task {task} names no task: in I/N, N is at least 1 and I goes from 0 to N - 1. For four tasks use 0/4, 1/4, 2/4 and 3/4.");

    public static FeatureForgeException FreshWithTask() => new(
        2, "--fresh cannot be combined with --task: each task would delete the shards of the others. Use another --output, or delete the folder before the tasks start.");

    public static FeatureForgeException FolderInUse(string path, TaskShare? task) => new(
        1,
        task is { } share
            ? $"Another run works in {path}: one without --task, or task {share} itself. Wait for it to end, or choose another --output."
            : $"Another run works in {path}. Wait for it to end, or choose another --output; several runs may share a folder only with --task.");

    public static FeatureForgeException ShardInUse(string name) => new(
        1, $"Shard {name} is being written by another task. Start all tasks of a run with the same N in --task I/N.");

    public static FeatureForgeException OtherFingerprint(string path, string difference, bool complete) => new(
        1,
        $"{path} holds {(complete ? "the shards" : "unfinished shards")} of another run; what differs: {difference}. "
        + "Choose another --output, or add --fresh to delete those shards and start over.");

    public static FeatureForgeException StateFolderIsLink(string path) => new(
        1,
        $"{path} is a link. What a run notes there is deleted when it ends, which must not happen elsewhere. Delete the link, or choose another --output.");

    public static FeatureForgeException ForeignFile(string path, string name) => new(
        1,
        $"{Path.Combine(path, name)} exists and was not written by a run in this folder, so it is not replaced. "
        + "Choose another --output, or move the file away.");

    public static FeatureForgeException DamagedState(string file, string what) => new(
        1, $"{file} cannot be understood: {what}. Start over with --fresh, or choose another --output.");

    public static FeatureForgeException NotOurManifest(string file, string what) => new(
        1, $"{file} is no manifest of shards ({what}), so the folder belongs to something else or is damaged. Choose another --output, or move the file away.");

    public static FeatureForgeException FinishTakesTooLong(string path) => new(
        1, $"Another task has been finishing {path} for ten minutes. If it no longer lives, repeat the command.");

    public static FeatureForgeException CannotWrite(string path, Exception cause) => new(1, WriteMessage(path, cause), cause);

    public static FeatureForgeException EntryPointsInUse(string path) => new(
        1, $"{path} is being written by another process. Wait for it to end, then repeat the command.");

    public static FeatureForgeException CannotWriteEntryPoints(string path, Exception cause) => new(
        1, $"Could not write {path}: {cause.Message.TrimEnd('.')}. The file belongs beside the images: free some space or change the rights of the folder and repeat the command; runs go on without it.", cause);

    private static string WriteMessage(string path, Exception cause) => cause switch
    {
        IOException { HResult: DiskFullOnLinux or QuotaExceededOnLinux or DiskFullOnWindows } =>
            $"The disk is full: could not write {path}. Free some space and repeat the command, which continues where it stopped, or choose another --output.",
        IOException { HResult: ReadOnlyOnLinux } =>
            $"Could not write {path}: the file system is read-only. Choose another --output.",
        UnauthorizedAccessException =>
            $"No permission to write {path}. Choose another --output, or change the rights of the folder.",
        _ => $"Could not write {path}: {cause.Message.TrimEnd('.')}. Put that right and repeat the command, which continues where it stopped, or choose another --output.",
    };
}
