using FeatureForge.Cli.Pictures;
using FeatureForge.Cli.Synth.People;
using FeatureForge.Cli.Synth.Scenes;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Synth;

/// <summary>Draws one photo. Seed and number decide everything; scene, crowd, each face and the camera have draws of their own.</summary>
internal static class SynthPhotoPainter
{
    private const int FormatPart = 0;
    private const int ScenePart = 1;
    private const int CameraPart = 2;
    private const int CrowdPart = 3;
    private const int FirstFacePart = 16;

    private static readonly ImageShape[] s_sizes =
    [
        new(320, 240), new(400, 300), new(480, 320), new(500, 375), new(512, 512), new(600, 400),
        new(640, 360), new(640, 480), new(700, 525), new(800, 533), new(900, 700), new(375, 281),
    ];

    /// <summary>Draws a photo.</summary>
    /// <param name="seed">Seed of the set.</param>
    /// <param name="number">Number of the photo.</param>
    /// <param name="size">Size in pixels, or null for one of the usual sizes.</param>
    public static SynthPhoto Paint(ulong seed, int number, ImageShape? size = null)
    {
        var format = new DrawingRandom(seed, number, FormatPart);
        ImageShape usual = format.Pick(s_sizes);
        if (format.Chance(0.3f))
            usual = usual.Transposed;
        var jpeg = new JpegSettings(format.Whole(68, 96), (JpegSampling)format.Weighted([25, 20, 55]));
        var surface = new PaintSurface(size ?? usual);
        var (scene, light) = SceneLibrary.Paint(new SceneBrush(surface, new DrawingRandom(seed, number, ScenePart)));
        List<Person> crowd = Crowd.Place(surface.Shape, new DrawingRandom(seed, number, CrowdPart), index => new DrawingRandom(seed, number, FirstFacePart + index));
        // The smallest are the farthest and are painted first.
        for (int i = crowd.Count - 1; i >= 0; i--)
            PersonPainter.Paint(surface, crowd[i], light);
        Picture picture = CameraFinish.Next(new DrawingRandom(seed, number, CameraPart)).Develop(surface);
        SynthFace[] faces = [.. crowd.Select(person => new SynthFace(WholePixels(person.Box, surface.Shape), person.Look.Smiling))];
        return new SynthPhoto(picture, faces, SceneLibrary.Names[scene], light.Backlit, jpeg);
    }

    private static PixelArea WholePixels(BoxPixels box, ImageShape shape)
    {
        BoxPixels inside = box.ClipTo(shape);
        int x = (int)MathF.Round(inside.X0);
        int y = (int)MathF.Round(inside.Y0);
        return new PixelArea(x, y, Math.Max(1, (int)MathF.Round(inside.X1) - x), Math.Max(1, (int)MathF.Round(inside.Y1) - y));
    }
}
