using FeatureForge.Pipeline.Recipe;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Recipe;

/// <summary>The committed documents are what the code makes. <c>tools/featureforge document docs</c> writes them anew.</summary>
public class RecipeDocumentTests
{
    [Fact]
    public void Document_IsWhatTheCodeMakes() => Compare("recipe.md", RecipeDocument.Write(RecipeVocabulary.Product));

    [Fact]
    public void Schema_IsWhatTheCodeMakes() => Compare("recipe.schema.json", RecipeSchema.Write(RecipeVocabulary.Product));

    [Fact]
    public void Example_WhenReadWithTheProductVocabulary_IsValid()
    {
        Skip.If(RecipeVocabulary.Product.GeometrySteps.Count == 0, "the rooms' descriptions are not listed in RecipeVocabulary.Product yet");
        RecipeReader.Parse(RecipeExample.Yaml, "recipe.yaml", "/", RecipeVocabulary.Product);
    }

    [Fact]
    public void Document_NamesEveryKeyWithRangeUnitAndDefault()
    {
        string document = RecipeDocument.Write(StandInVocabulary.Value);
        Assert.Contains(RecipeExample.Yaml, document, StringComparison.Ordinal);
        Assert.Contains("| `degrees` | [low, high], or one number for both | between -180 and 180 degrees | `[-10, 10]` | A range. |", document, StringComparison.Ordinal);
        Assert.Contains("| `shardBytes` | bytes, or a number with B, kB, MB, GB, TB, KiB, MiB, GiB or TiB | between 1KiB and 1TiB | `256MiB` |", document, StringComparison.Ordinal);
        Assert.Contains("| `crop` | before the output resize | as the resize | - | yes |", document, StringComparison.Ordinal);
        Assert.Contains("| `letterbox` | before the output resize | - | - | no |", document, StringComparison.Ordinal);
        Assert.Contains("| `fill` | [red, green, blue] or mean | - | `mean` |", document, StringComparison.Ordinal);
        Assert.Contains("| `images` | text | - | must be given |", document, StringComparison.Ordinal);
    }

    private static void Compare(string name, string expected)
    {
        string path = Path.Combine(TestData.Repository, "docs", name);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == expected, $"docs/{name} is not what the code makes; run tools/featureforge document docs");
    }
}
