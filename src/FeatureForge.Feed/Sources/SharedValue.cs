namespace FeatureForge.Feed.Sources;

/// <summary>A value that is being made, or was, for all who asked for it.</summary>
/// <param name="stop">Ends its making.</param>
/// <typeparam name="TValue">Value.</typeparam>
internal sealed class SharedValue<TValue>(CancellationTokenSource stop)
{
    /// <summary>Ends its making; disposed of once the value is there or failed.</summary>
    public CancellationTokenSource Stop { get; } = stop;

    /// <summary>The value.</summary>
    public Task<TValue> Value { get; set; } = Task.FromCanceled<TValue>(new CancellationToken(canceled: true));

    /// <summary>How many wait for it.</summary>
    public int Waiting { get; set; }

    /// <summary>True once <see cref="Stop"/> is of no more use.</summary>
    public bool IsOver { get; set; }

    /// <summary>True where a newcomer may wait for it: it did not fail, and nobody ended it.</summary>
    public bool IsUsable => !Value.IsFaulted && !Value.IsCanceled && (IsOver || !Stop.IsCancellationRequested);
}
