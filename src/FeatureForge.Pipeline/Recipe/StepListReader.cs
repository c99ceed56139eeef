using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Reads a list of steps: each entry is one key, the step's name, with the step's keys behind it.</summary>
internal sealed class StepListReader(RecipeProblems problems, SectionReader sections, RecipeVocabulary vocabulary)
{
    /// <summary>The random stream of a step is its place in the list plus the room's first stream; a room has 256 of them.</summary>
    public const int MostSteps = 255;

    /// <summary>Reads the list.</summary>
    /// <param name="node">List of steps; nothing stands for none.</param>
    /// <param name="steps">Steps of the room.</param>
    /// <param name="room">Name of the room, for messages.</param>
    /// <param name="path">Way to the list.</param>
    public IReadOnlyList<RecipePart> Read(RecipeNode node, IReadOnlyList<StepDescription> steps, string room, string path)
    {
        if (node.IsEmpty)
            return [];
        if (node.Kind != RecipeNodeKind.List)
        {
            problems.Add(node, path, "must be a list of steps: [{step: {key: value}}, ...]");
            return [];
        }

        if (node.Items.Count > MostSteps)
        {
            problems.Add(node.Items[MostSteps], path, $"is step {MostSteps + 1} of the list; at most {MostSteps} are allowed");
            return [];
        }

        var parts = new List<RecipePart>();
        for (int i = 0; i < node.Items.Count; i++)
        {
            if (ReadStep(node.Items[i], steps, room, $"{path}[{i}]") is RecipePart part)
                parts.Add(part);
        }

        return parts;
    }

    private RecipePart? ReadStep(RecipeNode item, IReadOnlyList<StepDescription> steps, string room, string path)
    {
        RecipeNode name = item;
        RecipeNode keys = new() { Kind = RecipeNodeKind.Mapping, Line = item.Line, Column = item.Column };
        if (item.Kind == RecipeNodeKind.Mapping && item.Entries.Count == 1)
        {
            (name, keys) = item.Entries[0];
        }
        else if (item.Kind != RecipeNodeKind.Scalar || item.IsEmpty)
        {
            problems.Add(item, path, "must be one step, its keys within it: {step: {key: value}}");
            return null;
        }

        StepDescription? step = steps.FirstOrDefault(step => step.Name == name.Text);
        if (step is not null)
            return sections.Read(keys, step, $"{path}.{step.Name}", []);
        string names = steps.Count == 0 ? "which has none" : $"which are {string.Join(", ", steps.Select(known => known.Name))}";
        string home = vocabulary.HomeOf(name.Text) is string place ? $"; it belongs to {place}" : "";
        problems.AddUnknownKey(name, $"{path}.{name.Shown()}", $"is not one of the {room} steps, {names}{home}", steps.Select(known => known.Name));
        return null;
    }
}
