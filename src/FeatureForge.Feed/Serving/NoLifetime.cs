using Microsoft.Extensions.Hosting;

namespace FeatureForge.Feed.Serving;

/// <summary>The program, not the host, decides when a feed ends; the usual lifetime would listen to signals beside it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
