namespace Mintage.Studies;

/// <summary>Arms of the article's protocol that every study has; the others are called after their GAN.</summary>
public static class ArticleArms
{
    /// <summary>Real images, the article's epochs.</summary>
    public const string Real = "real";

    /// <summary>Real images, as many steps as the augmented arms: what the article lacked.</summary>
    public const string Control = "real at S steps";
}
