using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;

namespace Mintage.Metrics;

/// <summary>Tells how often synthetic images show the wanted class. Immutable.</summary>
/// <param name="Agreement">Share of images in which the judge sees the wanted label, 0 to 1; higher is better.</param>
/// <param name="ClassAgreement">Agreement by wanted class, in label order; null for classes that were not
/// wanted.</param>
public sealed record LabelAgreement(double Agreement, IReadOnlyList<double?> ClassAgreement)
{
    /// <summary>
    /// Asks the judge ("GAN-test" of Shmelkov et al. 2018). The judge's own accuracy on real images is an upper bound
    /// and belongs beside it. It says nothing about diversity: one perfect image per class gives full agreement.
    /// </summary>
    /// <param name="judge">A classifier that is not the filter and saw neither GAN data nor the reference; not
    /// disposed.</param>
    /// <param name="synthetic">At least one image.</param>
    public static LabelAgreement Of(Classifier judge, LabelledImages synthetic)
    {
        using var tensors = new ImageTensors(synthetic);
        var evaluation = Evaluation.Of(judge, tensors);
        return new LabelAgreement(
            evaluation.Accuracy, evaluation.ClassAccuracy(synthetic.Labels, synthetic.ClassCount));
    }
}
