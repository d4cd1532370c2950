using Mintage.Data;
using Mintage.Metrics;
using Mintage.Splitting;
using Mintage.Studies.Surveys;

namespace Mintage.Cli.Output;

/// <summary>The findings of <c>mintage data info</c>.</summary>
/// <param name="Images">The data set.</param>
/// <param name="Subset">The subset that was asked for; null without one.</param>
/// <param name="Other">The set that it is compared with; null without one.</param>
/// <param name="Within">Copies within the data set.</param>
/// <param name="InOther">Images of the data set in the other set.</param>
/// <param name="Survey">Warnings, and the study that would be run.</param>
/// <param name="WithoutNear">Reason why near copies were not searched; null if they were.</param>
/// <param name="ShowsClosest">True to show the closest pairs even if none of them is a copy.</param>
internal sealed record DataInfo(LabelledImages Images, LabelledImages? Subset, LabelledImages? Other,
    DuplicateReport Within, DuplicateReport? InOther, DataSurvey Survey, string? WithoutNear, bool ShowsClosest)
{
    /// <summary>Number of picture files that are transparent, at least in part.</summary>
    public int Transparent => Images.Files?.Count(file => file.IsTransparent) ?? 0;

    /// <summary>The sets as they appear in JSON.</summary>
    public IEnumerable<object> Document() => Subset is null ? [Whole()] : [Whole(), Describe(Subset)];

    private Dictionary<string, object?> Whole()
    {
        var whole = Describe(Images);
        whole["picture_sizes"] = Survey.PictureSizes;
        whole["transparent_pictures"] = Transparent;
        whole["duplicates"] = Within;
        whole["against"] = Other is null ? null : new Dictionary<string, object?>
        {
            ["name"] = Other.Name,
            ["count"] = Other.Count,
            ["fingerprint"] = Other.Fingerprint,
            ["shared_groups"] = GroupSummary.Shared(Images, Other),
            ["duplicates"] = InOther,
        };
        whole["warnings"] = Survey.Warnings;
        whole["default_study"] = Survey.Study;
        whole["symmetries"] = Survey.Symmetries;
        whole["no_study"] = Survey.NoStudy;
        return whole;
    }

    private static Dictionary<string, object?> Describe(LabelledImages images) => new()
    {
        ["name"] = images.Name,
        ["count"] = images.Count,
        ["height"] = images.Height,
        ["width"] = images.Width,
        ["channels"] = images.Channels,
        ["class_names"] = images.ClassNames,
        ["class_counts"] = images.ClassCounts(),
        ["fingerprint"] = images.Fingerprint,
        ["groups"] = GroupSummary.Of(images),
    };
}
