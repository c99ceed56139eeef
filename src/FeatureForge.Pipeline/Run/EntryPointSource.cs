using FeatureForge.Core.Samples;
using FeatureForge.Records.EntryPoints;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// The entry points beside the images of a run, shared by its workers. They save time or do nothing: a file of them that
/// contradicts one image is not asked about the others any more.
/// </summary>
public sealed class EntryPointSource : IDisposable
{
    private readonly EntryPointIndex _index;
    private volatile bool _isAbandoned;

    private EntryPointSource(EntryPointIndex index) => _index = index;

    /// <summary>Images of the listing that have entry points, as the file says.</summary>
    public int Found => _index.Found;

    /// <summary>False after an image contradicted its entry points.</summary>
    public bool IsUsable => !_isAbandoned;

    internal EntryPointIndex Index => _index;

    /// <summary>Opens what lies beside the images of a listing.</summary>
    /// <param name="listing">Samples.</param>
    /// <param name="note">Takes a sentence where there is a file that cannot be used.</param>
    /// <returns>Null where there is nothing to use.</returns>
    public static EntryPointSource? Open(SampleListing listing, Action<string>? note) => Open(listing, EntryPointIndex.PathIn(listing.ImagesFolder), note);

    /// <summary>Opens a file of entry points for a listing.</summary>
    /// <param name="listing">Samples.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="note">Takes a sentence where there is a file that cannot be used.</param>
    /// <returns>Null where there is nothing to use.</returns>
    public static EntryPointSource? Open(SampleListing listing, string path, Action<string>? note)
    {
        EntryPointIndex? index = EntryPointIndex.Open(path, listing.Count, image => listing[image].ImagePath, out string? fault);
        if (fault is not null)
            note?.Invoke($"{path} is not used: {fault}. Photos are decoded from their tops; featureforge index makes the file anew.");
        return index is null ? null : new EntryPointSource(index);
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    internal void Abandon() => _isAbandoned = true;
}
