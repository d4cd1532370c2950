namespace Mintage.Studies.Analysis;

/// <summary>
/// What the article states of one arm; null where it states nothing. Losses are changes against its baseline, in
/// percent as it prints them.
/// </summary>
internal sealed record ArticleFigure(
    double? Accuracy = null, double? GainPoints = null, double? TrainLossChange = null, double? TestLossChange = null);

/// <summary>The article's figures (McCloskey, Towards Data Science), as reproduced in docs/article.md.</summary>
internal static class ArticleFigures
{
    private static readonly Dictionary<(string Size, string Arm), ArticleFigure> Figures = new()
    {
        [("original", ArticleArms.Real)] = new(0.9926),
        [("reduced", ArticleArms.Real)] = new(0.9263),
        [("original", "cgan")] = new(0.9945, 0.19, -1.23, -1.96), // "+0.19" on 99.26 %
        [("reduced", "cgan")] = new(0.9772, 5.09, -13.16, -15.19),
        [("reduced", "wgan")] = new(0.9800, 5.37, -14.48, -10.72),
        // "wgan" on the original data: accuracy "about unchanged, loss lower", no figure.
    };

    /// <summary>
    /// Figures of an arm; a GAN trained on all images stands for the article's GAN too, which probably was.
    /// </summary>
    public static ArticleFigure Of(string size, string arm) =>
        Figures.GetValueOrDefault((size, arm.Replace("-all", "", StringComparison.Ordinal))) ?? new ArticleFigure();
}
