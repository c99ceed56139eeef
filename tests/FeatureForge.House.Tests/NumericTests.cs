using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class NumericTests
{
    [Fact]
    public void Arithmetic_InTheRepository_GivesTheSameBitsEverywhere() => HouseRule.Holds("same-bits", NumericRules.Check(SourceTree.Product));

    [Theory]
    [InlineData("double a = Math.Exp(1);", "System.Math.Exp")]
    [InlineData("float a = MathF.Log2(2);", "System.MathF.Log2")]
    [InlineData("double a = double.Cbrt(2);", "System.Double.Cbrt")]
    [InlineData("float a = float.SinCos(2).Sin;", "System.Single.SinCos")]
    [InlineData("Func<double, double> a = Math.Tan;", "System.Math.Tan")]
    [InlineData("double a = Math.FusedMultiplyAdd(1, 2, 3);", "System.Math.FusedMultiplyAdd")]
    [InlineData("float a = float.Lerp(1, 2, 0.5f);", "System.Single.Lerp")]
    [InlineData("var a = System.Numerics.Vector.FusedMultiplyAdd(default(System.Numerics.Vector<float>), default, default);", "System.Numerics.Vector.FusedMultiplyAdd")]
    [InlineData("var a = System.Runtime.Intrinsics.Vector256.MultiplyAddEstimate(System.Runtime.Intrinsics.Vector256<float>.One, System.Runtime.Intrinsics.Vector256<float>.One, System.Runtime.Intrinsics.Vector256<float>.One);", "System.Runtime.Intrinsics.Vector256.MultiplyAddEstimate")]
    [InlineData("bool a = System.Runtime.Intrinsics.X86.Fma.IsSupported;", "System.Runtime.Intrinsics.X86.Fma")]
    [InlineData("var a = new Random(7);", "System.Random")]
    [InlineData("var a = DateTime.UtcNow;", "System.DateTime.UtcNow")]
    [InlineData("var a = System.Diagnostics.Stopwatch.GetTimestamp();", "System.Diagnostics.Stopwatch")]
    [InlineData("var a = Guid.NewGuid();", "System.Guid.NewGuid")]
    public void Check_WhenBanned_NamesTheFunction(string statement, string subject) =>
        Assert.Contains(NumericRules.Check(Snippet("src/FeatureForge.Pipeline/Targets/Box.cs", statement)), finding => finding.Subject == subject);

    [Fact]
    public void Check_WhenImportedStatically_IsStillFound() =>
        Assert.Equal("System.Math.Pow", Assert.Single(NumericRules.Check(SourceTree.Of(("src/FeatureForge.Core/Box.cs", "using static System.Math; class Box { double A() => Pow(1, 2); }")))).Subject);

    [Theory]
    [InlineData("double a = Math.Sqrt(2) + Math.Floor(1.5) + Math.Round(2.5);")]
    [InlineData("int a = System.Numerics.BitOperations.Log2(8u) + int.Log2(8);")]
    [InlineData("float a = float.Max(1, 2);")]
    [InlineData("var text = \"Math.Exp\"; // Math.Exp")]
    public void Check_WhenExact_FindsNothing(string statement) =>
        Assert.Empty(NumericRules.Check(Snippet("src/FeatureForge.Pipeline/Targets/Box.cs", statement)));

    [Fact]
    public void Check_WhereProgressIsReported_AllowsAClockButNoGenerator()
    {
        Assert.Empty(NumericRules.Check(Snippet("src/FeatureForge.Pipeline/Run/Box.cs", "var a = System.Diagnostics.Stopwatch.GetTimestamp();")));
        Assert.NotEmpty(NumericRules.Check(Snippet("src/FeatureForge.Cli/Box.cs", "var a = Random.Shared.Next();")));
    }

    private static SourceTree Snippet(string path, string statement) => SourceTree.Of((path, $"class Box {{ void Open() {{ {statement} }} }}"));
}
