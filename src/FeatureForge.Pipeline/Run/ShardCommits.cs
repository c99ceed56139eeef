using FeatureForge.Records.Shards;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Brings finished shards to disk behind the writer's back, one after another in the order of the plan, so that nobody waits for
/// the disk while the next shard is written. At most one is under way; a disk that cannot follow still holds the writer back.
/// </summary>
/// <param name="failed">Takes a failure as soon as there is one.</param>
internal sealed class ShardCommits(Action<Exception> failed)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Begins to commit a shard when the one before is on disk; the file is not the caller's any more.</summary>
    /// <param name="file">Shard with all its records.</param>
    /// <param name="quarantined">Places without a record.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The shard before could not be committed; this one is given up.</exception>
    public void Begin(ShardFile file, IReadOnlyCollection<QuarantinedEntry> quarantined)
    {
        try
        {
            Finish();
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _last = Task.Factory.StartNew(() => Commit(file, quarantined), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until every shard is on disk.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">A shard could not be committed.</exception>
    public void Finish() => _last.GetAwaiter().GetResult();

    /// <summary>Waits until nothing is under way, whether it went well or not.</summary>
    public void Settle() => Task.WaitAny(_last);

    private void Commit(ShardFile file, IReadOnlyCollection<QuarantinedEntry> quarantined)
    {
        using (file)
        {
            try
            {
                file.Complete(quarantined);
            }
            catch (Exception failure)
            {
                failed(failure);
                throw;
            }
        }
    }
}
