namespace FeatureForge.Pipeline.Targets;

/// <summary>Names of the matching rules in recipes, in the order of <see cref="MatchRule"/>.</summary>
internal static class MatchRuleNames
{
    private static readonly string[] s_names = ["caffe", "mlperf", "ssd-pytorch", "torchvision", "tf-od"];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All => s_names;

    /// <summary>Name of a rule.</summary>
    public static string Of(MatchRule rule) => s_names[(int)rule];

    /// <summary>Rule of a name, which must be one of <see cref="All"/>.</summary>
    public static MatchRule Parse(string name) => (MatchRule)Array.IndexOf(s_names, name);
}
