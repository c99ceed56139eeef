namespace FeatureForge.Gpu.Driver;

/// <summary>The head of a kernel as its source states it.</summary>
/// <param name="Name">Name of the function.</param>
/// <param name="Lanes">Lanes of a work group, 1 to 1,024.</param>
/// <param name="Arguments">Kind of each argument, in order.</param>
public sealed record KernelSignature(string Name, int Lanes, IReadOnlyList<KernelArgumentKind> Arguments);
