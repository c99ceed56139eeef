using System.CommandLine;
using System.Net;
using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Inspect;
using FeatureForge.Feed.Serving;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Feed;

/// <summary>Runs a feed until it is interrupted.</summary>
internal static class FeedHost
{
    private const string UsualAddress = "127.0.0.1:8080";

    /// <summary>Carries out the command.</summary>
    /// <param name="arguments">Parsed command line.</param>
    public static int Run(ParseResult arguments)
    {
        using var interrupt = new Interrupt();
        try
        {
            return RunAsync(arguments, interrupt.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw CommandsErrors.ServeStopped();
        }
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        FeedOptions options = Options(arguments);
        (FeedData data, AnchorSet? ownAnchors) = Data(arguments, cancellation);
        await using FeedServer server = await FeedServer.StartAsync(data, options with { Strip = new SampleStrip(ownAnchors) }, Note);
        foreach (string address in server.Addresses)
            await Console.Out.WriteLineAsync($"serving on {address}");
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellation.Register(ended.SetResult))
            await ended.Task;
        Note(FormattableString.Invariant($"{server.Metrics.Samples:N0} samples in {server.Metrics.StreamsOpened:N0} streams, {server.Metrics.Bytes / 1e6:N1} MB; ending"));
        return ExitCodes.Done;
    }

    private static FeedOptions Options(ParseResult arguments)
    {
        string? socket = arguments.GetValue(ServeCommand.Socket);
        string? listen = arguments.GetValue(ServeCommand.Listen) ?? (socket is null ? UsualAddress : null);
        IPEndPoint? address = null;
        if (listen is not null && (!listen.Contains(':') || !IPEndPoint.TryParse(listen, out address)))
            throw CommandsErrors.AddressMalformed(listen);
        return new FeedOptions
        {
            Address = address,
            SocketPath = socket is null ? null : Path.GetFullPath(socket),
            Token = arguments.GetValue(ServeCommand.TokenFile) is { } file ? FeedOptions.ReadToken(file) : null,
            MaximumStreams = arguments.GetValue(ServeCommand.Streams),
            StallLimit = TimeSpan.FromSeconds(arguments.GetValue(ServeCommand.Stall)),
            AlwaysChecksums = arguments.GetValue(ServeCommand.Checksums),
        };
    }

    /// <summary>What is served, and the anchors it was or will be matched with where no name says them.</summary>
    private static (FeedData Data, AnchorSet? OwnAnchors) Data(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetRequiredValue(ServeCommand.What);
        RecipePart? targets = arguments.GetValue(ServeCommand.Targets) is { } file ? RecipeReader.ReadTargets(file, RecipeVocabulary.Product) : null;
        if (Directory.Exists(path))
            return (FeedData.OfShards(Path.GetFullPath(path), targets?.As<TargetOptions>()), targets is null ? ShardExamples.OwnAnchors(path) : targets.As<TargetOptions>().AnchorSet);
        if (!File.Exists(path))
            throw CommandsErrors.NothingToServe(path);
        LoadedRecipe loaded = RecipeArguments.Load(arguments, path, Note, cancellation);
        int workers = arguments.GetValue(ServeCommand.Workers);
        Recipe recipe = targets is null ? loaded.Recipe : loaded.Recipe with { Targets = targets };
        return (FeedData.OfRecipe(recipe, loaded.Source, workers == 0 ? Environment.ProcessorCount : workers), recipe.Targets?.As<TargetOptions>().AnchorSet);
    }

    private static void Note(string sentence) => Console.Error.WriteLine($"featureforge: {TerminalText.Clean(sentence)}");
}
