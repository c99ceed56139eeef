using System.Reflection;

namespace FeatureForge.Pipeline.Run;

/// <summary>Version of the engine as manifests carry it; outputs of different versions are never mixed.</summary>
public static class EngineVersion
{
    /// <summary>Version without build metadata, for example <c>0.1.0</c>.</summary>
    public static string Text { get; } = typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
