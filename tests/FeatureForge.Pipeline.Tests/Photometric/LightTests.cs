using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Shadows and backlight do what they are named after.</summary>
public class LightTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Create_ForACoverage_PutsThatShareInShadow(double coverage)
    {
        var shape = new ImageShape(320, 180);
        for (int degrees = 0; degrees < 360; degrees += 13)
        {
            ShadowEdge edge = ShadowEdge.Create(shape, degrees, coverage, 1);
            double sum = 0;
            for (int i = 0; i < shape.Pixels; i++)
                sum += edge.Weight(i % shape.Width, i / shape.Width) / 256.0;
            Assert.InRange(sum / shape.Pixels, coverage - 0.005, coverage + 0.005);
        }
    }

    [Fact]
    public void CreateOperation_WhenThePictureIsTooLargeForTheEdge_IsRefused()
    {
        var error = Assert.Throws<FeatureForgeException>(() => new ShadowsOptions().CreateOperation(new ImageShape(65_536, 1)));
        Assert.Contains("65536 x 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 65_535)]
    [InlineData(65_535, 1)]
    [InlineData(65_535, 65_535)]
    public void Weight_OnTheLargestPicture_StaysWithinItsRange(int width, int height)
    {
        for (int degrees = 0; degrees < 360; degrees += 15)
        {
            ShadowEdge edge = ShadowEdge.Create(new ImageShape(width, height), degrees, 0.5, Math.Min(width, height));
            foreach (int x in new[] { 0, width / 2, width - 1 })
            {
                foreach (int y in new[] { 0, height / 2, height - 1 })
                    Assert.InRange(edge.Weight(x, y), 0, 256);
            }
        }
    }

    [Fact]
    public void Run_OnBacklight_DarkensTheSubjectAndBrightensTheRest()
    {
        var shape = new ImageShape(300, 300);
        byte[] pixels = new byte[shape.RgbBytes];
        pixels.AsSpan().Fill(128);
        var options = new BacklightOptions { Strength = new NumberRange(0.8, 0.8) };
        IPhotometricOperation operation = options.CreateOperation(shape);
        var random = PhotometricSample.Random(3);
        operation.Draw(ref random, [new BoxPixels(180, 120, 230, 180)], new AugmentationLog());
        operation.Run(new ReadOnlyImageView(shape, pixels), new ImageView(shape, pixels), new byte[operation.ScratchBytes]);
        Assert.InRange(pixels[((150 * 300) + 205) * 3], 30, 80);
        Assert.InRange(pixels[((10 * 300) + 10) * 3], 220, 255);
    }

    [Theory]
    [InlineData(0.3, 240, 196, 170)]
    [InlineData(0.8, 240, 196, 170)]
    [InlineData(0.8, 255, 219, 190)]
    [InlineData(1.0, 150, 100, 80)]
    public void Run_OnBacklight_KeepsTheHueOfSkin(double strength, byte red, byte green, byte blue)
    {
        var shape = new ImageShape(64, 64);
        byte[] pixels = new byte[shape.RgbBytes];
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        IPhotometricOperation operation = PhotometricSample.Options("backlight", ("strength", new NumberRange(strength, strength))).CreateOperation(shape);
        var random = PhotometricSample.Random(3);
        operation.Draw(ref random, [new BoxPixels(16, 16, 48, 48)], new AugmentationLog());
        operation.Run(new ReadOnlyImageView(shape, pixels), new ImageView(shape, pixels), new byte[operation.ScratchBytes]);
        ReadOnlySpan<byte> skin = pixels.AsSpan(((32 * 64) + 32) * 3, 3);
        // Where green stands between blue and red decides the hue; the share of red that blue lacks is the saturation.
        Assert.InRange((skin[1] - skin[2]) / (double)(skin[0] - skin[2]), (green - blue) / (double)(red - blue) - 0.05, (green - blue) / (double)(red - blue) + 0.05);
        Assert.InRange((skin[0] - skin[2]) / (double)skin[0], 0.02, (red - blue) / (double)red);
        Assert.True(skin[0] < red, $"{skin[0]} is not darker than {red}.");
    }

    [Theory]
    [InlineData("backlight")]
    [InlineData("shadows")]
    public void Run_AtStrengthZero_ChangesNothing(string step)
    {
        var shape = new ImageShape(33, 17);
        IPhotometricOperation operation = PhotometricSample.Options(step, ("strength", new NumberRange(0, 0))).CreateOperation(shape);
        Assert.Equal(PhotometricSample.Picture(shape), PhotometricSample.Run(operation, shape, 2, new AugmentationLog()));
    }

    [Fact]
    public void Draw_OnBacklight_WhenTheOnlyBoxLiesOutside_TakesAnEllipse()
    {
        var shape = new ImageShape(100, 100);
        var log = new AugmentationLog();
        var random = PhotometricSample.Random(3);
        new BacklightOptions().CreateOperation(shape).Draw(ref random, [new BoxPixels(120, 0, 140, 20)], log);
        Assert.Contains("\"ellipse\":1", System.Text.Encoding.UTF8.GetString(log.Json), StringComparison.Ordinal);
    }
}
