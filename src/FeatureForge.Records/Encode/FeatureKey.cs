namespace FeatureForge.Records.Encode;

/// <summary>The keys of a record in ordinal order of their UTF-8 names: the order in which they are written.</summary>
internal enum FeatureKey
{
    AnchorsClass,
    AnchorsIgnore,
    AnchorsIndex,
    AnchorsObject,
    AnchorsOffsets,
    AnchorsSet,
    ImageClassLabel,
    ImageClassText,
    ImageEncoded,
    ImageFilename,
    ImageFormat,
    ImageHeight,
    ImageObjectBoxXMax,
    ImageObjectBoxXMin,
    ImageObjectBoxYMax,
    ImageObjectBoxYMin,
    ImageObjectClassLabel,
    ImageObjectClassText,
    ImageRaw,
    ImageShape,
    ImageSourceId,
    ImageWidth,
    SampleAugmentation,
    SampleEpoch,
    SampleKey,
}
