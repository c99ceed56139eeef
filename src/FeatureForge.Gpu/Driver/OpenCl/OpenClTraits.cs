namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>The properties of an OpenCL device that decide whether the engine can use it.</summary>
/// <param name="IsAvailable">CL_DEVICE_AVAILABLE.</param>
/// <param name="HasCompiler">CL_DEVICE_COMPILER_AVAILABLE.</param>
/// <param name="IsLittleEndian">CL_DEVICE_ENDIAN_LITTLE.</param>
/// <param name="SinglePrecision">CL_DEVICE_SINGLE_FP_CONFIG, a set of bits.</param>
/// <param name="Version">Version of OpenCL; null where the driver's text cannot be read.</param>
internal sealed record OpenClTraits(bool IsAvailable, bool HasCompiler, bool IsLittleEndian, ulong SinglePrecision, Version? Version);
