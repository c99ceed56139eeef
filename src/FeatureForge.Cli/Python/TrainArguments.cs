using FeatureForge.Cli.Commands;

namespace FeatureForge.Cli.Python;

/// <summary>
/// What this program looks at in the arguments of <c>train</c>: a recipe in place of shards, and the two options that say where its photos are. All
/// else is the business of the Python package and passed on as it is.
/// </summary>
internal sealed class TrainArguments
{
    private const string DataOption = "--data";
    private const string JoinedDataOption = "--data=";
    private readonly List<string> _passed = [];

    /// <summary>Where data is named: position in <see cref="_passed"/>, and what stands before the name there.</summary>
    private readonly List<(int Position, string Before)> _data = [];

    private TrainArguments()
    {
    }

    /// <summary>Recipe to train on, or null where the package finds its data itself.</summary>
    public string? Recipe { get; private set; }

    /// <summary>Folder in place of that of the recipe, or null.</summary>
    public string? Input { get; private set; }

    /// <summary>Annotation file in place of that of the recipe, or null.</summary>
    public string? Annotations { get; private set; }

    /// <summary>True where the package is only asked what it can do.</summary>
    public bool AsksForHelp { get; private set; }

    /// <summary>Arguments for the package, with the recipe where the user named it.</summary>
    public IReadOnlyList<string> Passed => _passed;

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">Arguments behind the name of the command.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">A recipe is named beside other data, or an option of recipes without one.</exception>
    public static TrainArguments Read(IReadOnlyList<string> arguments)
    {
        var read = new TrainArguments();
        bool isData = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (OptionValue("--input", arguments, ref i) is { } input)
            {
                (read.Input, isData) = (input, false);
                continue;
            }

            if (OptionValue("--annotations", arguments, ref i) is { } annotations)
            {
                (read.Annotations, isData) = (annotations, false);
                continue;
            }

            // As the parser of the package reads it: every value up to the next option.
            if (argument.StartsWith('-') || argument.Length == 0)
                isData = argument == DataOption;
            else if (isData)
                read._data.Add((read._passed.Count, ""));
            if (argument.StartsWith(JoinedDataOption, StringComparison.Ordinal))
                read._data.Add((read._passed.Count, JoinedDataOption));
            read.AsksForHelp |= argument is "-h" or "--help";
            read._passed.Add(argument);
        }

        read.FindRecipe();
        return read;
    }

    /// <summary>The arguments for the package with an address in place of the recipe.</summary>
    /// <param name="address">Address of the feed.</param>
    public IReadOnlyList<string> PassedWith(string address) => [.. _passed.Select((argument, i) => i == _data[0].Position ? _data[0].Before + address : argument)];

    private void FindRecipe()
    {
        Recipe = _data.Select(named => _passed[named.Position][named.Before.Length..]).FirstOrDefault(IsRecipe);
        if (AsksForHelp)
            return;
        if (Recipe is not null && _data.Count > 1)
            throw CommandsErrors.RecipeBesideData(Recipe);
        if (Recipe is null && (Input ?? Annotations) is not null)
            throw CommandsErrors.OptionWithoutRecipe(Input is null ? "--annotations" : "--input");
    }

    private static bool IsRecipe(string text) =>
        File.Exists(text) || (!Directory.Exists(text) && !text.Contains(':') && Path.GetExtension(text) is ".yaml" or ".yml");

    private static string? OptionValue(string option, IReadOnlyList<string> arguments, ref int i)
    {
        if (arguments[i].StartsWith(option + "=", StringComparison.Ordinal))
            return arguments[i][(option.Length + 1)..];
        if (arguments[i] != option)
            return null;
        return i + 1 < arguments.Count ? arguments[++i] : throw CommandsErrors.OptionWithoutValue(option);
    }
}
