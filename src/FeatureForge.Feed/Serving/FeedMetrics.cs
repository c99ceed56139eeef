using System.Diagnostics;
using FeatureForge.Core.Errors;

namespace FeatureForge.Feed.Serving;

/// <summary>What a feed has done so far. Counters only ever grow; everything here is for several threads.</summary>
public sealed class FeedMetrics
{
    private long _samples;
    private long _bytes;
    private long _steps;
    private long _streamsOpened;
    private long _streamsActive;
    private long _refusals;
    private long _streamErrors;
    private long _stalls;
    private long _badSamples;
    private long _decodeWarnings;
    private long _readTicks;
    private long _assembleTicks;
    private long _sendTicks;
    private long _waiting;

    /// <summary>Samples sent.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>Bytes of frames sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Steps sent.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Streams begun.</summary>
    public long StreamsOpened => Interlocked.Read(ref _streamsOpened);

    /// <summary>Streams open now.</summary>
    public long StreamsActive => Interlocked.Read(ref _streamsActive);

    /// <summary>Requests answered with an error.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Streams that ended with an error after they had begun.</summary>
    public long StreamErrors => Interlocked.Read(ref _streamErrors);

    /// <summary>Streams cut because their client read nothing.</summary>
    public long Stalls => Interlocked.Read(ref _stalls);

    /// <summary>Samples that could not be made, each time they were tried.</summary>
    public long BadSamples => Interlocked.Read(ref _badSamples);

    /// <summary>Samples whose photo was decoded although it is damaged, each time: the codec warned and concealed the damage.</summary>
    public long DecodeWarnings => Interlocked.Read(ref _decodeWarnings);

    /// <summary>Records made and not yet sent.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Seconds that streams waited for records: for the disk, or for workers.</summary>
    public double ReadSeconds => Interlocked.Read(ref _readTicks) / (double)Stopwatch.Frequency;

    /// <summary>Seconds that streams put batches together.</summary>
    public double AssembleSeconds => Interlocked.Read(ref _assembleTicks) / (double)Stopwatch.Frequency;

    /// <summary>Seconds that streams waited for their clients.</summary>
    public double SendSeconds => Interlocked.Read(ref _sendTicks) / (double)Stopwatch.Frequency;

    /// <summary>The bad sample noticed last, in words, or empty.</summary>
    public string LastBadSample { get; private set; } = "";

    /// <summary>Path of the photo decoded with warnings last, or empty.</summary>
    public string LastDecodeWarning { get; private set; } = "";

    internal void OpenStream()
    {
        Interlocked.Increment(ref _streamsOpened);
        Interlocked.Increment(ref _streamsActive);
    }

    internal void CloseStream() => Interlocked.Decrement(ref _streamsActive);

    internal void Refuse() => Interlocked.Increment(ref _refusals);

    internal void FailStream() => Interlocked.Increment(ref _streamErrors);

    internal void Stall() => Interlocked.Increment(ref _stalls);

    internal void Send(long samples, long bytes)
    {
        Interlocked.Increment(ref _steps);
        Interlocked.Add(ref _samples, samples);
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void AddTimes(long read, long assemble, long send)
    {
        Interlocked.Add(ref _readTicks, read);
        Interlocked.Add(ref _assembleTicks, assemble);
        Interlocked.Add(ref _sendTicks, send);
    }

    internal void AddWaiting(long records) => Interlocked.Add(ref _waiting, records);

    internal void NoteBad(string key, BadSampleException bad)
    {
        Interlocked.Increment(ref _badSamples);
        LastBadSample = $"{key}: {bad.Message}";
    }

    internal void NoteDecodeWarning(string photo)
    {
        Interlocked.Increment(ref _decodeWarnings);
        LastDecodeWarning = photo;
    }
}
