using System.Runtime.InteropServices;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Targets;

/// <summary>
/// The kernels on the host, under the sanitizers of addresses and undefined behaviour: every array has exactly the size that it needs, and
/// the targets are the CPU's.
/// </summary>
public sealed class TargetHostTwinTests
{
    private const int Pictures = 9;

    // Reads what a device gets, runs the kernels with poisoned results, writes them out.
    private const string Program = """
        #include <cstring>
        template <class T> static std::vector<T> take(FILE* file, size_t count)
        {
            std::vector<T> values(count);
            if (std::fread(values.data(), sizeof(T), count, file) != count) std::exit(5);
            return values;
        }
        template <class T> static std::vector<T> poisoned(size_t count)
        {
            std::vector<T> values(count);
            if (count != 0) std::memset(values.data(), 0xCD, count * sizeof(T));
            return values;
        }
        template <class T> static void put(FILE* file, const std::vector<T>& values) { if (!values.empty()) std::fwrite(values.data(), sizeof(T), values.size(), file); }

        int main(int, char** paths)
        {
            FILE* in = std::fopen(paths[1], "rb");
            const std::vector<int> head = take<int>(in, 4);
            const uint images = head[0], boxCount = head[1], anchorCount = head[2], parts = head[3];
            const std::vector<float> bounds = take<float>(in, 3);
            const auto anchors = take<float>(in, 5 * anchorCount), shapes = take<float>(in, 4 * anchorCount), boxes = take<float>(in, 4 * boxCount);
            const auto labels = take<int>(in, boxCount), starts = take<int>(in, images + 1);
            auto best = poisoned<float>(images * anchorCount);
            auto matched = poisoned<int>(images * anchorCount), bestChoices = poisoned<int>(2 * boxCount), ownChoices = poisoned<int>(2 * boxCount), counts = poisoned<int>(2 * images);
            auto partials = poisoned<ulong>(boxCount * parts), waiting = poisoned<ulong>(boxCount);
            ff_host_launch(parts, images, 256, [&] { overlaps(anchors.data(), anchorCount, boxes.data(), starts.data(), bounds[0], bounds[1], best.data(), matched.data(), partials.data()); });
            ff_host_launch(images, 1, 256, [&] { resolve(anchors.data(), anchorCount, boxes.data(), starts.data(), partials.data(), parts, matched.data(), waiting.data(), bestChoices.data(), ownChoices.data()); });
            ff_host_launch(images, 1, 256, [&] { sparse_counts(matched.data(), anchorCount, counts.data()); });
            uint rows = 0, ignoredRows = 0;
            for (uint i = 0; i < images; i++) { rows += counts[i]; ignoredRows += counts[images + i]; }
            auto indices = poisoned<int>(rows), classes = poisoned<int>(rows), objects = poisoned<int>(rows), ignored = poisoned<int>(ignoredRows), denseClasses = poisoned<int>(images * anchorCount);
            auto offsets = poisoned<float>(4 * rows), denseOffsets = poisoned<float>(4 * images * anchorCount);
            ff_host_launch(images, 1, 256, [&] { sparse_rows(matched.data(), anchorCount, shapes.data(), boxes.data(), labels.data(), starts.data(), bounds[2], counts.data(), indices.data(), classes.data(), objects.data(), offsets.data(), ignored.data()); });
            ff_host_launch(3, images, 256, [&] { dense_rows(matched.data(), anchorCount, shapes.data(), boxes.data(), labels.data(), starts.data(), bounds[2], denseClasses.data(), denseOffsets.data()); });
            FILE* out = std::fopen(paths[2], "wb");
            put(out, counts); put(out, indices); put(out, classes); put(out, objects); put(out, offsets); put(out, ignored); put(out, denseClasses); put(out, denseOffsets);
            std::fclose(out);
            return std::fclose(in);
        }
        """;

    public static TheoryData<TargetOptions> Rules =>
    [
        .. Enum.GetValues<MatchRule>().Select(rule => new TargetOptions { Rule = rule }),
        new() { Rule = MatchRule.TfOd, Negative = 0.35 }, new() { Rule = MatchRule.TfOd, Positive = 0, Negative = 0 }, new() { Rule = MatchRule.TfOd, Negative = 0 },
    ];

