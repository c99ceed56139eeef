using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Preview;

/// <summary>The rows of a preview: every augmentation of a recipe on the same few photos, at both ends of each range, then the whole recipe.</summary>
internal sealed class RecipePreview
{
    private const int PhotosLookedAt = 200;
    private const int WholeRecipeTiles = 6;
    private const int TilesPerRow = WholeRecipeTiles + 1;
    private const int EpochsPerVariant = 40;
    private const float LargestUsefulBox = 0.2f;
    private readonly LoadedRecipe _loaded;
    private readonly SamplePictures _pictures;
    private readonly StageOptions _whole;
    private readonly StageOptions _plain;

    /// <summary>Prepares a preview.</summary>
    /// <param name="loaded">Recipe and listing.</param>
    public RecipePreview(LoadedRecipe loaded)
    {
        _loaded = loaded;
        _pictures = new SamplePictures(loaded.Source.Samples);
        _whole = StageOptions.From(loaded.Recipe) with { AugmentSplits = loaded.Source.Samples.Splits, Targets = null, Output = loaded.Recipe.Output with { Image = StoredImage.Raw } };
        _plain = _whole with { Photometric = [], Geometry = _whole.Geometry with { Steps = [.. loaded.Recipe.GeometrySteps.Where(step => !step.Description.Random).Select(step => step.As<GeometryStepOptions>())] } };
    }

    /// <summary>Draws the rows.</summary>
    /// <param name="photos">Photos to show.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">No photo could be decoded.</exception>
    public IReadOnlyList<PreviewRow> Rows(int photos)
    {
        int[] chosen = Choose(photos);
        if (chosen.Length == 0)
            throw CommandsErrors.NoPhotoToPreview(_loaded.Source.Samples.ImagesFolder, PhotosLookedAt);
        var rows = new List<PreviewRow>();
        foreach (RecipePart step in _loaded.Recipe.GeometrySteps.Concat(_loaded.Recipe.PhotometricSteps).Where(step => step.Description.Random))
            rows.AddRange(Rows(step.Name, step.Description.Summary, [.. chosen.Select(index => StepTiles(step, index))]));
        rows.AddRange(Rows("whole recipe", "as training sees it in its first epochs", [.. chosen.Select(WholeTiles)]));
        return rows;
    }

    // The most telling photos are those whose largest box is large, but not the whole picture.
    private int[] Choose(int photos)
    {
        SampleListing listing = _loaded.Source.Samples;
        var candidates = new List<(int Index, float Area)>();
        int step = Math.Max(1, listing.Count / PhotosLookedAt);
        for (int index = 0; index < listing.Count; index += step)
        {
            if (_pictures.Make(_plain, index, 0, "") is { } tile)
                candidates.Add((index, tile.Boxes.Select(box => box.Box.Area).Where(area => area <= LargestUsefulBox).DefaultIfEmpty(0).Max()));
        }

        return [.. candidates.OrderByDescending(candidate => candidate.Area).Take(photos).Select(candidate => candidate.Index)];
    }

    // Photos stand beside each other where a row has room for them.
    private static IEnumerable<PreviewRow> Rows(string title, string detail, IReadOnlyList<IReadOnlyList<SheetTile>> photos)
    {
        int photosPerRow = Math.Max(1, TilesPerRow / photos.Max(tiles => tiles.Count));
        return photos.Chunk(photosPerRow).Select((chunk, number) => new PreviewRow(number == 0 ? title : "", number == 0 ? detail : "", [.. chunk.SelectMany(tiles => tiles)]));
    }

    private SheetTile Before(int index) => _pictures.Make(_plain, index, 0, "before")! with { IsBefore = true };

    private List<SheetTile> StepTiles(RecipePart step, int index)
    {
        var tiles = new List<SheetTile> { Before(index) };
        foreach (StepVariant variant in StepVariants.Of(step))
        {
            // Each variant has epochs of its own, so that what is drawn besides its range differs from picture to picture.
            var epochs = ((tiles.Count - 1) * EpochsPerVariant, EpochsPerVariant);
            if (_pictures.MakeWithStep(With(variant.Options), index, step.Name, epochs, variant.Caption) is { } tile)
                tiles.Add(tile);
        }

        return tiles;
    }

    private StageOptions With(object options) => options is PhotometricStepOptions photometric
        ? _plain with { Photometric = [photometric] }
        : _plain with { Geometry = _plain.Geometry with { Steps = [.. _plain.Geometry.Steps, (GeometryStepOptions)options] } };

    private List<SheetTile> WholeTiles(int index)
    {
        var tiles = new List<SheetTile> { Before(index) };
        for (int epoch = 0; epoch < WholeRecipeTiles; epoch++)
        {
            if (_pictures.Make(_whole, index, epoch, $"epoch {epoch}") is { } tile)
                tiles.Add(tile);
        }

        return tiles;
    }
}
