using System.Globalization;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Targets;

/// <summary>Answers of <c>match_caffe.py</c>, <c>match_rules.py</c> and <c>match_torchvision.py</c>: scenes with their matches, and figures by size.</summary>
internal sealed class MatchOracle
{
    private MatchOracle(List<MatchScene> scenes, List<long[]> figures) => (Scenes, Figures) = (scenes, figures);

    public IReadOnlyList<MatchScene> Scenes { get; }

    /// <summary>Per size, small first: objects, lost, forced, positives.</summary>
    public IReadOnlyList<long[]> Figures { get; }

    /// <summary>Rule <c>caffe</c>.</summary>
    public static MatchOracle Run(string anchors, double threshold, params string[] files) =>
        Read(PythonOracle.Run("match_caffe.py", ["numpy"], [anchors, Text(threshold), .. files]));

    /// <summary>The rule that the options ask for, on random scenes; by torchvision itself where the library is asked for.</summary>
    public static MatchOracle Run(TargetOptions options, bool library = false)
    {
        string[] arguments = [MatchRuleNames.Of(options.Rule), options.Anchors, Text(options.Positive), Text(options.Negative ?? options.Positive)];
        return Read(library ? PythonOracle.Run("match_torchvision.py", ["torchvision"], arguments) : PythonOracle.Run("match_rules.py", ["numpy"], arguments));
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static MatchOracle Read(string text)
    {
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

        return new(head[1], boxes, matches, ReadIgnored(lines));
    }

    private static int[] ReadIgnored(StringReader lines)
    {
        // Caffe's rule ignores nothing, so its oracle says nothing; the next word is then "scene" or "figures".
        if (lines.Peek() != 'i')
            return [];
        bool none = lines.ReadLine()!.Split(' ')[1] == "0";
        return none ? [] : [.. lines.ReadLine()!.Split(' ').Select(int.Parse)];
    }

    private static float Float(string bits) => BitConverter.UInt32BitsToSingle(uint.Parse(bits, CultureInfo.InvariantCulture));
}