    [SkippableTheory]
    [MemberData(nameof(Rules))]
    public void Kernels_UnderTheSanitizers_GiveTheTargetsOfTheCpu(TargetOptions options)
    {
        AnchorSet anchors = AnchorSet.Create("ssd300");
        BoxBatch batch = BoxBatch.Mixed(Pictures, anchors, Pictures);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["input"], Input(options, anchors, batch));
        string rule = options.Rule switch { MatchRule.SsdPytorch => "ssd-pytorch", MatchRule.TfOd => "tf-od", _ => options.Rule.ToString().ToLowerInvariant() };
        File.WriteAllText(folder["twin.cpp"], $"#include \"prelude.h\"\n#include \"targets/{rule}.cl\"\n#include \"targets/encode.cl\"\n{Program}\n");
        CommandLine.Run(
            "g++", "-DFF_HOST_TWIN", "-std=c++17", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-ffp-contract=off",
            "-I", Path.Combine(TestData.Repository, "kernels"), folder["twin.cpp"], "-o", folder["twin"]);
        CommandLine.Run(folder["twin"], folder["input"], folder["output"]);
        byte[] actual = File.ReadAllBytes(folder["output"]);
        byte[] expected = Expected(options, anchors, batch);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{expected.Length} and {actual.Length} bytes, the first that differs at {expected.AsSpan().CommonPrefixLength(actual)}");
    }

    private static byte[] Input(TargetOptions options, AnchorSet anchors, BoxBatch batch)
    {
        bool hasBand = options.Rule == MatchRule.TfOd;
        float positive = options.Rule switch
        {
            MatchRule.Caffe => Math.Max((float)options.Positive, MathF.BitIncrement(1e-6f)),
            MatchRule.Mlperf => MathF.BitIncrement((float)options.Positive),
            _ => (float)options.Positive,
        };
        float negative = hasBand && options.Negative is { } given ? (float)given : positive;
        float[] areas = [.. Enumerable.Range(0, anchors.Count).Select(anchor => anchors.Corners(anchor).Area)];
        MemoryStream stream = new();
        Write<int>(stream, [batch.Pictures.Count, batch.Boxes.Length, anchors.Count, 3]);
        Write<float>(stream, [positive, negative, hasBand ? 1e-8f : 0]);
        Write(stream, anchors.LeftEdges);
        Write(stream, anchors.TopEdges);
        Write(stream, anchors.RightEdges);
        Write(stream, anchors.BottomEdges);
        Write<float>(stream, areas);
        Write(stream, anchors.CentersX);
        Write(stream, anchors.CentersY);
        Write(stream, anchors.Widths);
        Write(stream, anchors.Heights);
        Write<float>(stream, [.. batch.Boxes.SelectMany(box => (float[])[box.X0, box.Y0, box.X1, box.Y1])]);
        Write<int>(stream, batch.Labels);
        Write<int>(stream, batch.Starts);
        return stream.ToArray();
    }

    // In the order of the program's output: the sparse form, then the dense one.
    private static byte[] Expected(TargetOptions options, AnchorSet anchors, BoxBatch batch)
    {
        MemoryStream[] columns = [.. Enumerable.Range(0, 9).Select(_ => new MemoryStream())];
        TargetStage sparse = new(options, TargetCheck.Output, anchors);
        TargetStage dense = new(options with { Encoding = TargetEncoding.Dense }, TargetCheck.Output, anchors);
        AnchorTargets targets = new();
        for (int picture = 0; picture < batch.Pictures.Count; picture++)
        {
            sparse.Run(batch.Pictures[picture], batch.LabelsOf(picture), targets);
            Write<int>(columns[0], [targets.Count]);
            Write<int>(columns[1], [targets.Ignored.Length]);
            Write<int>(columns[2], targets.Indices);
            Write<int>(columns[3], targets.Classes);
            Write<int>(columns[4], targets.Objects);
            Write<float>(columns[5], targets.Offsets);
            Write<int>(columns[6], targets.Ignored);
            dense.Run(batch.Pictures[picture], batch.LabelsOf(picture), targets);
            Write<int>(columns[7], targets.Classes);
            Write<float>(columns[8], targets.Offsets);
        }

        return [.. columns.SelectMany(column => column.ToArray())];
    }

    private static void Write<T>(MemoryStream stream, ReadOnlySpan<T> values)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes(values));
}
