namespace FeatureForge.Cli.Tests.Running;

/// <summary>How the program ended.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ProgramResult(int Code, string Output, string Error)
{
    /// <summary>Fails the test with everything printed unless the code is as expected.</summary>
    public ProgramResult Expect(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }
}
