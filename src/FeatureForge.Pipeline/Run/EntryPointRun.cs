using System.Diagnostics;
using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Records.EntryPoints;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Finds the entry points of every JPEG file below a folder and keeps them there, in one file. Images whose bytes have not changed are only
/// read, not decoded. The file depends on the images alone, not on workers or on what was there before; it is replaced whole, at the end.
/// </summary>
public sealed class EntryPointRun
{
    private const int SlotsPerWorker = 64;
    private readonly ImageFileList _images;
    private readonly RunProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly EntryPointWorker[] _workers;
    private readonly EntryPointSlot[] _slots;
    private readonly EntryPointIndex? _earlier;
    private readonly EntryPointSummary _summary;

    private EntryPointRun(string folder, ImageFileList images, EntryPointIndex? earlier, int workers, RunProgress progress, CancellationToken cancellation)
    {
        _images = images;
        _earlier = earlier;
        _progress = progress;
        _cancellation = cancellation;
        byte[] path = Encoding.UTF8.GetBytes(folder);
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new EntryPointWorker(path, earlier))];
        _slots = [.. Enumerable.Range(0, workers * SlotsPerWorker).Select(_ => new EntryPointSlot())];
        _summary = new EntryPointSummary { Path = EntryPointIndex.PathIn(folder), Images = images.Paths.Count };
    }

    /// <summary>Makes or renews the file of entry points of a folder.</summary>
    /// <param name="folder">Folder of the images.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="fresh">True to decode every image, whatever an earlier file says.</param>
    /// <param name="progress">Counters to update, and where to say what was found.</param>
    /// <param name="cancellation">Stops between two images; what was found by then is kept.</param>
    /// <returns>What was done; not complete when it was stopped.</returns>
    /// <exception cref="FeatureForgeException">The folder cannot be read or written, holds no image, or another process writes the file.</exception>
    public static EntryPointSummary Execute(string folder, int workers, bool fresh, RunProgress progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var findings = new SourceFindings();
        ImageFileList images = ImageFolderReader.Read(folder, findings, cancellation);
        if (images.Paths.Count == 0)
            throw SourceErrors.NoImages(folder, ImageFolderReader.Extensions);
        foreach (SourceFinding finding in findings.Items)
            progress.Note?.Invoke($"finding: {finding}");
        string path = EntryPointIndex.PathIn(folder);
        string? fault = null;
        using EntryPointIndex? earlier = fresh ? null : EntryPointIndex.Open(path, images.Paths.Count, image => images.Paths[image], out fault);
        if (fault is not null)
            progress.Note?.Invoke($"{path} is made anew: {fault}.");
        var run = new EntryPointRun(folder, images, earlier, workers, progress, cancellation);
        run.Execute();
        run._summary.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return run._summary;
    }

    private void Execute()
    {
        _progress.Total = _images.Paths.Count;
        try
        {
            using var writer = new EntryPointIndexWriter(_summary.Path);
            for (int first = 0; first < _images.Paths.Count; first += _slots.Length)
            {
                int count = Math.Min(_slots.Length, _images.Paths.Count - first);
                MakeAll(first, count);
                for (int i = 0; i < count; i++)
                    Write(writer, _slots[i]);
            }

            writer.Complete(image => _images.Paths[image]);
            _summary.Bytes = writer.ByteCount;
        }
        finally
        {
            foreach (EntryPointWorker worker in _workers)
                worker.Dispose();
            foreach (EntryPointSlot slot in _slots)
                slot.Dispose();
        }
    }

    // Slots are filled in any order and written in theirs: the file has the same bytes whoever was faster.
    private void MakeAll(int first, int count)
    {
        int next = 0;
        Parallel.For(0, _workers.Length, new ParallelOptions { MaxDegreeOfParallelism = _workers.Length }, worker =>
        {
            for (int i = Interlocked.Increment(ref next) - 1; i < count; i = Interlocked.Increment(ref next) - 1)
            {
                if (_cancellation.IsCancellationRequested)
                    TakeEarlier(first + i, _slots[i]);
                else
                    _workers[worker].Make(first + i, _images.Paths[first + i], _images.Lengths[first + i], _slots[i]);
            }
        });
    }

    // What an earlier time found stays, unseen: whoever uses it compares it with the image anyway.
    private void TakeEarlier(int image, EntryPointSlot slot)
    {
        slot.Clear();
        slot.RecordBytes = _earlier is null ? 0 : _earlier.Read(image, slot.Buffer).Length;
    }

    private void Write(EntryPointIndexWriter writer, EntryPointSlot slot)
    {
        writer.Add(slot.Record);
        _summary.Count(slot.Outcome, slot.Refusal);
        _summary.ImageBytes += slot.ImageBytes;
        if (slot.Outcome is EntryPointOutcome.Damaged or EntryPointOutcome.Unreadable)
            _progress.AddQuarantined();
        else if (slot.Outcome != EntryPointOutcome.NotReached)
            _progress.AddRecord(slot.RecordBytes);
    }
}
