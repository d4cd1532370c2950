using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies.Analysis;
using Mintage.Tests.Reports;

namespace Mintage.Tests.Studies;

public sealed class ArmTableTests
{
    [Fact]
    public void A_fold_that_identical_synthetic_images_fill_has_no_accuracy_on_real_images()
    {
        var fit = SampleResults.Create().Fits[0];
        FitRecord Fold(int replicate, int fold, double? real) =>
            fit with { Replicate = replicate, Fold = fold, Protocol = "article", Arm = "cgan", Figures = fit.Figures with { RealAccuracy = real, Accuracy = 0.5 } };
        double? Mean(params FitRecord[] folds) => Assert.Single(ArmTable.FoldRows(TinyStudy.Plan().Sizes[0], folds, "accuracy")).RealAccuracy;

        Assert.Equal(0.7, Mean(Fold(0, 0, 0.6), Fold(0, 1, null), Fold(1, 0, 0.7), Fold(1, 1, 0.9))!.Value, 1e-12); // folds first, then replicates
        var none = Fold(0, 0, null);
        Assert.Null(Mean(none));
        Assert.Contains("\"real_accuracy\":null", System.Text.Json.JsonSerializer.Serialize(none.Figures, Json.Line), StringComparison.Ordinal);
    }
}
