using System.Globalization;
using System.Net;
using FeatureForge.Core.Errors;
using FeatureForge.Feed.Batches;
using FeatureForge.Feed.Requests;
using FeatureForge.Feed.Sources;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using Microsoft.AspNetCore.Http;

namespace FeatureForge.Feed.Serving;

/// <summary>One stream from request to last frame.</summary>
/// <param name="source">Where records come from.</param>
/// <param name="options">Limits.</param>
/// <param name="metrics">Counts what is sent.</param>
/// <param name="samples">Keeps current samples for the status page.</param>
internal sealed class FeedStream(IFeedSource source, FeedOptions options, FeedMetrics metrics, CurrentSamples samples)
{
    private const string BatchType = "application/x-featureforge-batches";
    private const string RecordType = "application/x-tfrecord";
    private const int MostCheckedFirst = 256;

    /// <summary>Answers a request for a stream.</summary>
    /// <param name="context">Request.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="FeedRefusal">The stream cannot begin.</exception>
    /// <exception cref="OperationCanceledException">The client is gone, or the server ends.</exception>
    public async Task RunAsync(HttpContext context, CancellationToken cancellation)
    {
        StreamRequest request = StreamRequest.Parse(context.Request.QueryString.Value);
        IFeedEpoch epoch = await OpenAsync(request, cancellation);
        ulong seed = request.Seed ?? source.Seed;
        var partition = new Partition(epoch.Samples, request.Batch, request.Rank, request.World, request.Remainder);
        if (request.Step > partition.Steps)
            throw FeedErrors.NoSuchStep(request.Step, partition.Steps);
        if (request.Format == StreamFormat.Record)
        {
            await SendRecordsAsync(context, epoch, partition, request, cancellation);
            return;
        }

        // Pictures go out from the records themselves; a stream without them, whose batches may be many times larger, holds no records.
        bool keepsBatch = request.Fields?.Contains("image") ?? true;
        using IRecordStream records = epoch.Open(partition.PlacesFrom(request.Step), request.Batch, keepsBatch);
        BatchColumn[] columns = await ColumnsAsync(epoch, request, records.Kept >= request.Batch - 1, cancellation);
        bool checksums = options.AlwaysChecksums || context.Connection.RemoteIpAddress is { } client && !IPAddress.IsLoopback(client);
        ReadOnlyMemory<byte> header = BatchHeader.Write(request, partition, (source.Recipe, source.Serving, seed), columns.Select(column => column.Field), checksums);
        context.Response.ContentType = BatchType;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using ClientWriter writer = await ClientWriter.BeginAsync(context, options.StallLimit, cancellation);
        await CountStallsAsync(writer, async () =>
        {
            await writer.WriteAsync(header);
            await SendBatchesAsync(writer, records, partition, request.Step, new BatchBuilder(columns, checksums), cancellation);
        });
    }

    private Task<IFeedEpoch> OpenAsync(StreamRequest request, CancellationToken cancellation)
    {
        if (!source.Splits.Contains(request.Split))
            throw FeedErrors.UnknownSplit(request.Split, source.Splits);
        if (source.HasFixedSeed && request.Seed is { } seed && seed != source.Seed)
            throw FeedErrors.OtherSeed(seed, source.Seed);
        return source.OpenEpochAsync(new EpochKey(request.Split, request.Epoch, request.Seed ?? source.Seed, LabelsOf(request)), cancellation);
    }

    private BalancedLabels LabelsOf(StreamRequest request)
    {
        if (request.Balance.Count == 0)
            return BalancedLabels.None;
        int[] ids = [.. request.Balance.Select(name => source.Labels.TakeWhile(label => label != name).Count())];
        int unknown = Array.IndexOf(ids, source.Labels.Count);
        return unknown < 0 ? new BalancedLabels(ids) : throw FeedErrors.UnknownLabel(request.Balance[unknown], source.Labels);
    }

    /// <summary>The first sample of the epoch fixes fields and shapes for all its ranks and steps.</summary>
    private async Task<BatchColumn[]> ColumnsAsync(IFeedEpoch epoch, StreamRequest request, bool keepsRecords, CancellationToken cancellation)
    {
        using IRecordStream first = epoch.Open([0], 1);
        ReadOnlyMemory<byte> framed = await first.NextAsync(cancellation);
        var scan = new ExampleScan();
        scan.Read(framed[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes]);
        BatchColumn[] columns = BatchColumns.Create(request.Fields, scan, source.AnchorCount, keepsRecords);
        long fixedBytes = columns.Where(column => !column.Field.Ragged).Sum(column => column.Field.RowBytes) * request.Batch;
        return fixedBytes <= BatchBuilder.LargestPayload ? columns : throw FeedErrors.BatchTooLarge(fixedBytes, BatchBuilder.LargestPayload);
    }

