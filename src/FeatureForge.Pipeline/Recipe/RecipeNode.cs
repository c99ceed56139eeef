using System.Text;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>A node of a recipe file with its place, so that every message can name line and column.</summary>
internal sealed class RecipeNode
{
    private const int ShownCharacters = 60;

    public required RecipeNodeKind Kind { get; init; }

    /// <summary>1-based.</summary>
    public required int Line { get; init; }

    /// <summary>1-based.</summary>
    public required int Column { get; init; }

    /// <summary>Text of a scalar, without quotes.</summary>
    public string Text { get; init; } = "";

    /// <summary>True for a scalar without quotes: only such a one can be a number or a truth value.</summary>
    public bool IsPlain { get; init; }

    public List<RecipeNode> Items { get; } = [];

    public List<RecipeEntry> Entries { get; } = [];

    /// <summary>True for a key that has nothing behind its colon.</summary>
    public bool IsEmpty => Kind == RecipeNodeKind.Scalar && IsPlain && Text.Length == 0;

    /// <summary>True for YAML's words for "no value".</summary>
    public bool IsNull => Kind == RecipeNodeKind.Scalar && IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The node as a message shows it: short, on one line, without control characters.</summary>
    public string Shown()
    {
        var text = new StringBuilder();
        Show(text);
        if (text.Length <= ShownCharacters)
            return text.ToString();
        text.Length = char.IsHighSurrogate(text[ShownCharacters - 1]) ? ShownCharacters - 1 : ShownCharacters;
        return text.Append("...").ToString();
    }

    private void Show(StringBuilder text)
    {
        // Whoever reads the message needs the beginning only; a file of a megabyte must not be copied for it.
        if (text.Length > ShownCharacters)
            return;
        switch (Kind)
        {
            case RecipeNodeKind.Scalar:
                string scalar = ShownText.WithoutControls(Text.Length > ShownCharacters * 2 ? Text[..(ShownCharacters * 2)] : Text);
                text.Append(IsEmpty ? "(nothing)" : IsPlain ? scalar : $"\"{scalar}\"");
                break;
            case RecipeNodeKind.List:
                text.Append('[');
                for (int i = 0; i < Items.Count && text.Length <= ShownCharacters; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Items[i].Show(text);
                }

                text.Append(']');
                break;
            default:
                text.Append('{');
                for (int i = 0; i < Entries.Count && text.Length <= ShownCharacters; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Entries[i].Key.Show(text);
                    text.Append(": ");
                    Entries[i].Value.Show(text);
                }

                text.Append('}');
                break;
        }
    }
}
