using FeatureForge.Records.Framing;

namespace FeatureForge.Feed.Serving;

/// <summary>Copies of some records that streams sent lately, for the status page. A copy is made at most once in a while, and only while somebody looks.</summary>
internal sealed class CurrentSamples
{
    private const int Kept = 8;
    private const int LargestRecord = 16 << 20;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_attention = TimeSpan.FromSeconds(30);
    private readonly Queue<(byte[] Record, long Time)> _records = new();
    private long _lookedAt = long.MinValue / 2;
    private long _nextOffer;

    /// <summary>Takes a copy of a record if one is due.</summary>
    /// <param name="framed">Record with its frame.</param>
    public void Offer(ReadOnlyMemory<byte> framed)
    {
        long now = Environment.TickCount64;
        long due = Volatile.Read(ref _nextOffer);
        if (now < due || now - Volatile.Read(ref _lookedAt) > s_attention.TotalMilliseconds || framed.Length > LargestRecord)
            return;
        if (Interlocked.CompareExchange(ref _nextOffer, now + (long)s_interval.TotalMilliseconds, due) != due)
            return;
        byte[] copy = framed[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes].ToArray();
        lock (_records)
        {
            // After a pause in which nobody looked, or nothing was sent, the new ones must not stand beside much older ones.
            while (_records.Count == Kept || (_records.Count > 0 && now - _records.Peek().Time > s_attention.TotalMilliseconds))
                _records.Dequeue();
            _records.Enqueue((copy, now));
        }
    }

    /// <summary>What there is now, the newest last, and how long ago that was sent; somebody looks.</summary>
    public (IReadOnlyList<byte[]> Records, TimeSpan Age) Take()
    {
        long now = Environment.TickCount64;
        Volatile.Write(ref _lookedAt, now);
        lock (_records)
            return ([.. _records.Select(sample => sample.Record)], TimeSpan.FromMilliseconds(_records.Count == 0 ? 0 : now - _records.Last().Time));
    }
}