    private async Task SendBatchesAsync(
        ClientWriter writer, IRecordStream records, Partition partition, long first, BatchBuilder builder, CancellationToken cancellation)
    {
        var times = new StreamTimes(metrics);
        long step = first;
        try
        {
            for (; step < partition.Steps; step++)
            {
                int count = partition.PlacesAt(step).Count;
                builder.Begin();
                for (int i = 0; i < count; i++)
                {
                    ReadOnlyMemory<byte> framed = await records.NextAsync(cancellation);
                    times.Read();
                    builder.Add(framed);
                    samples.Offer(framed);
                    times.Assemble();
                }

                IReadOnlyList<ReadOnlyMemory<byte>> pieces = builder.Finish(step);
                times.Assemble();
                await writer.WriteAsync(pieces);
                times.Send();
                metrics.Send(count, builder.FrameBytes);
            }

            await writer.WriteAsync(Head(FrameFormat.End, partition.Steps, 0));
        }
        catch (Exception failure) when (RefusalOf(failure) is not null)
        {
            ReadOnlyMemory<byte> content = ErrorContent.Write(RefusalOf(failure)!);
            metrics.FailStream();
            await writer.WriteAsync([Head(FrameFormat.Error, step, content.Length), content]);
        }
    }

    private async Task SendRecordsAsync(HttpContext context, IFeedEpoch epoch, Partition partition, StreamRequest request, CancellationToken cancellation)
    {
        long count = partition.SamplesFrom(request.Step);
        IHeaderDictionary headers = context.Response.Headers;
        context.Response.ContentType = RecordType;
        headers["FeatureForge-Steps"] = partition.Steps.ToString(CultureInfo.InvariantCulture);
        headers["FeatureForge-Samples"] = partition.Samples.ToString(CultureInfo.InvariantCulture);
        headers["FeatureForge-Records"] = count.ToString(CultureInfo.InvariantCulture);
        headers["FeatureForge-Recipe"] = source.Recipe;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (epoch.IsStored)
            await CheckFirstStepAsync(epoch, partition, request.Step, cancellation);
        using IRecordStream records = epoch.Open(partition.PlacesFrom(request.Step), request.Batch);
        var times = new StreamTimes(metrics);
        ReadOnlyMemory<byte> framed = count > 0 ? await records.NextAsync(cancellation) : default;
        using ClientWriter writer = await ClientWriter.BeginAsync(context, options.StallLimit, cancellation);
        await CountStallsAsync(writer, async () =>
        {
            for (long sent = 0; sent < count; sent++)
            {
                if (sent > 0)
                    framed = await records.NextAsync(cancellation);
                times.Read();
                samples.Offer(framed);
                await writer.WriteAsync(framed);
                times.Send();
                metrics.Send(1, framed.Length);
            }
        });
    }

    /// <summary>
    /// A stream of records cannot say what went wrong in its midst, it only breaks off. The client then asks for the step that it did not
    /// get, so what is wrong with that is found before the response begins, and said with a status.
    /// </summary>
    private static async Task CheckFirstStepAsync(IFeedEpoch epoch, Partition partition, long step, CancellationToken cancellation)
    {
        int count = step < partition.Steps ? partition.PlacesAt(step).Count : 0;
        using IRecordStream records = epoch.Open(partition.PlacesFrom(step), count);
        for (int i = 0; i < Math.Min(count, MostCheckedFirst); i++)
            await records.NextAsync(cancellation);
    }

    private async Task CountStallsAsync(ClientWriter writer, Func<Task> send)
    {
        try
        {
            await send();
        }
        finally
        {
            if (writer.HasStalled)
                metrics.Stall();
        }
    }

    /// <summary>What a client is told of a failure; null for those that are none of its business.</summary>
    /// <param name="failure">Failure.</param>
    public static FeedRefusal? RefusalOf(Exception failure) => failure switch
    {
        FeedRefusal refusal => refusal,
        DamagedShardException damage => FeedErrors.Damaged(damage),
        BadSampleException bad => FeedErrors.RecordDamaged(bad),
        FeatureForgeException other => FeedErrors.Failed(other),
        _ => null,
    };

    private static byte[] Head(uint magic, long step, long payloadBytes)
    {
        byte[] head = new byte[FrameFormat.HeadBytes];
        FrameFormat.Write(head, magic, step, payloadBytes, 0);
        return head;
    }
}
