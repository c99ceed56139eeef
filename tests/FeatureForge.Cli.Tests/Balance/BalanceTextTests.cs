using System.Globalization;
using System.Text;
using System.Text.Json;
using FeatureForge.Cli.Balance;

namespace FeatureForge.Cli.Tests.Balance;

public class BalanceTextTests
{
    private static readonly BalanceVerdict s_founding = new BalanceQuestion { SecondsPerVector = 0.028, Cores = 4, Batch = 32, StepSeconds = 0.0104 }.Answer();

    private static string Write(BalanceVerdict verdict)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        BalanceText.Write(output, verdict);
        return output.ToString();
    }

    [Fact]
    public void Write_OnTheFoundingCase_SaysAllOfIt() =>
        Assert.Equal(
            """
            making a batch    0.224 s    143 images/s       32 x 0.028 s / 4 cores
            training on it    0.0104 s   3,077 images/s     training step

            CPU-bound: a batch takes 21.5 times as long to make as to train on.
            GPU utilisation 4.6 % (4.4 % without overlap): idle 95.4 % of the time.
            Buffers do not help: they smooth variance, the average stays the same.
            To balance it, do one of these:
              make a feature vector in 0.0013 s instead of 0.028 s
              use 87 cores instead of 4

            """.ReplaceLineEndings("\n"),
            Write(s_founding));

    [Fact]
    public void Write_WhenBalanced_SaysHowFarItHolds()
    {
        string text = Write(new BalanceQuestion { SecondsPerVector = 0.00005, Cores = 2, Batch = 32, InferenceSeconds = 0.0052 }.Answer());
        Assert.Contains("32 x 50 us / 2 cores", text);
        Assert.Contains("2 x 0.0052 s inference", text);
        Assert.Contains("Balanced:", text);
        Assert.Contains("GPU utilisation 100.0 %", text);
        Assert.Contains("up to 0.00065 s per feature vector, or down to 1 core.", text);
    }

    [Fact]
    public void Write_AsJson_HoldsEveryFigureInFull()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            BalanceJson.Write(writer, s_founding);
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()));
        JsonElement root = document.RootElement;

        Assert.True(root.GetProperty("cpuBound").GetBoolean());
        Assert.Equal(s_founding.Utilisation, root.GetProperty("utilisation").GetDouble());
        Assert.Equal(s_founding.UtilisationWithoutOverlap, root.GetProperty("utilisationWithoutOverlap").GetDouble());
        Assert.Equal((0.028, 4, 32), (root.GetProperty("secondsPerVector").GetDouble(), root.GetProperty("cores").GetInt32(), root.GetProperty("batch").GetInt32()));
        Assert.Equal(0.224, root.GetProperty("feedSeconds").GetDouble(), 12);
        Assert.Equal(0.0104, root.GetProperty("stepSeconds").GetDouble());
        Assert.Equal(87, root.GetProperty("neededCores").GetInt64());
        Assert.Equal(13, root.EnumerateObject().Count());
    }
}
