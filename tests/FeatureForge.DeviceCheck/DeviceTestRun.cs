using System.Reflection;
using FeatureForge.Gpu.Tests.Driver;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FeatureForge.DeviceCheck;

/// <summary>Finds the tests of the device project, runs them in this process and prints what came of them.</summary>
internal static class DeviceTestRun
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    /// <summary>Tests of the kernels' texts: they want compilers and the checkout, and ran where the bundle was made.</summary>
    private const string TextTests = "FeatureForge.Gpu.Tests.Kernels.";

    private const string Help = """
        usage: device-tests [--filter TEXT]... [--list]
          --filter TEXT   only tests whose name holds one of the texts
          --list          print the names, run nothing
        Exit code: 0 all that ran passed; 1 one failed or none ran; 2 wrong arguments.
        """;

    /// <summary>Runs.</summary>
    /// <param name="arguments">Command line.</param>
    /// <returns>Exit code.</returns>
    public static int Start(string[] arguments)
    {
        List<string> filters = [];
        bool list = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--filter" && i + 1 < arguments.Length)
                filters.Add(arguments[++i]);
            else if (arguments[i] == "--list")
                list = true;
            else
                return Say(Help, arguments[i] is "--help" or "-h" ? Passed : Usage);
        }

        using var framework = new XunitTestFramework(new NullMessageSink());
        Assembly assembly = typeof(ComputeQueueTests).Assembly;
        ITestCase[] cases = [.. Find(framework, assembly).Where(test => !test.DisplayName.StartsWith(TextTests, StringComparison.Ordinal))
            .Where(test => filters.Count == 0 || filters.Any(filter => test.DisplayName.Contains(filter, StringComparison.OrdinalIgnoreCase)))];
        if (list)
            return Say(string.Join('\n', cases.Select(test => test.DisplayName).Order(StringComparer.Ordinal)), Passed);
        DeviceTestResults results = Run(framework, assembly, cases);
        results.Print(Console.Out);
        return results.IsGood ? Passed : Failed;
    }

    private static IReadOnlyList<ITestCase> Find(XunitTestFramework framework, Assembly assembly)
    {
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        using var sink = new DeviceTestCases();
        discoverer.Find(includeSourceInformation: false, sink, new DeviceTestOptions());
        return sink.Wait();
    }

    private static DeviceTestResults Run(XunitTestFramework framework, Assembly assembly, IEnumerable<ITestCase> cases)
    {
        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly.GetName());
        var results = new DeviceTestResults();
        executor.RunTests(cases, results, new DeviceTestOptions());
        results.Wait();
        return results;
    }

    private static int Say(string text, int code)
    {
        Console.Out.WriteLine(text);
        return code;
    }
}
