namespace FeatureForge.Cli.Synth.People;

/// <summary>Hair of the lower face.</summary>
internal enum BeardStyle
{
    /// <summary>None.</summary>
    None,

    /// <summary>A shade on jaw and lip.</summary>
    Stubble,

    /// <summary>On the upper lip.</summary>
    Moustache,

    /// <summary>Around the mouth and along the jaw.</summary>
    Full,
}
