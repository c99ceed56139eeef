using FeatureForge.Gpu.Choice;

namespace FeatureForge.Gpu.Tests.Choice;

public sealed class HostMeasurementTests
{
    [Fact]
    public void Round_OfWhichOneThreadFails_EndsAfterTheOthers()
    {
        int ended = 0;
        var failure = Assert.Throws<InvalidOperationException>(() => HostMeasurement.Round(
            [0, 1, 2],
            (worker, _) =>
            {
                if (worker == 0)
                    throw new InvalidOperationException("the first one fails");
                Thread.Sleep(150);
                Interlocked.Increment(ref ended);
            },
            TimeSpan.Zero));
        Assert.Equal(("the first one fails", 2), (failure.Message, ended));
    }
}
