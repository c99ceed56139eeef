namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The state of an entropy decoder before a row of coding units: all it needs to begin there. Predictions are kept modulo 2^16, as
/// coefficients are.
/// </summary>
/// <param name="Offset">Byte of the file that holds the row's first bit, never a stuffed zero.</param>
/// <param name="Bit">Bits of that byte that belong to the row before, 0 to 7.</param>
/// <param name="First">DC prediction of the first component.</param>
/// <param name="Second">DC prediction of the second component, 0 where there is none.</param>
/// <param name="Third">DC prediction of the third component, 0 where there is none.</param>
internal readonly record struct EntryPoint(int Offset, int Bit, short First, short Second, short Third);
