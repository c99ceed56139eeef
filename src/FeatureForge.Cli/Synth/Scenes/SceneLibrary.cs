namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>Chooses and paints a background and says what light falls on people before it.</summary>
internal static class SceneLibrary
{
    private static readonly (string Name, float Weight, Func<SceneBrush, SceneLight> Paint)[] s_scenes =
    [
        ("room", 20, RoomScene.Paint),
        ("window", 18, WindowScene.Paint),
        ("garden", 22, GardenScene.Paint),
        ("street", 15, StreetScene.Paint),
        ("evening", 10, EveningScene.Paint),
        ("wall", 15, WallScene.Paint),
    ];

    private static readonly float[] s_weights = [.. s_scenes.Select(scene => scene.Weight)];

    /// <summary>Names of the scenes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_scenes.Select(scene => scene.Name)];

    /// <summary>Paints a scene.</summary>
    /// <param name="brush">Empty photo.</param>
    /// <returns>Number of the scene in <see cref="Names"/> and its light.</returns>
    public static (int Scene, SceneLight Light) Paint(SceneBrush brush)
    {
        int scene = brush.Random.Weighted(s_weights);
        return (scene, s_scenes[scene].Paint(brush));
    }
}
