using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using FeatureForge.Feed.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FeatureForge.Feed.Serving;

/// <summary>What a feed says of itself: <c>/v1/manifest</c>, <c>/healthz</c>, <c>/metrics</c>, and the status page with its data.</summary>
internal sealed class StatusPages : IDisposable
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const int LeastStripWidth = 200;
    private const int LargestStripWidth = 1300;
    private readonly IFeedSource _source;
    private readonly FeedOptions _options;
    private readonly FeedMetrics _metrics;
    private readonly Action<string> _note;
    private readonly StatusHistory _history;
    private readonly SemaphoreSlim _drawing = new(1);
    private byte[]? _page;
    private byte[]? _manifest;

    /// <summary>Begins to keep history.</summary>
    /// <param name="source">Where records come from.</param>
    /// <param name="options">Limits.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="note">Takes sentences for the log.</param>
    public StatusPages(IFeedSource source, FeedOptions options, FeedMetrics metrics, Action<string> note)
    {
        _source = source;
        _options = options;
        _metrics = metrics;
        _note = note;
        _history = new StatusHistory(metrics);
    }

    /// <summary>Current samples.</summary>
    public CurrentSamples Samples { get; } = new();

    /// <summary>Says a sentence in the log.</summary>
    /// <param name="sentence">Sentence.</param>
    public void Note(string sentence) => _note(sentence);

    /// <summary>Answers a request for anything but a stream.</summary>
    /// <param name="context">Request.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="FeedRefusal">There is no such path.</exception>
    public Task AnswerAsync(HttpContext context, string path) => path switch
    {
        "/v1/manifest" => SendManifestAsync(context),
        "/healthz" => SendAsync(context, "text/plain; charset=utf-8", "ok\n"u8.ToArray()),
        "/metrics" => SendAsync(context, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(MetricsText.Write(_metrics, _source))),
        "/" => SendPageAsync(context),
        "/status.json" => SendAsync(context, "application/json", StatusJson()),
        "/samples.png" => SendSamplesAsync(context),
        _ => throw FeedErrors.NoSuchPath(path),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _history.Dispose();
        _drawing.Dispose();
    }

    private Task SendPageAsync(HttpContext context)
    {
        _page ??= ReadPage();
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return SendAsync(context, "text/html; charset=utf-8", _page);
    }

    private Task SendManifestAsync(HttpContext context)
    {
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(context.Request.QueryString.Value))
            throw FeedErrors.ManifestWithParameter(pair.DecodeName().ToString());

        // The data never changes while it is served, and one array serves all who ask at once.
        _manifest ??= FeedManifest.Write(_source);
        return SendAsync(context, "application/json", _manifest);
    }

    private async Task SendSamplesAsync(HttpContext context)
    {
        (IReadOnlyList<byte[]> records, TimeSpan age) = Samples.Take();
        if (records.Count == 0 || _options.Strip is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        // Drawing takes time; pages that ask at once wait for each other rather than take the feed's processors.
        await _drawing.WaitAsync(context.RequestAborted);
        byte[] picture;
        try
        {
            picture = _options.Strip.DrawPng(records, StripWidth(context.Request));
        }
        finally
        {
            _drawing.Release();
        }

        context.Response.Headers["FeatureForge-Age"] = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await SendAsync(context, "image/png", picture);
    }

    /// <summary>Pixels that the page has room for. A page may be of any width, so one beyond the bounds gets the nearest.</summary>
    private static int StripWidth(HttpRequest request) =>
        int.TryParse(request.Query["width"], NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? Math.Clamp(asked, LeastStripWidth, LargestStripWidth) : LargestStripWidth;

    private byte[] StatusJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, FeedJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("recipe", _source.Recipe);
            json.WriteString("splits", string.Join(", ", _source.Splits));
            json.WriteNumber("streams", _metrics.StreamsActive);
            json.WriteNumber("maximumStreams", _options.MaximumStreams);
            json.WriteNumber("samples", _metrics.Samples);
            json.WriteNumber("bytes", _metrics.Bytes);
            json.WriteNumber("refusals", _metrics.Refusals);
            json.WriteNumber("streamErrors", _metrics.StreamErrors);
            json.WriteNumber("stalls", _metrics.Stalls);
            json.WriteNumber("badSamples", _metrics.BadSamples);
            json.WriteString("lastBadSample", _metrics.LastBadSample);
            json.WriteNumber("decodeWarnings", _metrics.DecodeWarnings);
            json.WriteString("lastDecodeWarning", _metrics.LastDecodeWarning);
            json.WriteBoolean("hasQueue", _source is ILiveSource);
            _history.Write(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static async Task SendAsync(HttpContext context, string type, byte[] content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(content, context.RequestAborted);
    }

    private static byte[] ReadPage()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("StatusPage.html")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
