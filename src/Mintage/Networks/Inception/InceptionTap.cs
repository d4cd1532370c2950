namespace Mintage.Networks.Inception;

/// <summary>The place in <see cref="InceptionV3"/> that gives the features. The value is their number per
/// image.</summary>
internal enum InceptionTap
{
    /// <summary>After the first max pool.</summary>
    FirstPool = 64,

    /// <summary>After the second max pool.</summary>
    SecondPool = 192,

    /// <summary>After block Mixed_6e, where the training network had its auxiliary head.</summary>
    Mixed6e = 768,

    /// <summary>After the global average pool: the features of the FID.</summary>
    FinalPool = 2048,
}
