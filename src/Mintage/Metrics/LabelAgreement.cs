using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;

namespace Mintage.Metrics;

/// <summary>Whether synthetic images show the class that was asked for.</summary>
/// <param name="Agreement">Share of images in which the judge sees the requested label, 0 ... 1; higher is better.</param>
/// <param name="ClassAgreement">By requested class, in label order; null where none was requested.</param>
public sealed record LabelAgreement(double Agreement, IReadOnlyList<double?> ClassAgreement)
{
    /// <summary>
    /// Asks the judge ("GAN-test" of Shmelkov et al. 2018). Bounded by the judge's own accuracy on real images, which
    /// belongs beside it; says nothing about diversity: one perfect image per class agrees fully.
    /// </summary>
    /// <param name="judge">A classifier that is not the filter and saw neither GAN data nor the reference; not disposed.</param>
    /// <param name="synthetic">At least one image.</param>
    public static LabelAgreement Of(Classifier judge, LabelledImages synthetic)
    {
        using var tensors = new ImageTensors(synthetic);
        var evaluation = Evaluation.Of(judge, tensors);
        return new LabelAgreement(evaluation.Accuracy, evaluation.ClassAccuracy(synthetic.Labels, synthetic.ClassCount));
    }
}
