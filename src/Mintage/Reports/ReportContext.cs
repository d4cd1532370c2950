using Mintage.Reports.Charts;
using Mintage.Results;

namespace Mintage.Reports;

/// <summary>What every section of a report reads.</summary>
/// <param name="Results">The records.</param>
/// <param name="StudyFolder">Folder that the records' picture files are relative to.</param>
/// <param name="Styles">The look of each arm and GAN.</param>
internal sealed record ReportContext(StudyResults Results, string StudyFolder, SeriesStyles Styles)
{
    private const string FairProtocol = "fair";

    /// <summary>True where the fair protocol was run and something of it finished.</summary>
    public bool HasFair => Results.FairArms.Count > 0 || Results.Contrasts.Count > 0;

    /// <summary>
    /// True where something of the article's protocol is there to show; a study of the fair protocol alone has nothing.
    /// </summary>
    public bool HasArticle => !HasFair || Results.Arms.Count > 0 || Results.FoldTable.Any(f => !f.Nested);

    /// <summary>What the fair protocol's figures are about, such as "balanced accuracy".</summary>
    public string Measure => Results.Measure;

    /// <summary>Unit of a difference: "points", or "points of balanced accuracy".</summary>
    public string Points => Numbers.PointsOf(Measure);

    /// <summary>True where the figures of arms have intervals: it takes two replicates.</summary>
    public bool HasIntervals => Results.FairArms.Any(a => a.IntervalOf(Measure) is not null);

    /// <summary>What the intervals of single figures allow for.</summary>
    public string IntervalScope => Results.Data.RepeatedSplits ? "for other splits" : "over replicates and test images";

    /// <summary>Heading of a column of test images per class.</summary>
    public string TestImagesHeading => Results.Data.RepeatedSplits ? "Test images, replicate 1" : "Test images";

    /// <summary>What all arms are evaluated on.</summary>
    public string TestImages => Results.Data.RepeatedSplits
        ? $"{Numbers.Count(Results.Data.TestCount)} test images, which each replicate splits off anew"
        : $"the same {Numbers.Count(Results.Data.TestCount)} test images";

    /// <summary>The arms of one training set size under the article's protocol, in the order of the records.</summary>
    public IReadOnlyList<ArmRow> ArmsOf(SizeRecord size) => [.. Results.Arms.Where(a => a.Size == size.Name)];

    /// <summary>The arms of one size under the fair protocol.</summary>
    public IReadOnlyList<FairArmRow> FairArmsOf(SizeRecord size) =>
        [.. Results.FairArms.Where(a => a.Size == size.Name)];

    /// <summary>The comparisons of one size.</summary>
    /// <param name="size">The size.</param>
    /// <param name="inFamily">Those with a verdict, or the exploratory ones.</param>
    public IReadOnlyList<ContrastRecord> ContrastsOf(SizeRecord size, bool inFamily) =>
        [.. Results.Contrasts.Where(c => c.Size == size.Name && c.InFamily == inFamily)];

    /// <summary>
    /// The article's classifiers of one size that were trained on the whole training part (no folds). The fair
    /// protocol's arms share names with them but not their training, so they never stand in one table.
    /// </summary>
    public IEnumerable<FitRecord> WholeFits(string size) =>
        Results.Fits.Where(f => f.Size == size && f.Fold is null && f.Protocol != FairProtocol);

    /// <summary>The fair protocol's classifiers of one size and arm.</summary>
    /// <param name="size">Name of the size.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="nested">Those of nested folds, or those on the whole training part.</param>
    public IEnumerable<FitRecord> FairFits(string size, string arm, bool nested) =>
        Results.Fits.Where(f => f.Size == size && f.Arm == arm && f.Protocol == FairProtocol
            && f.Fold is not null == nested);
}
