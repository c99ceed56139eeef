using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class FileShapeTests
{
    [Fact]
    public void Files_InTheRepository_HoldOneTypeEachUnderItsName() => HouseRule.Holds("one-type-per-file", SourceTree.All.SelectMany(FileShapeRules.CheckTypes));

    [Fact]
    public void Namespaces_InTheRepository_FollowTheFolders() => HouseRule.Holds("namespace", SourceTree.All.SelectMany(FileShapeRules.CheckNamespace));

    [Fact]
    public void Files_InTheRepository_AreShort() => HouseRule.Holds("file-length", SourceTree.All.SelectMany(FileShapeRules.CheckLength));

    [Fact]
    public void Functions_InTheRepository_AreShort() => HouseRule.Holds("function-length", SourceTree.All.SelectMany(FileShapeRules.CheckFunctions));

    [Fact]
    public void PublicMethods_InTheRepository_HaveFewParameters() =>
        HouseRule.Holds("parameters", SourceTree.All.Where(file => file.IsProduct).SelectMany(FileShapeRules.CheckParameters));

    [Theory]
    [InlineData("Box.cs", "class Box; class Lid;", "Lid")]
    [InlineData("Box.cs", "namespace Boxes; record Lid;", "Lid")]
    [InlineData("Box.cs", "enum Lid { Open }", "Lid")]
    [InlineData("Box.cs", "delegate void Lid();", "Lid")]
    [InlineData("Box.cs", "// nothing", "Box")]
    public void CheckTypes_WhenNotOneTypeUnderItsName_NamesIt(string name, string text, string subject) =>
        Assert.Equal(subject, Assert.Single(FileShapeRules.CheckTypes(new SourceFile($"src/FeatureForge.Core/{name}", text))).Subject);

    [Theory]
    [InlineData("Box.cs", "class Box { class Inner; }")]
    [InlineData("Box.Lid.cs", "namespace Boxes; partial class Box;")]
    [InlineData("Box.cs", "struct Box; struct Box<TContent>;")]
    [InlineData("Program.cs", "return 2;")]
    public void CheckTypes_WhenOneTypeUnderItsName_FindsNothing(string name, string text) =>
        Assert.Empty(FileShapeRules.CheckTypes(new SourceFile($"src/FeatureForge.Core/{name}", text)));

    [Theory]
    [InlineData("namespace FeatureForge.Core;")]
    [InlineData("namespace FeatureForge.Core.Shapes { }")]
    public void CheckNamespace_WhenItIsAnother_FindsIt(string text) =>
        Assert.Single(FileShapeRules.CheckNamespace(new SourceFile("src/FeatureForge.Core/Shapes/Box.cs", text)));

    [Theory]
    [InlineData(FileShapeRules.MostLines, 0)]
    [InlineData(FileShapeRules.MostLines + 1, 1)]
    public void CheckLength_AtTheLimit_IsExact(int lines, int findings) =>
        Assert.Equal(findings, FileShapeRules.CheckLength(new SourceFile("src/FeatureForge.Core/Box.cs", Lines(lines))).Count());

    [Theory]
    [InlineData("void Open()\n{", "}", "Box.Open")]
    [InlineData("Box()\n{", "}", "Box.constructor")]
    [InlineData("int Size\n{ get\n{", "} }", "Box.Size.get")]
    [InlineData("int Sum { get; } = 1; void Open() { int Inner()\n{", "} }", "Box.Inner")]
    public void CheckFunctions_WhenLongerThanTheLimit_NamesTheFunction(string head, string tail, string subject)
    {
        string Make(int lines) => $"class Box {{ {head}{Lines(lines)}{tail} }}";
        Assert.Contains(FileShapeRules.CheckFunctions(new SourceFile("Box.cs", Make(FileShapeRules.MostFunctionLines))), finding => finding.Subject == subject);
        Assert.Empty(FileShapeRules.CheckFunctions(new SourceFile("Box.cs", Make(FileShapeRules.MostFunctionLines - 3))));
    }

    [Theory]
    [InlineData("class Box { public void Open(int a, int b, int c, int d, int e, int f) { } }", 1)]
    [InlineData("class Box { public Box(int a, int b, int c, int d, int e, int f) { } }", 1)]
    [InlineData("interface IBox { void Open(int a, int b, int c, int d, int e, int f); }", 1)]
    [InlineData("class Box { void Open(int a, int b, int c, int d, int e, int f) { } }", 0)]
    [InlineData("class Box { public void Open(int a, int b, int c, int d, int e) { } }", 0)]
    [InlineData("class Box { [LibraryImport(\"lid\")] public static partial void Open(int a, int b, int c, int d, int e, int f); }", 0)]
    [InlineData("public record Box(int A, int B, int C, int D, int E, int F);", 0)]
    public void CheckParameters_OfPublicMethods_AreCounted(string text, int findings) =>
        Assert.Equal(findings, FileShapeRules.CheckParameters(new SourceFile("Box.cs", text)).Count());

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("\n", count));
}
