using Mintage.Classification;
using Mintage.Networks;

namespace Mintage.Studies.Plans;

/// <summary>Named classifiers: widths of the CNN, and the residual network.</summary>
public static class ClassifierPresets
{
    /// <summary>
    /// Name of the residual network of <see cref="ClassifierOptions.UsualMaps"/> maps, which takes the place of a
    /// width.
    /// </summary>
    public const string Residual = "residual";

    private const int ImagesOfNarrow = 5_000;

    /// <summary>
    /// 8 and 16 filters, 32 hidden units: about 93 % on 3,000 images of MNIST in 10 epochs, as the article's baseline
    /// did (92.63 %).
    /// </summary>
    public static ClassifierWidth Narrow { get; } = new(8, 16, 32);

    /// <summary>32 and 64 filters, 100 hidden units.</summary>
    public static ClassifierWidth Wide { get; } = new(32, 64, 100);

    /// <summary>Names of widths.</summary>
    public static IReadOnlyList<string> Names { get; } = ["narrow", "wide"];

    /// <summary>The width of a name, or null.</summary>
    public static ClassifierWidth? Find(string name) => name switch { "narrow" => Narrow, "wide" => Wide, _ => null };

    /// <summary>Name of the width for a training set where a plan names none: narrow up to 5,000 images.</summary>
    /// <param name="images">Training images; null for all, however many.</param>
    public static string For(int? images) => images <= ImagesOfNarrow ? "narrow" : "wide";

    /// <summary>A classifier of this width with the usual training.</summary>
    internal static ClassifierOptions Options(ClassifierWidth width) => new() { Width = width };
}
