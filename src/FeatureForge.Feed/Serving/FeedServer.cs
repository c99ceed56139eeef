using System.Net;
using System.Net.Sockets;
using FeatureForge.Feed.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FeatureForge.Feed.Serving;

/// <summary>A running feed.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    private const int MostHeaderBytes = 16 << 10;

    // As many labels as may be balanced, each of the longest name and every byte of it percent-encoded, take 48 KiB.
    private const int MostRequestLineBytes = 64 << 10;
    private const int ConnectionsBesidesStreams = 64;
    private const double LeastPageBytesPerSecond = 32 << 10;

    // With room for one byte a flush ends when the system has taken all that was written, so that ClientWriter can go on at the socket itself.
    private const int ServerBufferBytes = 1;
    private readonly IFeedSource _source;
    private readonly FeedOptions _options;
    private readonly StatusPages _status;
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _host;
    private int _isDisposed;

    private FeedServer(IFeedSource source, FeedOptions options, FeedMetrics metrics, Action<string> note)
    {
        _source = source;
        _options = options;
        Metrics = metrics;
        _status = new StatusPages(source, options, metrics, note);
    }

    /// <summary>What the feed has done so far.</summary>
    public FeedMetrics Metrics { get; }

    /// <summary>Where clients find the feed: <c>http://127.0.0.1:8080</c>, <c>unix:/path</c>.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Starts a feed over a folder of shards.</summary>
    /// <param name="data">What to serve.</param>
    /// <param name="options">Where to listen and what to allow.</param>
    /// <param name="note">Takes sentences for the log; called by any thread.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The data is damaged, an address is taken, or a token is missing.</exception>
    public static async Task<FeedServer> StartAsync(FeedData data, FeedOptions options, Action<string> note)
    {
        CheckAddress(options);
        var metrics = new FeedMetrics();
        var server = new FeedServer(data.Open(metrics, note), options, metrics, note);
        try
        {
            await server.ListenAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends every stream and the server. Clients see streams without their end, never a shorter stream that looks complete.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _stopping.CancelAsync();
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }

        _status.Dispose();
        _source.Dispose();
        _stopping.Dispose();
        if (_host is not null && _options.SocketPath is { } socket)
            File.Delete(socket);
    }

    private static void CheckAddress(FeedOptions options)
    {
        if (options.Address is { } address && !IPAddress.IsLoopback(address.Address) && options.Token is null)
            throw FeedErrors.TokenRequired(address.ToString());
    }

    private async Task ListenAsync()
    {
        if (_options.SocketPath is { } socket)
            SocketPlace.Prepare(socket);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = ServerBufferBytes);
        builder.WebHost.ConfigureKestrel(Configure);
        WebApplication host = builder.Build();
        var application = new FeedApplication(_source, _options, Metrics, _status, _stopping.Token);
        host.Run(application.HandleAsync);
        try
        {
            await host.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await host.DisposeAsync();
            throw FeedErrors.CannotListen(string.Join(" and ", new[] { _options.Address?.ToString(), _options.SocketPath }.OfType<string>()), exception);
        }

        _host = host;
        if (_options.SocketPath is { } path)
            SocketPlace.Protect(path);
        Addresses = [.. host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => address.StartsWith("http://unix:", StringComparison.Ordinal) ? $"unix:{_options.SocketPath}" : address)];
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = MostRequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxConcurrentConnections = _options.MaximumStreams + ConnectionsBesidesStreams;
        kestrel.Limits.RequestHeadersTimeout = _options.IdleLimit;
        kestrel.Limits.KeepAliveTimeout = _options.IdleLimit;

        // Pages are small and need no token; who asks for them and reads nothing must not hold a connection. Streams have a limit of their own (ClientWriter).
        kestrel.Limits.MinResponseDataRate = new MinDataRate(LeastPageBytesPerSecond, _options.SlowPageLimit);
        if (_options.Address is { } address)
            kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        if (_options.SocketPath is { } socket)
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
