using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class ResizeAxisTests
{
    [Fact]
    public void Plan_AtEveryLevel_MakesTheSameWeights()
    {
        var random = new Random(3);
        var scalar = new ResizeAxis(SimdLevel.Scalar);
        var vector = new ResizeAxis(SimdLevel.Vector256);
        ChromaUpsampling[] planes = [default, new(2, true), new(2, false), new(4, false)];
        for (int round = 0; round < 2000; round++)
        {
            int size = 1 + random.Next(round % 10 == 0 ? 3000 : 700), output = 1 + random.Next(400);
            float edge0 = round % 4 == 0 ? 0 : (float)(random.NextDouble() * size * 0.9);
            float edge1 = round % 4 == 0 ? size : Math.Min(size, edge0 + 0.01f + (float)(random.NextDouble() * size));
            ChromaUpsampling upsampling = planes[random.Next(planes.Length)];
            if (round == 0)
                (size, edge0, edge1, output, upsampling) = (1200, 0, 1200, 300, planes[1]);
            if (round == 1)
                (size, edge0, edge1, output, upsampling) = (900, 0, 900, 300, planes[1]);

            Assert.Equal(scalar.Plan(size, edge0, edge1, output, upsampling), vector.Plan(size, edge0, edge1, output, upsampling));

            string what = $"{size} [{edge0:R}, {edge1:R}] to {output}, {upsampling}";
            Assert.True((scalar.First, scalar.End, scalar.IsCopy, scalar.LongestCount) == (vector.First, vector.End, vector.IsCopy, vector.LongestCount), what);
            if (scalar.IsCopy)
                continue;
            Assert.True(scalar.Starts.SequenceEqual(vector.Starts), what);
            Assert.True(scalar.Counts.SequenceEqual(vector.Counts), what);
            Assert.True(scalar.Weights.SequenceEqual(vector.Weights), what);
            Assert.True(scalar.Packed.SequenceEqual(vector.Packed), what);
        }
    }
}
