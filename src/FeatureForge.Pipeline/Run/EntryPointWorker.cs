using FeatureForge.Core.Buffers;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Records.EntryPoints;

namespace FeatureForge.Pipeline.Run;

/// <summary>Finds the entry points of images, one after the other; one instance per thread.</summary>
internal sealed class EntryPointWorker(byte[] folder, EntryPointIndex? earlier) : IDisposable
{
    private const int LargeFileBytes = 64 << 20;
    private static readonly SemaphoreSlim s_largeFiles = new(1);
    private readonly FastJpegDecoder _decoder = new();
    private readonly EntryPoints _points = new();
    private readonly GrowableBuffer _file = new();

    /// <summary>Makes the record of an image.</summary>
    /// <param name="image">Number of the image in the listing.</param>
    /// <param name="path">Its path within the folder.</param>
    /// <param name="length">Its length when it was listed.</param>
    /// <param name="slot">Takes record and outcome.</param>
    public void Make(int image, ReadOnlySpan<byte> path, long length, EntryPointSlot slot)
    {
        // Huge files are worked on one at a time, so that memory stays bounded.
        bool large = length > LargeFileBytes;
        if (large)
            s_largeFiles.Wait();
        try
        {
            slot.Clear();
            if (FileReader.Read(folder, path, _file, out int bytes) == FileReadStatus.Complete)
                Make(image, _file.Ensure(bytes), slot);
            else
                slot.Outcome = EntryPointOutcome.Unreadable;
        }
        finally
        {
            _file.Trim();
            if (large)
                s_largeFiles.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _file.Dispose();
    }

    private void Make(int image, ReadOnlySpan<byte> file, EntryPointSlot slot)
    {
        if (!ImageSignature.IsJpeg(file))
            slot.Outcome = EntryPointOutcome.NotJpeg;
        else if (IsKept(image, file, slot))
            slot.Outcome = EntryPointOutcome.Kept;
        else
            Find(file, slot);
        if (slot.RecordBytes > 0)
            slot.ImageBytes = file.Length;
    }

    private bool IsKept(int image, ReadOnlySpan<byte> file, EntryPointSlot slot)
    {
        if (earlier is null)
            return false;
        ReadOnlySpan<byte> bytes = earlier.Read(image, slot.Buffer);
        if (!EntryPointRecord.TryRead(bytes, out EntryPointRecord record) || !record.IsOf(file) || !_points.TryRead(record.Content))
            return false;
        slot.RecordBytes = bytes.Length;
        return true;
    }

    private void Find(ReadOnlySpan<byte> file, EntryPointSlot slot)
    {
        slot.Refusal = _decoder.FindEntryPoints(file, _points);
        slot.Outcome = slot.Refusal switch
        {
            JpegRefusal.None => EntryPointOutcome.Found,
            JpegRefusal.ScanEnd or JpegRefusal.Data => EntryPointOutcome.Damaged,
            _ => EntryPointOutcome.OtherCoding,
        };
        if (slot.Refusal != JpegRefusal.None)
            return;
        slot.RecordBytes = EntryPointRecord.ByteCount(_points.ByteCount);
        Span<byte> record = slot.Buffer.Ensure(slot.RecordBytes);
        _points.Write(EntryPointRecord.ContentOf(record));
        EntryPointRecord.Complete(record, file);
    }
}
