using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>One reading of one file.</summary>
internal sealed class RecipePass(RecipeProblems problems, RecipeVocabulary vocabulary)
{
    private readonly SectionReader _sections = new(problems, vocabulary);

    public Recipe? Run(RecipeNode root, string folder)
    {
        RecipePart? top = _sections.Read(root, RecipeKeys.TopLevel, "", RecipeKeys.SectionNames);
        if (root.Kind != RecipeNodeKind.Mapping)
            return null;
        RecipePart? source = Section(root, SourceOptions.Section, RecipeKeys.Source);
        RecipePart? decode = Section(root, vocabulary.Decode, RecipeKeys.Decode);
        RecipePart? geometry = Section(root, RecipeKeys.Geometry, RecipeKeys.GeometrySection, RecipeKeys.GeometrySteps);
        RecipePart? targets = Find(root, RecipeKeys.Targets) is null ? null : Section(root, vocabulary.Targets, RecipeKeys.Targets);
        RecipePart? output = Section(root, OutputOptions.Section, RecipeKeys.Output);
        IReadOnlyList<RecipePart> steps = Steps(Find(root, RecipeKeys.GeometrySection), RecipeKeys.GeometrySteps, vocabulary.GeometrySteps, "geometry.steps");
        IReadOnlyList<RecipePart> photometric = Steps(root, RecipeKeys.Photometric, vocabulary.PhotometricSteps, "photometric");
        if (problems.Count == 0)
            CheckGeometry(Find(root, RecipeKeys.GeometrySection)!, geometry!.As<StepValues>().Size("output"), steps);
        if (problems.Count > 0)
            return null;
        var values = top!.As<StepValues>();
        return new Recipe
        {
            Version = (int)values.Integer("version"),
            Seed = values.Integer("seed"),
            Epochs = (int)values.Integer("epochs"),
            AugmentSplits = values.TextList("augmentSplits"),
            OnBadSample = values.Text("onBadSample") == "fail" ? BadSamplePolicy.Fail : BadSamplePolicy.Quarantine,
            BadSampleBudget = values.Number("badSampleBudget"),
            SourcePart = source!,
            Decode = decode!,
            OutputSize = geometry!.As<StepValues>().Size("output"),
            GeometrySteps = steps,
            PhotometricSteps = photometric,
            Targets = targets,
            OutputPart = output!,
            Folder = folder,
        };
    }

    private void CheckGeometry(RecipeNode section, ImageShape output, IReadOnlyList<RecipePart> steps)
    {
        if (vocabulary.CheckGeometry(output, [.. steps.Select(step => step.Options)]) is not StepListProblem broken)
            return;
        bool isStep = broken.StepIndex >= 0;
        RecipeNode at = isStep ? Find(section, RecipeKeys.GeometrySteps)!.Items[broken.StepIndex] : Find(section, broken.Key) ?? section;
        string path = isStep ? $"geometry.steps[{broken.StepIndex}].{broken.Key}" : $"geometry.{broken.Key}";
        problems.Add(at, path, $"breaks a rule: {broken.Rule.TrimEnd('.')}");
    }

    private RecipePart? Section(RecipeNode root, StepDescription description, string name, params string[] others)
    {
        RecipeNode? node = Find(root, name);
        if (node is not null)
            return _sections.Read(node, description, name, others);
        if (!description.Keys.Any(key => key.Required))
            return _sections.Read(new RecipeNode { Kind = RecipeNodeKind.Mapping, Line = root.Line, Column = root.Column }, description, name, others);
        string keys = string.Join(", ", description.Keys.Where(key => key.Required).Select(key => $"{key.Name}: {KeyText.Form(key)}"));
        problems.AddMissing(root, name, $"must be given: {{{keys}}}");
        return null;
    }

    private IReadOnlyList<RecipePart> Steps(RecipeNode? parent, string name, IReadOnlyList<StepDescription> steps, string path)
    {
        RecipeNode? node = parent is null ? null : Find(parent, name);
        string room = path.Split('.')[0];
        return node is null ? [] : new StepListReader(problems, _sections, vocabulary).Read(node, steps, room, path);
    }

    private static RecipeNode? Find(RecipeNode mapping, string key) =>
        mapping.Entries.FirstOrDefault(entry => entry.Key.Text == key) is { Value: not null } entry ? entry.Value : null;
}
