namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Constants of libjpeg's accurate integer inverse DCT ("islow"), 13 fraction bits.</summary>
internal static class TransformConstants
{
    public const int FractionBits = 13;
    public const int FirstShift = 11;
    public const int SecondShift = 18;
    public const short F0298 = 2446;
    public const short F0390 = 3196;
    public const short F0541 = 4433;
    public const short F0765 = 6270;
    public const short F0899 = 7373;
    public const short F1175 = 9633;
    public const short F1501 = 12299;
    public const short F1847 = 15137;
    public const short F1961 = 16069;
    public const short F2053 = 16819;
    public const short F2562 = 20995;
    public const short F3072 = 25172;
}
