namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The eight values of a row or column, each a vector over many blocks.</summary>
/// <typeparam name="T">Vector.</typeparam>
internal struct Octet<T>
{
    public T V0;
    public T V1;
    public T V2;
    public T V3;
    public T V4;
    public T V5;
    public T V6;
    public T V7;
}
