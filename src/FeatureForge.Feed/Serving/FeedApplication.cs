using System.Net;
using FeatureForge.Feed.Sources;
using Microsoft.AspNetCore.Http;

namespace FeatureForge.Feed.Serving;

/// <summary>Which answer belongs to which request, and who may ask.</summary>
/// <param name="source">Where records come from.</param>
/// <param name="options">Limits.</param>
/// <param name="metrics">Counters.</param>
/// <param name="status">The status page.</param>
/// <param name="stopping">Cancelled when the server ends.</param>
internal sealed class FeedApplication(IFeedSource source, FeedOptions options, FeedMetrics metrics, StatusPages status, CancellationToken stopping)
{
    private readonly TokenCheck _token = new(options.Token);
    private readonly FeedStream _stream = new(source, options, metrics, status.Samples);
    private int _streams;

    /// <summary>Answers a request.</summary>
    /// <param name="context">Request.</param>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException)
        {
            // The client is gone or the server ends; a stream must not look complete.
            context.Abort();
        }
        catch (Exception failure) when (FeedStream.RefusalOf(failure) is not null && !context.Response.HasStarted)
        {
            await RefuseAsync(context, FeedStream.RefusalOf(failure)!);
        }
        catch (Exception failure) when (FeedStream.RefusalOf(failure) is not null)
        {
            // Thrown on, the server sends what was written and closes the connection; aborted, it would throw away sound records.
            metrics.FailStream();
            status.Note($"{context.Request.Path}: {failure.Message}");
            throw;
        }
        catch (Exception failure)
        {
            // A defect met by one client must not end the server for the others.
            status.Note($"{context.Request.Path}: {failure}");
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            throw FeedErrors.WrongMethod(context.Request.Method);
        if (!_token.IsOn && !IsForUs(context))
            throw FeedErrors.ForeignHost(context.Request.Host.Host);

        // The page is the same for everybody; what it shows is asked for with the token.
        if (path is not ("/" or "/healthz") && !_token.Allows(context.Request.Headers.Authorization))
            throw FeedErrors.TokenWrong();
        if (path == "/v1/stream")
            await StreamAsync(context);
        else
            await status.AnswerAsync(context, path);
    }

    private async Task StreamAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _streams) > options.MaximumStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw FeedErrors.TooManyStreams(options.MaximumStreams);
        }

        metrics.OpenStream();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        try
        {
            await _stream.RunAsync(context, ending.Token);
        }
        finally
        {
            metrics.CloseStream();
            Interlocked.Decrement(ref _streams);
        }
    }

    /// <summary>A web page of another site may lead a browser to a loopback address under a name of its own; such requests are refused.</summary>
    private static bool IsForUs(HttpContext context)
    {
        if (context.Connection.LocalIpAddress is null)
            return true;
        string host = context.Request.Host.Host;
        return host is "" or "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    private async Task RefuseAsync(HttpContext context, FeedRefusal refusal)
    {
        metrics.Refuse();
        context.Response.Clear();
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.Status == StatusCodes.Status405MethodNotAllowed)
            context.Response.Headers.Allow = "GET, HEAD";
        if (refusal.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        ReadOnlyMemory<byte> content = ErrorContent.Write(refusal);
        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(content, context.RequestAborted);
    }
}
