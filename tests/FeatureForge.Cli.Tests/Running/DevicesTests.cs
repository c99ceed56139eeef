using System.Text.Json;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary><c>featureforge devices</c> on machines with and without drivers: always a sentence and exit code 0.</summary>
public sealed class DevicesTests
{
    [Fact]
    public void Devices_AsJson_HasAVerdictForEachAndAReasonForWhatIsMissing()
    {
        JsonElement result = JsonDocument.Parse(FeatureForgeProgram.Run("devices", "--json").Expect(0).Output).RootElement;
        Assert.Equal(["cuda", "opencl"], result.GetProperty("backends").EnumerateArray().Select(backend => backend.GetProperty("backend").GetString()));
        Assert.All(result.GetProperty("backends").EnumerateArray(), backend => Assert.NotEmpty(backend.GetProperty("detail").GetString()!));
        Assert.All(result.GetProperty("devices").EnumerateArray(), device => Assert.True(device.GetProperty("usable").GetBoolean() || device.GetProperty("verdict").GetString()!.StartsWith("not usable: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Devices_AsJson_HasTheTimeAndOutcomeOfEveryCheck()
    {
        JsonElement result = JsonDocument.Parse(FeatureForgeProgram.Run("devices", "--json").Expect(0).Output).RootElement;
        JsonElement processor = result.GetProperty("processor");
        Assert.True(processor.GetProperty("exact").GetBoolean());
        string?[] operations = [.. processor.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString())];
        Assert.Contains("geometry/flip", operations);
        foreach (JsonElement device in result.GetProperty("devices").EnumerateArray().Where(device => device.GetProperty("usable").GetBoolean()))
        {
            JsonElement[] checks = [.. device.GetProperty("checks").EnumerateArray()];
            Assert.Equal(["checks/arithmetic", .. operations], checks.Select(check => check.GetProperty("name").GetString()));
            Assert.All(checks, check => Assert.Equal("passed", check.GetProperty("outcome").GetString()));
            Assert.All(checks, check => Assert.InRange(check.GetProperty("milliseconds").GetDouble(), 0, 600_000));
        }
    }

    [Fact]
    public void Devices_WithoutAnyLibrary_SaysHowToGetThem()
    {
        using var folder = new TemporaryFolder();
        foreach (string library in new[] { "libOpenCL.so.1", "libOpenCL.so", "libcuda.so.1" })
            File.WriteAllText(folder[library], "not a library");
        string output = FeatureForgeProgram.Run(new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = folder.Path }, "devices").Expect(0).Output;
        Assert.Contains("no OpenCL: libOpenCL.so.1 is not installed (apt install ocl-icd-libopencl1 pocl-opencl-icd)", output, StringComparison.Ordinal);
        Assert.Contains("no CUDA: libcuda.so.1 is not installed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_WhereNothingCanBeWritten_StillListsWhatThereIs()
    {
        JsonElement usual = JsonDocument.Parse(FeatureForgeProgram.Run("devices", "--json").Expect(0).Output).RootElement;
        var environment = new Dictionary<string, string> { ["HOME"] = "/dev/null", ["XDG_CACHE_HOME"] = "", ["POCL_CACHE_DIR"] = "" };
        JsonElement bare = JsonDocument.Parse(FeatureForgeProgram.Run(environment, "devices", "--json").Expect(0).Output).RootElement;
        Assert.Equal(VerdictsOf(usual), VerdictsOf(bare));
    }

    private static string?[] VerdictsOf(JsonElement result) => [.. result.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("verdict").GetString())];
}
