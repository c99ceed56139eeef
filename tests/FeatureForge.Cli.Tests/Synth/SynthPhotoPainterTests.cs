using System.Security.Cryptography;
using FeatureForge.Cli.Pictures;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Tests.Synth;

public class SynthPhotoPainterTests
{
    private static readonly ImageShape s_size = new(200, 160);

    [Fact]
    public void Paint_WhenSeedAndNumberAreTheSame_GivesTheSameBytes()
    {
        SynthPhoto first = SynthPhotoPainter.Paint(7, 3);
        SynthPhoto second = SynthPhotoPainter.Paint(7, 3);
        Assert.Equal(first.Picture.Pixels, second.Picture.Pixels);
        Assert.Equal(first.Faces, second.Faces);
        Assert.Equal(first.Jpeg, second.Jpeg);
    }

    [Fact]
    public void Paint_WhenSeedOrNumberDiffers_GivesAnotherPhoto()
    {
        byte[] pixels = SynthPhotoPainter.Paint(7, 3, s_size).Picture.Pixels;
        Assert.NotEqual(pixels, SynthPhotoPainter.Paint(8, 3, s_size).Picture.Pixels);
        Assert.NotEqual(pixels, SynthPhotoPainter.Paint(7, 4, s_size).Picture.Pixels);
        // The upper half of the seed counts too.
        Assert.NotEqual(pixels, SynthPhotoPainter.Paint(7 + (1UL << 32), 3, s_size).Picture.Pixels);
    }

    // Pins the drawing itself: a machine or a setting of the compiler that computes otherwise shows here. Changes with every change of the drawing.
    [Fact]
    public void Paint_WhenOnAnyMachine_GivesTheKnownDigest()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int number = 0; number < 12; number++)
            digest.AppendData(SynthPhotoPainter.Paint(1, number, s_size).Picture.Pixels);
        Assert.Equal("E9B2AD64B3B69C7F", Convert.ToHexString(digest.GetHashAndReset())[..16]);
    }

    [Fact]
    public void Paint_WhenManyPhotos_HasWholeFacesOfTheSizesPromised()
    {
        int[] counts = new int[5];
        for (int number = 0; number < 60; number++)
        {
            SynthPhoto photo = SynthPhotoPainter.Paint(11, number, s_size);
            counts[photo.Faces.Count]++;
            foreach (SynthFace face in photo.Faces)
            {
                Assert.True(face.Box.X >= 0 && face.Box.Y >= 0 && face.Box.Right <= 200 && face.Box.Bottom <= 160, $"photo {number}: {face.Box}");
                Assert.InRange(Math.Max(face.Box.Width, face.Box.Height), (int)(0.05 * 160) - 1, (int)(0.45 * 160) + 1);
                Assert.InRange((double)face.Box.Width / face.Box.Height, 0.5, 1.1);
            }
        }

        Assert.All(counts.Take(4), count => Assert.True(count > 0));
    }

    [Fact]
    public void Paint_WhenManyPhotos_HasVariety()
    {
        SynthPhoto[] photos = [.. Enumerable.Range(0, 120).Select(number => SynthPhotoPainter.Paint(5, number, new ImageShape(64, 64)))];
        Assert.Equal(6, photos.Select(photo => photo.Scene).Distinct().Count());
        Assert.InRange(photos.Count(photo => photo.Backlit), 12, 48);
        SynthFace[] faces = [.. photos.SelectMany(photo => photo.Faces)];
        Assert.InRange(faces.Count(face => face.Smiling) / (double)faces.Length, 0.35, 0.65);
        Assert.Equal(3, photos.Select(photo => photo.Jpeg.Sampling).Distinct().Count());
    }

    [Fact]
    public void Paint_WhenNoSizeIsGiven_MixesSizesAndOrientations()
    {
        ImageShape[] shapes = [.. Enumerable.Range(0, 10).Select(number => SynthPhotoPainter.Paint(5, number).Picture.Shape)];
        Assert.True(shapes.Distinct().Count() > 4);
        Assert.Contains(shapes, shape => shape.Height > shape.Width);
        Assert.All(shapes, shape => Assert.InRange(Math.Max(shape.Width, shape.Height), 320, 900));
    }

    [Fact]
    public void Paint_WhenAFaceIsLarge_ItsMiddleHasTheColorOfSkin()
    {
        int looked = 0;
        int skin = 0;
        for (int number = 0; number < 40; number++)
        {
            SynthPhoto photo = SynthPhotoPainter.Paint(21, number, new ImageShape(240, 240));
            foreach (SynthFace face in photo.Faces.Where(face => face.Box.Width > 30))
            {
                looked++;
                var (red, green, blue) = MeanOfCheeks(photo.Picture, face.Box);
                skin += red > green && green > blue * 0.9 ? 1 : 0;
            }
        }

        Assert.True(looked > 20, $"only {looked} faces");
        Assert.True(skin >= 0.9 * looked, $"{skin} of {looked} faces have skin");
    }

    private static (double Red, double Green, double Blue) MeanOfCheeks(Picture picture, PixelArea box)
    {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int y = box.Y + (box.Height * 45 / 100); y < box.Y + (box.Height * 70 / 100); y++)
        {
            for (int x = box.X + (box.Width / 5); x < box.Right - (box.Width / 5); x++)
            {
                red += picture.Pixels[(y * picture.Shape.RowBytes) + (x * 3)];
                green += picture.Pixels[(y * picture.Shape.RowBytes) + (x * 3) + 1];
                blue += picture.Pixels[(y * picture.Shape.RowBytes) + (x * 3) + 2];
            }
        }

        return (red, green, blue);
    }
}
