using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Sources;

public sealed class SourceFoldersTests : IDisposable
{
    private static readonly SourceOptions Options = new() { Images = "photos", Annotations = "faces.csv" };
    private readonly TemporaryFolder _recipes = new();
    private readonly TemporaryFolder _input = new();

    [Fact]
    public void Resolve_WithoutInput_IsRelativeToTheRecipe()
    {
        Directory.CreateDirectory(_recipes["photos"]);
        File.WriteAllText(_recipes["faces.csv"], "");
        SourceFolders folders = SourceFolders.Resolve(_recipes.Path, Options);
        Assert.Equal((_recipes["photos"], _recipes["faces.csv"]), (folders.ImagesFolder, folders.AnnotationsFile));
        Assert.Empty(folders.Notices);
    }

    [Fact]
    public void Resolve_WhenInputHoldsTheImagesFolder_IsRelativeToIt()
    {
        Directory.CreateDirectory(_input["photos"]);
        File.WriteAllText(_input["faces.csv"], "");
        SourceFolders folders = SourceFolders.Resolve(_recipes.Path, Options, _input.Path + "/");
        Assert.Equal((_input["photos"], _input["faces.csv"]), (folders.ImagesFolder, folders.AnnotationsFile));
    }

    [Fact]
    public void Resolve_WhenInputIsTheImagesFolder_LooksForAnnotationsInTurn()
    {
        File.WriteAllText(_recipes["faces.csv"], "");
        SourceFolders beside = SourceFolders.Resolve(_recipes.Path, Options, _input.Path);
        Assert.Equal((_input.Path, _recipes["faces.csv"], 1), (beside.ImagesFolder, beside.AnnotationsFile, beside.Notices.Count));
        File.WriteAllText(_input["annotations.csv"], "");
        SourceFolders usual = SourceFolders.Resolve(_recipes.Path, Options, _input.Path);
        Assert.Equal(_input["annotations.csv"], usual.AnnotationsFile);
        Assert.Contains(_input["annotations.csv"], Assert.Single(usual.Notices), StringComparison.Ordinal);
        File.WriteAllText(_input["faces.csv"], "");
        SourceFolders named = SourceFolders.Resolve(_recipes.Path, Options, _input.Path);
        Assert.Equal((_input["faces.csv"], 0), (named.AnnotationsFile, named.Notices.Count));
    }

    [Fact]
    public void Resolve_WhenAFileIsNamedOnTheCommandLine_ItWins()
    {
        Directory.CreateDirectory(_recipes["photos"]);
        File.WriteAllText(_input["mine.csv"], "");
        Assert.Equal(_input["mine.csv"], SourceFolders.Resolve(_recipes.Path, Options with { Annotations = null }, null, _input["mine.csv"]).AnnotationsFile);
        Assert.Null(SourceFolders.Resolve(_recipes.Path, Options with { Annotations = null }).AnnotationsFile);
    }

    [Fact]
    public void Resolve_WhenTheRecipeNamesAnAbsoluteFolder_InputStillWins()
    {
        Directory.CreateDirectory(_recipes["photos"]);
        var options = new SourceOptions { Images = _recipes["photos"] };
        Assert.Equal(_recipes["photos"], SourceFolders.Resolve("/nowhere", options).ImagesFolder);
        Assert.Equal(_input.Path, SourceFolders.Resolve("/nowhere", options, _input.Path).ImagesFolder);
    }

    [Fact]
    public void Resolve_WhenSomethingIsMissing_SaysWhereItLooked()
    {
        Assert.Contains(_recipes["photos"], Refused(() => SourceFolders.Resolve(_recipes.Path, Options)), StringComparison.Ordinal);
        Assert.Contains("--input", Refused(() => SourceFolders.Resolve(_recipes.Path, Options, _input["no"])), StringComparison.Ordinal);
        string message = Refused(() => SourceFolders.Resolve(_recipes.Path, Options, _input.Path));
        Assert.Contains($"'{_input["faces.csv"]}', then '{_input["annotations.csv"]}', then '{_recipes["faces.csv"]}'", message, StringComparison.Ordinal);
        File.WriteAllText(_recipes["photos"], "");
        Assert.Contains("is a file", Refused(() => SourceFolders.Resolve(_recipes.Path, Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhenTheFolderHasNoImages_SaysSo()
    {
        var options = new SourceOptions { Images = "." };
        string message = Refused(() => SourceLister.List(options, SourceFolders.Resolve(_input.Path, options), false));
        Assert.Contains(_input.Path, message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _recipes.Dispose();
        _input.Dispose();
    }

    private static string Refused(Func<object> action)
    {
        var error = Assert.Throws<FeatureForgeException>(action);
        Assert.Equal(1, error.ExitCode);
        return error.Message;
    }
}
