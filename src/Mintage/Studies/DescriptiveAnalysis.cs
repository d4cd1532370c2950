using Mintage.Results;

namespace Mintage.Studies;

/// <summary>Tests that describe a comparison and decide nothing.</summary>
internal static class DescriptiveAnalysis
{
    public static DescriptiveTests? Of(StudyGraph study, Comparison comparison) => null;
}
