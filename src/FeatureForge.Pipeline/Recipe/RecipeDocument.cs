using System.Text;
using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Writes <c>docs/recipe.md</c>: every section, step and key of a recipe, from the same descriptions that the reader checks against.</summary>
public static class RecipeDocument
{
    /// <summary>The document as Markdown with a line end at its end.</summary>
    /// <param name="vocabulary">What recipes may hold.</param>
    public static string Write(RecipeVocabulary vocabulary)
    {
        var text = new StringBuilder();
        WriteIntroduction(text);
        WriteSection(text, "##", "Top of the recipe", RecipeKeys.TopLevel);
        foreach (StepDescription section in vocabulary.Sections)
        {
            if (section.Name == RecipeKeys.Targets)
                WriteRoom(text, "Photometric steps", vocabulary.PhotometricSteps, "`photometric` is a list of steps that change pixels and leave boxes alone. They act in the order of the list.");
            WriteSection(text, "##", $"`{section.Name}`", section);
            if (section.Name == RecipeKeys.GeometrySection)
                WriteRoom(text, "Geometry steps", vocabulary.GeometrySteps, "`geometry.steps` is a list of steps that move pixels and boxes together. `steps: []` resizes the whole picture to `output`.");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void WriteIntroduction(StringBuilder text)
    {
        text.Append("<!-- Made from the code by RecipeDocument; a test compares. Do not edit by hand. -->\n");
        text.Append("# Recipes\n\n");
        text.Append("A recipe is a YAML file that says how photos become training shards. Equal recipe, seed and source give equal bytes, on any machine with any number of workers.\n\n");
        text.Append("```yaml\n").Append(RecipeExample.Yaml).Append("```\n\n");
        text.Append("- Only `source`, `geometry` and `output` must be given. Without `targets` no anchors are matched.\n");
        text.Append("- A step is its name with its keys: `{flip: {p: 0.5}}`. `flip` alone takes the defaults. A list holds at most ").Append(StepListReader.MostSteps).Append(" steps.\n");
        text.Append("- A range is `[low, high]`, or one number for both ends. Numbers are decimal: no leading zeros, no quotes. Truth values are `true` and `false` only.\n");
        text.Append("- Paths are relative to the folder of the recipe. YAML aliases and tags are refused, so are files over 1 MiB.\n");
        text.Append("- Every problem of a recipe is reported at once, with line, column, key, value, rule and the nearest valid key; the exit code is 2.\n");
        text.Append("- The fingerprint of a recipe covers what decides the bytes, defaults filled in. Comments, order of keys, paths, `onBadSample` and `badSampleBudget` do not change it.\n");
        text.Append("- Editors complete and check recipes by `recipe.schema.json`: put `# yaml-language-server: $schema=recipe.schema.json` in the first line.\n\n");
    }

    private static void WriteSection(StringBuilder text, string level, string title, StepDescription section)
    {
        text.Append(level).Append(' ').Append(title).Append("\n\n").Append(section.Summary).Append("\n\n");
        if (section.Keys.Count > 0)
            WriteKeys(text, section.Keys);
        foreach (KeyDescription key in section.Keys.Where(key => key.Part is not null))
        {
            text.Append("One element of `").Append(key.Name).Append("`: ").Append(key.Part!.Summary).Append("\n\n");
            WriteKeys(text, key.Part.Keys);
        }
    }

    private static void WriteRoom(StringBuilder text, string title, IReadOnlyList<StepDescription> steps, string introduction)
    {
        text.Append("## ").Append(title).Append("\n\n").Append(introduction).Append("\n\n");
        if (steps.Count == 0)
            return;
        text.Append("| step | acts | interpolation | fill | random |\n|---|---|---|---|---|\n");
        foreach (StepDescription step in steps)
        {
            string acts = step.Placement == StepPlacement.BeforeOutputResize ? "before the output resize" : "after the output resize";
            WriteRow(text, [$"`{step.Name}`", acts, OrNone(step.Interpolation), OrNone(step.Fill), step.Random ? "yes" : "no"]);
        }

        text.Append("\nA random step acts on the splits of `augmentSplits` only.\n\n");
        foreach (StepDescription step in steps)
            WriteSection(text, "###", $"`{step.Name}`", step);
    }

    private static void WriteKeys(StringBuilder text, IReadOnlyList<KeyDescription> keys)
    {
        text.Append("| key | form | range | default | meaning |\n|---|---|---|---|---|\n");
        foreach (KeyDescription key in keys)
        {
            string range = KeyText.Range(key);
            string unit = range.Length == 0 && key.Unit.Length > 0 ? key.Unit : range;
            string value = KeyText.Default(key);
            WriteRow(text, [$"`{key.Name}`", KeyText.Form(key), OrNone(unit), key.Required ? "must be given" : value.Length == 0 ? "none" : $"`{value}`", key.Summary]);
        }

        text.Append('\n');
    }

    private static void WriteRow(StringBuilder text, IReadOnlyList<string> cells)
    {
        foreach (string cell in cells)
            text.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(' ');
        text.Append("|\n");
    }

    private static string OrNone(string text) => text.Length == 0 ? "-" : text;
}
