namespace FeatureForge.Feed.Sources;

/// <summary>Records of another stream with targets matched anew.</summary>
/// <param name="records">Records as stored.</param>
/// <param name="rematcher">Makes the new ones; of this stream alone.</param>
internal sealed class RematchedStream(IRecordStream records, RecordRematcher rematcher) : IRecordStream
{
    /// <inheritdoc/>
    public int Kept => 0;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation) => rematcher.Rematch(await records.NextAsync(cancellation));

    /// <inheritdoc/>
    public void Dispose()
    {
        records.Dispose();
        rematcher.Dispose();
    }
}
