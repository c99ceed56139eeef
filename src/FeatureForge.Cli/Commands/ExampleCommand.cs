using System.CommandLine;

namespace FeatureForge.Cli.Commands;

/// <summary>A command whose help ends with examples that can be copied.</summary>
internal sealed class ExampleCommand : Command
{
    /// <summary>Makes a command.</summary>
    /// <param name="name">Name.</param>
    /// <param name="description">One or two sentences.</param>
    /// <param name="examples">Complete command lines.</param>
    public ExampleCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Complete command lines.</summary>
    public IReadOnlyList<string> Examples { get; }
}
