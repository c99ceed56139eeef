using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Pipeline.Decode;

/// <summary>Which JPEG files are decoded to planes with fidelity <c>fast</c>, and how small; every other file goes the way of the reference.</summary>
internal static class JpegPlaneRules
{
    private const int LargestDivisor = 8;
    private const double LeftForResize = 2;

    /// <summary>The planes of an upright grey or YCbCr file whose chroma sampling TurboJPEG has a name for.</summary>
    /// <param name="header">Checked header.</param>
    /// <returns>What the bands will hold, or null for packed RGB.</returns>
    public static RowFormat? Planes(in JpegHeader header)
    {
        if (header.Orientation != Orientation.Upright || header.IsRgb || Sampling(header) is not { } sampling)
            return null;
        var layout = new JpegPlaneLayout(header.Shape, sampling, 1);
        return sampling == ChromaSampling.Grey ? RowFormat.Luma(header.Shape) : new RowFormat(header.Shape, RowLayout.LumaChroma, layout.FactorX, layout.FactorY);
    }

    /// <summary>Where the planes of a plan lie.</summary>
    /// <param name="plan">Plan that delivers planes.</param>
    public static JpegPlaneLayout Layout(in DecodePlan plan)
    {
        RowFormat rows = plan.Rows;
        ChromaSampling sampling = rows.Layout == RowLayout.Luma ? ChromaSampling.Grey : (rows.ChromaFactorX, rows.ChromaFactorY) switch
        {
            (2, 1) => ChromaSampling.Chroma422,
            (2, 2) => ChromaSampling.Chroma420,
            (1, 2) => ChromaSampling.Chroma440,
            (4, 1) => ChromaSampling.Chroma411,
            _ => ChromaSampling.Chroma444,
        };
        return new JpegPlaneLayout(plan.Stored, sampling, plan.Divisor);
    }

    /// <summary>The same plan, decoding as small as a resize allows: at least a factor of 2 is left to it.</summary>
    /// <param name="plan">Plan.</param>
    /// <param name="reduction">How many times smaller the resize makes the picture, in the direction in which it is less.</param>
    public static DecodePlan Scaled(in DecodePlan plan, double reduction)
    {
        if (plan.Planes is null)
            return plan;
        int divisor = 1;
        while (divisor < LargestDivisor && reduction >= divisor * 2 * LeftForResize)
            divisor *= 2;
        DecodePlan scaled = plan with { Divisor = divisor };
        return scaled with { ScratchBytes = Layout(scaled).Bytes };
    }

    /// <summary>One band that holds all planes from a row on.</summary>
    /// <param name="samples">Planes as the plan's layout says.</param>
    /// <param name="plan">Plan that delivers planes.</param>
    /// <param name="first">First row of luma to deliver: the first of a row of coding units, or one behind the picture.</param>
    /// <param name="consumer">Takes the band.</param>
    public static void Deliver(ReadOnlySpan<byte> samples, in DecodePlan plan, int first, IRowConsumer consumer)
    {
        JpegPlaneLayout layout = Layout(plan);
        if (first >= layout.Shape.Height)
            return;
        int chroma = (int)layout.ChromaOffset, bytes = (int)layout.ChromaBytes;
        int skipped = Math.Min(first / Math.Max(1, layout.FactorY) * layout.ChromaStride, bytes);
        consumer.Accept(new RowBand
        {
            Layout = plan.Rows.Layout,
            FirstRow = first,
            RowCount = layout.Shape.Height - first,
            Plane0 = samples[(first * layout.LumaStride)..chroma],
            Stride0 = layout.LumaStride,
            Plane1 = samples[(chroma + skipped)..(chroma + bytes)],
            Plane2 = samples[(chroma + bytes + skipped)..(chroma + (2 * bytes))],
            ChromaStride = layout.ChromaStride,
            ChromaFactorX = layout.FactorX,
            ChromaFactorY = layout.FactorY,
        });
    }

    private static ChromaSampling? Sampling(in JpegHeader header) => (header.Components, header.SamplingFactors & 0xFFFFFF) switch
    {
        (1, 0x11) => ChromaSampling.Grey,
        (3, 0x11_11_11) => ChromaSampling.Chroma444,
        (3, 0x11_11_21) => ChromaSampling.Chroma422,
        (3, 0x11_11_22) => ChromaSampling.Chroma420,
        (3, 0x11_11_12) => ChromaSampling.Chroma440,
        (3, 0x11_11_41) => ChromaSampling.Chroma411,
        _ => null,
    };
}
