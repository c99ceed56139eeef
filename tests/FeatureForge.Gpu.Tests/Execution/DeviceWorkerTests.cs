using FeatureForge.Core.Buffers;
using FeatureForge.Gpu.Execution;
using FeatureForge.Pipeline.Run;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>What a worker costs once it is warm, and what it leaves behind.</summary>
[Collection(AloneCollection.Name)]
public sealed class DeviceWorkerTests(RunFolder folder) : IClassFixture<RunFolder>
{
    private const int Rounds = 24;

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl, "sparse")]
    [InlineData(TestDevice.OpenCl, "dense")]
    [InlineData(TestDevice.Cuda, "sparse")]
    public void Work_InSteadyState_AllocatesNothingFromFileToRecord(TestDevice kind, string encoding)
    {
        // Damaged files have no place here: the errors about them are objects. Nor have more records than the pool keeps of a size.
        using var photos = new RunFolder([new(320, 240), new(211, 157), new(96, 200)]);
        using var backend = new DeviceRunBackend(SharedDevices.Get(kind), new DeviceRunOptions { BatchSize = 5 });
        var scene = new WorkScene(photos, RunFolder.Recipe(("TARGETS", $"{{anchors: ssd300, encoding: {encoding}}}")));
        using IRunWorker worker = backend.CreateWorkers(scene.Plan(workers: 1, items: 24))[0];
        RecordRing[] rings = [.. Enumerable.Range(0, Rounds).Select(_ => scene.Ring(scene.Count))];
        WorkSource[] sources = [.. rings.Select(ring => scene.Source(ring, workers: 1))];

        // The first sample is taken here, because the first wait on a new ring makes an object.
        Assert.All(sources, source => Assert.True(source.TryTake(0, out _)));
        int round = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            // The ring before gives the memory of its records back.
            if (round > 0)
                rings[round - 1].Dispose();
            worker.Work(sources[round++]);
        }));
        foreach (RecordRing ring in rings.Skip(round - 1))
            ring.Dispose();
        Assert.Equal((scene.Count - 1L) * round, worker.Routes.OnDevice);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void Work_WithFewerPlacesThanABatchHas_NeverWaitsForTheWriterWhileItWaitsForAWorker(int places)
    {
        using var backend = new DeviceRunBackend(SharedDevices.Get(TestDevice.OpenCl), new DeviceRunOptions { BatchSize = 8 });
        var scene = new WorkScene(folder, RunFolder.Recipe());
        using RecordRing ring = scene.Ring(places);
        IReadOnlyList<IRunWorker> workers = backend.CreateWorkers(scene.Plan(workers: 2, items: 24));
        Task[] tasks = [.. workers.Select(worker => Task.Factory.StartNew(() => worker.Work(scene.Source(ring, 2)), TaskCreationOptions.LongRunning))];
        Task writer = Task.Run(() =>
        {
            for (int position = 0; position < scene.Count; position++)
                ring.Release(ring.WaitFor(position));
        });
        Assert.True(Task.WaitAll([.. tasks, writer], TimeSpan.FromMinutes(2)), "workers and writer wait for each other");
        foreach (IRunWorker worker in workers)
            worker.Dispose();
    }

    [SkippableFact]
    public void Dispose_AfterARun_ReturnsEveryBuffer()
    {
        long before = BufferPool.Outstanding;
        using (var backend = new DeviceRunBackend(SharedDevices.Get(TestDevice.OpenCl), new DeviceRunOptions()))
            folder.Run(RunFolder.Recipe(), backend, workers: 2);
        Assert.True(BufferPool.Outstanding <= before, $"{BufferPool.Outstanding - before} buffers were not returned");
    }
}
