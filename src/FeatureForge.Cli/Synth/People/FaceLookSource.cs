namespace FeatureForge.Cli.Synth.People;

/// <summary>Draws looks of faces at random.</summary>
internal static class FaceLookSource
{
    private static readonly float[] s_hairWeights = [7, 8, 26, 15, 17, 10, 6, 6, 5];
    private static readonly float[] s_beardWeights = [58, 18, 8, 16];
    private static readonly float[] s_glassesWeights = [74, 10, 12, 4];

    /// <summary>A face that may be anybody's.</summary>
    /// <param name="random">Draws of this face.</param>
    public static FaceLook Next(DrawingRandom random)
    {
        float darkness = random.Between(0, FacePalette.Skins.Length - 1.001f);
        Tone skin = Between(FacePalette.Skins, darkness);
        var style = (HairStyle)random.Weighted(s_hairWeights);
        bool bearded = style is HairStyle.Bald or HairStyle.Receding or HairStyle.Short or HairStyle.Cap;
        bool smiling = random.Chance(0.5f);
        var glasses = (GlassesStyle)random.Weighted(s_glassesWeights);
        return WithFeatures(random, new FaceLook
        {
            Skin = skin,
            Hair = NextHair(random, darkness),
            Iris = darkness > 3.5f ? random.Pick(new ArraySegment<Tone>(FacePalette.Irises, 0, 2)) : random.Pick(FacePalette.Irises),
            Lips = skin.Toward(Tone.Level(176, 62, 66), random.Between(0.3f, 0.7f)) * random.Between(0.72f, 0.92f),
            Cloth = random.Pick(FacePalette.Cloths),
            Accessory = style is HairStyle.Cap or HairStyle.Scarf ? random.Pick(FacePalette.Cloths) : random.Pick(FacePalette.Frames),
            HairStyle = style,
            Beard = bearded ? (BeardStyle)random.Weighted(s_beardWeights) : BeardStyle.None,
            Glasses = glasses,
            Smiling = smiling,
            MouthOpen = smiling ? Math.Max(0, random.Between(-0.25f, 1)) : Math.Max(0, random.Between(-1.2f, 0.35f)),
        });
    }

    private static FaceLook WithFeatures(DrawingRandom random, FaceLook look) => look with
    {
        HalfWidth = random.Around(0.67f, 0.8f),
        Jaw = random.Between(0, look.Beard == BeardStyle.None ? 0.7f : 1),
        Taper = random.Around(0.06f, 0.3f),
        EyesOpen = random.Around(0.7f, 1.2f) * (look.Smiling ? 0.82f : 1),
        EyeHalfWidth = random.Around(0.13f, 0.17f),
        Gaze = random.Around(-0.8f, 0.8f),
        BrowThickness = random.Between(0.035f, 0.075f),
        BrowSlant = random.Around(-0.045f, 0.03f),
        NoseHalfWidth = random.Around(0.12f, 0.2f),
        MouthHalfWidth = random.Around(0.21f, 0.3f),
        LipFullness = random.Around(0.6f, 1.4f),
        Hairline = HairlineOf(look.HairStyle, random),
        Parting = random.Between(-1, 1),
        Turn = random.Around(-0.36f, 0.36f),
        Nod = random.Around(-0.1f, 0.1f),
        Tilt = random.Around(-17, 17),
        Noise = random.Noise(),
    };

    private static float HairlineOf(HairStyle style, DrawingRandom random) => style switch
    {
        HairStyle.Bald => -0.92f,
        HairStyle.Receding => random.Between(-1.04f, -0.92f),
        HairStyle.Bob => random.Between(-0.82f, -0.52f),
        HairStyle.Cap => random.Between(-0.72f, -0.58f),
        HairStyle.Scarf => random.Between(-0.8f, -0.68f),
        _ => random.Between(-0.9f, -0.72f),
    };

    private static Tone NextHair(DrawingRandom random, float darkness)
    {
        if (random.Chance(0.12f))
            return random.Pick(FacePalette.GreyHair);
        return random.Chance(darkness < 2.5f ? 0.5f : 0.04f) ? random.Pick(FacePalette.LightHair) : random.Pick(FacePalette.DarkHair);
    }

    private static Tone Between(Tone[] scale, float position)
    {
        int index = (int)position;
        return scale[index].Toward(scale[index + 1], position - index);
    }
}
