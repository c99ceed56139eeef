using FeatureForge.Feed.Sources;

namespace FeatureForge.Feed.Tests.Sources;

/// <summary>Values that several requests wait for.</summary>
public sealed class RecentValuesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Values_OfManyKeys_AreFew()
    {
        int made = 0;
        var values = new RecentValues<int, int>(CancellationToken.None);
        for (int key = 0; key < 100; key++)
            await values.GetAsync(key, _ => made++, CancellationToken.None);
        await values.GetAsync(99, _ => made++, CancellationToken.None);
        Assert.Equal(100, made);
        await values.GetAsync(0, _ => made++, CancellationToken.None);
        Assert.Equal(101, made);
    }

    [Fact]
    public async Task Value_OfManyWhoWait_IsMadeOnce_AndTheyHoldNoThread()
    {
        using var gate = new ManualResetEventSlim();
        int made = 0;
        var values = new RecentValues<int, int>(CancellationToken.None);

        // All from one thread: a wait that held it would never come back here to open the gate.
        Task<int>[] ranks = [.. Enumerable.Range(0, 200).Select(rank => values.GetAsync(rank % 20, _ => Make(), CancellationToken.None))];
        Assert.All(ranks, rank => Assert.False(rank.IsCompleted));
        gate.Set();
        int[] got = await Task.WhenAll(ranks).WaitAsync(s_patience);
        Assert.Equal(20, made);
        Assert.All(Enumerable.Range(0, 200), rank => Assert.Equal(got[rank % 20], got[rank]));

        int Make()
        {
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            gate.Wait();
            return Interlocked.Increment(ref made);
        }
    }

    [Fact]
    public async Task Failure_IsSaidToAllWhoWait_AndTriedAgainByTheNext()
    {
        using var gate = new ManualResetEventSlim();
        var values = new RecentValues<int, int>(CancellationToken.None);
        Task<int>[] ranks = [.. Enumerable.Range(0, 3).Select(_ => values.GetAsync(1, _ => Fail(), CancellationToken.None))];
        gate.Set();
        foreach (Task<int> rank in ranks)
            await Assert.ThrowsAsync<IOException>(() => rank.WaitAsync(s_patience));
        Assert.Equal(7, await values.GetAsync(1, _ => 7, CancellationToken.None));

        int Fail()
        {
            gate.Wait();
            throw new IOException();
        }
    }

    [Fact]
    public async Task Making_EndsWithTheLastWhoWaits_AndIsDoneAnewForTheNext()
    {
        using CancellationTokenSource first = new(), second = new();
        var ended = new TaskCompletionSource();
        var values = new RecentValues<int, int>(CancellationToken.None);
        Task<int> one = values.GetAsync(1, Make, first.Token);
        Task<int> other = values.GetAsync(1, Make, second.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(ended.Task.IsCompleted);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        await ended.Task.WaitAsync(s_patience);
        Assert.Equal(7, await values.GetAsync(1, _ => 7, CancellationToken.None).WaitAsync(s_patience));

        int Make(CancellationToken stop)
        {
            stop.WaitHandle.WaitOne();
            ended.SetResult();
            stop.ThrowIfCancellationRequested();
            return 0;
        }
    }

    [Fact]
    public async Task Making_ThatGoesOnAlone_IsThereForTheNext_AndEndsWithTheServer()
    {
        using CancellationTokenSource client = new(), server = new();
        using var gate = new ManualResetEventSlim();
        var values = new RecentValues<int, int>(server.Token, goesOnAlone: true);
        Task<int> gone = values.GetAsync(1, stop => Make(stop), client.Token);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.Set();
        Assert.Equal(5, await values.GetAsync(1, _ => 7, CancellationToken.None).WaitAsync(s_patience));

        gate.Reset();
        Task<int> waiting = values.GetAsync(2, stop => Make(stop), CancellationToken.None);
        await server.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(s_patience));

        int Make(CancellationToken stop)
        {
            gate.Wait(stop);
            return 5;
        }
    }
}
