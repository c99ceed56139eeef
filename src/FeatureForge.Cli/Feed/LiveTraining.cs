using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Python;
using FeatureForge.Feed.Serving;

namespace FeatureForge.Cli.Feed;

/// <summary>
/// Trains on a recipe without shards: a feed of this process makes the samples while the Python package learns, over a Unix socket that only
/// this user can reach. Feed and socket end with the package, whatever ends it.
/// </summary>
internal static class LiveTraining
{
    private const string FolderPrefix = "featureforge-train-";
    private const string SocketName = "feed";
    private const int MostSocketBytes = 107;
    private const string EraseLine = "\r\e[K";

    /// <summary>Carries out the command.</summary>
    /// <param name="module">Python package.</param>
    /// <param name="arguments">Command line with a recipe.</param>
    /// <returns>Exit code of the package.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">The recipe is wrong, its photos cannot be listed, or Python cannot be started.</exception>
    public static int Run(string module, TrainArguments arguments)
    {
        using var interrupt = new Interrupt(isPatient: true);
        try
        {
            LoadedRecipe loaded = RecipeArguments.Load(arguments.Recipe!, arguments.Input, arguments.Annotations, Note, interrupt.Token);
            LeftFolders.Remove(FolderPrefix, SocketName);
            using var folder = new PrivateFolder(FolderPrefix);
            string socket = Path.Combine(folder.FullName, SocketName);
            if (System.Text.Encoding.UTF8.GetByteCount(socket) > MostSocketBytes)
                throw CommandsErrors.TemporaryFolderTooLong(Path.GetTempPath());

            // The package goes away for as long as a validation takes, and nobody else can ask: it is never cut off.
            var options = new FeedOptions { SocketPath = socket, StallLimit = TimeSpan.FromDays(1) };
            FeedServer server = FeedServer.StartAsync(FeedData.OfRecipe(loaded.Recipe, loaded.Source, Environment.ProcessorCount), options, Note).GetAwaiter().GetResult();
            try
            {
                // On this thread, with whose death the system ends the package.
                return PythonProcess.Run(module, arguments.PassedWith($"unix:{socket}"), interrupt.Token);
            }
            finally
            {
                server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException)
        {
            throw CommandsErrors.TrainStopped();
        }
    }

    /// <summary>Says a sentence in a line of its own: on a terminal the line of progress gives way and is drawn again after it.</summary>
    private static void Note(string sentence) =>
        Console.Error.Write($"{(Console.IsErrorRedirected ? "" : EraseLine)}featureforge: {TerminalText.Clean(sentence)}{Environment.NewLine}");
}
