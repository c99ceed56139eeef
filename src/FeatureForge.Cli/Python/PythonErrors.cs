using FeatureForge.Core.Errors;

namespace FeatureForge.Cli.Python;

/// <summary>Every error of starting a Python package; the package reports its own.</summary>
internal static class PythonErrors
{
    public static FeatureForgeException NoInterpreter(string program, string reason) =>
        new FeatureForgeException(1, $"{program} cannot be started ({reason.TrimEnd('.')}). Install Python (apt-get install python3 python3-numpy python3-torch), or name the interpreter in {PythonInterpreter.Variable}.");

    public static string EndedBySignal(string module, int signal) =>
        $"featureforge: {module} was ended by signal {signal}{(signal == 9 ? ", as by kill -9 or for want of memory" : "")}. What it had saved is whole; give the same command again.";

    public static FeatureForgeException NoPackage(string module, string folder) =>
        new FeatureForgeException(1, $"The Python package {module} is neither in {folder} nor in src/trainer of a checkout around it. Use the program out of the checkout (tools/featureforge), or publish it anew.");
}
