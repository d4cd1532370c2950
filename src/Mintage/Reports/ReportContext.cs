using Mintage.Reports.Charts;
using Mintage.Results;

namespace Mintage.Reports;

/// <summary>What every section of a report reads.</summary>
/// <param name="Results">The records.</param>
/// <param name="StudyFolder">Folder that the records' picture files are relative to.</param>
/// <param name="Styles">The look of each arm and GAN.</param>
internal sealed record ReportContext(StudyResults Results, string StudyFolder, SeriesStyles Styles)
{
    /// <summary>The arms of one training set size, in the order of the records.</summary>
    public IReadOnlyList<ArmRow> ArmsOf(SizeRecord size) => [.. Results.Arms.Where(a => a.Size == size.Name)];

    /// <summary>The classifiers of one size that were trained on the whole training part (no folds).</summary>
    public IEnumerable<FitRecord> WholeFits(string size) => Results.Fits.Where(f => f.Size == size && f.Fold is null);
}
