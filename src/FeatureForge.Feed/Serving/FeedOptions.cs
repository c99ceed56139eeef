using System.Net;

namespace FeatureForge.Feed.Serving;

/// <summary>Where a feed listens and what it allows.</summary>
public sealed record FeedOptions
{
    /// <summary>TCP address, or null for none.</summary>
    public IPEndPoint? Address { get; init; }

    /// <summary>Path of a Unix socket, or null for none.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Token that clients must send, or null for none; required for any address but loopback.</summary>
    public string? Token { get; init; }

    /// <summary>Streams served at once, 1 to 4,096.</summary>
    public int MaximumStreams { get; init; } = 64;

    /// <summary>How long a client may read nothing before its connection is cut.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether frames of batches carry checksums for every client. Otherwise only those for clients on other machines do: what goes to a
    /// client on this one passes through memory alone, and summing it up would take longer than all the rest.
    /// </summary>
    public bool AlwaysChecksums { get; init; }

    /// <summary>Draws current samples for the status page, or null to show none.</summary>
    public ISampleStrip? Strip { get; init; }

    /// <summary>How long a connection without a stream may say nothing: before its first request, within one, and between two. Shorter in tests alone.</summary>
    internal TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client that reads a page too slowly is borne with. Shorter in tests alone.</summary>
    internal TimeSpan SlowPageLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads a token from a file of one line.</summary>
    /// <param name="path">File.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The file cannot be read or holds no token.</exception>
    public static string ReadToken(string path) => TokenCheck.ReadFile(path);
}
