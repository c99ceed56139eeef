using System.Globalization;
using FeatureForge.Core.Shapes;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Targets;

/// <summary>Answers of <c>match_caffe.py</c>: scenes with their matches, and figures by size.</summary>
internal sealed class MatchOracle
{
    private MatchOracle(List<MatchScene> scenes, List<long[]> figures) => (Scenes, Figures) = (scenes, figures);

    public IReadOnlyList<MatchScene> Scenes { get; }

    /// <summary>Per size, small first: objects, lost, forced, positives.</summary>
    public IReadOnlyList<long[]> Figures { get; }

    public static MatchOracle Run(string anchors, double threshold, params string[] files)
    {
        string text = PythonOracle.Run("match_caffe.py", ["numpy"], [anchors, threshold.ToString(CultureInfo.InvariantCulture), .. files]);
        using var lines = new StringReader(text);
        List<MatchScene> scenes = [];
        List<long[]> figures = [];
        while (lines.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "figures")
                figures.Add([.. words[2..].Select(long.Parse)]);
            else
                scenes.Add(ReadScene(words, lines));
        }

        return new(scenes, figures);
    }

    private static MatchScene ReadScene(string[] head, StringReader lines)
    {
        var boxes = new BoxCorners[int.Parse(head[2], CultureInfo.InvariantCulture)];
        for (int i = 0; i < boxes.Length; i++)
        {
            float[] edges = [.. lines.ReadLine()!.Split(' ').Select(Float)];
            boxes[i] = new(edges[1], edges[0], edges[3], edges[2]);
        }

        var matches = new MatchedAnchor[int.Parse(lines.ReadLine()!.Split(' ')[1], CultureInfo.InvariantCulture)];
        for (int i = 0; i < matches.Length; i++)
        {
            string[] words = lines.ReadLine()!.Split(' ');
            matches[i] = new(int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture), Float(words[2]), Float(words[3]), Float(words[4]), Float(words[5]));
        }

        return new(head[1], boxes, matches);
    }

    private static float Float(string bits) => BitConverter.UInt32BitsToSingle(uint.Parse(bits, CultureInfo.InvariantCulture));
}
