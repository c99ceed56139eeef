using System.CommandLine;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge serve</c>: shards or a recipe as a feed for trainers.</summary>
internal static class ServeCommand
{
    /// <summary>What to serve.</summary>
    public static readonly Argument<string> What = new("recipe.yaml|DIR") { Description = "Recipe whose samples are made as trainers ask for them, or a folder of shards written by run." };

    /// <summary>TCP address.</summary>
    public static readonly Option<string?> Listen = new("--listen") { Description = "IP address and port; 127.0.0.1:8080 where neither this nor --socket is given. Port 0 is any free one.", HelpName = "ADDRESS:PORT" };

    /// <summary>Unix socket.</summary>
    public static readonly Option<string?> Socket = new("--socket") { Description = "Unix socket, for trainers on this machine: the fastest way.", HelpName = "PATH" };

    /// <summary>File of the token.</summary>
    public static readonly Option<string?> TokenFile = new("--token-file") { Description = "File with the token that clients must send; required for any address but loopback.", HelpName = "FILE" };

    /// <summary>Targets to match anew.</summary>
    public static readonly Option<string?> Targets = new("--targets") { Description = "Section targets that takes the place of the data set's: stored boxes are matched anew, pixels stay.", HelpName = "targets.yaml" };

    /// <summary>Threads of a recipe.</summary>
    public static readonly Option<int> Workers = new("--workers") { Description = "With a recipe: threads that make samples; 0 is one per core.", HelpName = "N" };

    /// <summary>Streams at once.</summary>
    public static readonly Option<int> Streams = new("--streams") { Description = "Streams served at once; the next is asked to try again.", HelpName = "N", DefaultValueFactory = _ => 64 };

    /// <summary>Patience with clients.</summary>
    public static readonly Option<int> Stall = new("--stall") { Description = "Seconds that a client may read nothing before its connection is cut; it can go on at its step.", HelpName = "N", DefaultValueFactory = _ => 30 };

    /// <summary>Checksums for everybody.</summary>
    public static readonly Option<bool> Checksums = new("--checksums") { Description = "Checksums in batches for clients on this machine, too; others always get them." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.Require(Workers, 0, 1024, "0 (one per core) to 1024");
        NumberRange.Require(Streams, 1, 4096, "1 to 4096");
        NumberRange.Require(Stall, 1, 86_400, "1 to 86400");
        var command = new ExampleCommand(
            "serve",
            "Serves a recipe or shards to trainers over HTTP, as batches or TFRecord frames; docs/feed.md is the protocol. Shows what it does on a page at its address. Ctrl-C ends it.",
            "featureforge serve shards",
            "featureforge serve recipe.yaml --socket /run/feed.sock --workers 8",
            "featureforge serve shards --targets targets.yaml --listen 0.0.0.0:8080 --token-file token")
        {
            What, RecipeArguments.Input, RecipeArguments.Annotations, RecipeArguments.Seed,
            Targets, Listen, Socket, TokenFile, Workers, Streams, Stall, Checksums,
        };

        // The web server's assemblies are loaded when FeedHost is first touched, which other commands never do.
        command.SetAction(arguments => Feed.FeedHost.Run(arguments));
        return command;
    }
}
