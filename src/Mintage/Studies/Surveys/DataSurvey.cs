using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Surveys;

/// <summary>
/// What someone should know of a data set before a study: what could spoil results, and what a study would do by
/// default.
/// </summary>
/// <param name="Warnings">What could spoil results, the worst kinds first; empty if nothing was found.</param>
/// <param name="Study">The study that <c>mintage study run --data</c> would run, or null where none can be.</param>
/// <param name="NoStudy">Why there can be no study as the data are; null where there can.</param>
/// <param name="PictureSizes">
/// Own sizes of the pictures, the commonest first; empty where images come from no picture files.
/// </param>
/// <param name="Symmetries">
/// How far mirrored and turned images are from their class: the ground for proposing them as classical augmentation.
/// </param>
public sealed record DataSurvey(IReadOnlyList<DataWarning> Warnings, StudyForecast? Study, string? NoStudy,
    IReadOnlyList<PictureSizeCount> PictureSizes, IReadOnlyList<SymmetryFinding> Symmetries)
{
    /// <summary>Looks at a data set. No randomness but that of the default plan's draws.</summary>
    /// <param name="data">How the set is named, as on the command line.</param>
    /// <param name="images">The set.</param>
    /// <param name="test">
    /// The test part of the same source, or null; with another part than "train", the set is split itself.
    /// </param>
    /// <param name="others">
    /// A set to look for the same names and groups in, often <paramref name="test"/>; or null.
    /// </param>
    /// <param name="import">How its pictures were read.</param>
    public static DataSurvey Of(
        string data, LabelledImages images, LabelledImages? test, LabelledImages? others, ImageImport import)
    {
        var (study, fault) = Forecast(data, images, test, import);
        return new DataSurvey(
            [
                .. GroupWarnings.Of(images, others),
                .. ContentWarnings.Of(images),
                .. ClassWarnings.Of(images),
                .. study is null ? [] : ClassWarnings.InStudy(study.Graph),
            ],
            study, fault,
            [.. (images.Files ?? []).CountBy(file => (file.Width, file.Height)).OrderByDescending(size => size.Value)
                .ThenBy(size => size.Key)
                .Select(size => new PictureSizeCount(size.Key.Width, size.Key.Height, size.Value))],
            Metrics.Symmetries.Of(images));
    }

    private static (StudyForecast? Study, string? Fault) Forecast(
        string data, LabelledImages images, LabelledImages? test, ImageImport import)
    {
        try
        {
            var reference = DataSetReference.Parse(data);
            var isTraining = reference.Split == DataSplit.Train;
            var own = isTraining ? test : null;
            var plan =
                DefaultPlan.For(
                    isTraining ? reference.Source : data, images, own, new DefaultPlanOptions { Import = import });
            return (new StudyForecast(StudyPlanner.Resolve(plan, new StudyData(plan, images, own))), null);
        }
        catch (UserInputException e)
        {
            return (null, e.Message);
        }
    }
}

/// <summary>How many pictures have a size.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Count">Pictures of this size.</param>
public sealed record PictureSizeCount(int Width, int Height, int Count);
