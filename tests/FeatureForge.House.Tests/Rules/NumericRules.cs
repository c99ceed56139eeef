using FeatureForge.House.Tests.Sources;
using Microsoft.CodeAnalysis;

namespace FeatureForge.House.Tests.Rules;

/// <summary>
/// What would make results depend on the machine or the moment: elementary functions of the platform, fused multiply-add,
/// estimates, clocks and random generators.
/// </summary>
internal static class NumericRules
{
    private static readonly HashSet<string> s_elementary =
    [
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "Log", "Log2", "Log10", "LogP1", "Log2P1", "Log10P1", "Pow", "Cbrt", "RootN", "Hypot",
        "Sin", "Cos", "Tan", "SinCos", "SinPi", "CosPi", "TanPi", "SinCosPi", "Asin", "Acos", "Atan", "Atan2", "AsinPi", "AcosPi", "AtanPi", "Atan2Pi",
        "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
    ];

    private static readonly HashSet<string> s_fused =
    [
        "FusedMultiplyAdd", "MultiplyAddEstimate", "Lerp", "ReciprocalEstimate", "ReciprocalSqrtEstimate", "Reciprocal", "ReciprocalSqrt", "ReciprocalScalar",
        "ReciprocalSqrtScalar", "Reciprocal14", "ReciprocalSqrt14", "ConvertToInt32Native", "ConvertToUInt32Native", "ConvertToInt64Native", "ConvertToIntegerNative",
    ];

    /// <summary>Where numbers of floating point come from; whole-number functions of the same name (BitOperations.Log2, int.Log2) are exact.</summary>
    private static readonly HashSet<string> s_floatingTypes =
    [
        "System.Math", "System.MathF", "System.Double", "System.Single", "System.Half", "System.Numerics.Complex", "System.Numerics.BigInteger",
        "System.Numerics.Vector", "System.Numerics.Vector2", "System.Numerics.Vector3", "System.Numerics.Vector4", "System.Numerics.Quaternion",
        "System.Numerics.IExponentialFunctions", "System.Numerics.ILogarithmicFunctions", "System.Numerics.IPowerFunctions",
        "System.Numerics.IRootFunctions", "System.Numerics.ITrigonometricFunctions", "System.Numerics.IHyperbolicFunctions",
        "System.Numerics.IFloatingPointIeee754", "System.Numerics.INumberBase", "System.Numerics.Tensors.TensorPrimitives",
    ];

    private static readonly HashSet<string> s_clocks =
        ["System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.Environment.TickCount", "System.Environment.TickCount64", "System.Guid.NewGuid", "System.Environment.MachineName"];

    private static readonly HashSet<string> s_clockTypes = ["System.Diagnostics.Stopwatch", "System.TimeProvider", "System.Diagnostics.PerformanceCounter"];
    private static readonly HashSet<string> s_generators = ["System.Random", "System.Security.Cryptography.RandomNumberGenerator"];

    /// <summary>Areas whose results go into shards, or decide what does. Run and Cli report progress and may look at a clock.</summary>
    private static readonly string[] s_timeless =
        ["FeatureForge.Core", "FeatureForge.Records", "FeatureForge.Pipeline.Sources", "FeatureForge.Pipeline.Decode", "FeatureForge.Pipeline.Geometry",
        "FeatureForge.Pipeline.Photometric", "FeatureForge.Pipeline.Targets", "FeatureForge.Pipeline.Recipe"];

    /// <summary>Uses of functions whose last bit differs between machines, of clocks and of random generators.</summary>
    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        foreach (SymbolUse use in tree.Uses)
        {
            string type = use.OutermostTypeName;
            string member = use.Symbol is INamedTypeSymbol ? "" : use.Symbol.Name;
            string subject = member.Length == 0 ? type : $"{type}.{member}";
            if (Complaint(type, member, use.File.ExpectedNamespace) is { } complaint)
                yield return use.File.At(use.Name, subject, complaint);
        }
    }

    private static string? Complaint(string type, string member, string area)
    {
        if (IsFloating(type) && s_elementary.Contains(member))
            return "differs between machines in the last place; use FeatureForge.Core.Mathematics.DeterministicMath";
        if (IsFloating(type) && s_fused.Contains(member))
            return "fused or estimated, so its bits depend on the CPU; write the multiplication, then the addition";
        if (type == "System.Runtime.Intrinsics.X86.Fma")
            return "a fused instruction; write it in the order of the scalar code";
        if (s_generators.Contains(type))
            return "not counter-based; draw from FeatureForge.Core.Randomness.SampleRandom";
        bool timeless = s_timeless.Any(name => area == name || area.StartsWith(name + ".", StringComparison.Ordinal));
        if (timeless && (s_clockTypes.Contains(type) || s_clocks.Contains($"{type}.{member}")))
            return "depends on the moment or the machine; nothing here may";
        return null;
    }

    private static bool IsFloating(string type) =>
        s_floatingTypes.Contains(type) || type.StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal);
}
