namespace FeatureForge.Feed.Sources;

/// <summary>Records one after another, for one client.</summary>
internal interface IRecordStream : IDisposable
{
    /// <summary>How many further calls leave a record as it is.</summary>
    int Kept { get; }

    /// <summary>The next record with its frame; there must be one.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The frame, valid until <see cref="Kept"/> further calls were made and the next begins.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">The record cannot be read or made.</exception>
    ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation);
}
