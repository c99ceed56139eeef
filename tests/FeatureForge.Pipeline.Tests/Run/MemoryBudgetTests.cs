using FeatureForge.Pipeline.Run;

namespace FeatureForge.Pipeline.Tests.Run;

public class MemoryBudgetTests
{
    [Fact]
    public void Take_ByManyThreads_NeverExceedsTheBudgetAndEndsForAll()
    {
        var budget = new MemoryBudget(100);
        long held = 0, most = 0;
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            int wanted = 20 + (i % 3 * 15);
            budget.Take(wanted);
            long now = Interlocked.Add(ref held, wanted);
            lock (budget)
                most = Math.Max(most, now);
            Thread.Sleep(1);
            Interlocked.Add(ref held, -wanted);
            budget.Return(wanted);
        });
        Assert.InRange(most, 21, 100);
    }

    [Fact]
    public async Task Take_OfMoreThanTheBudget_GoesAlone()
    {
        var budget = new MemoryBudget(100);
        budget.Take(1000);
        Task second = Task.Run(() => budget.Take(1));
        await Task.Delay(50);
        Assert.False(second.IsCompleted);
        budget.Return(1000);
        await second.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
