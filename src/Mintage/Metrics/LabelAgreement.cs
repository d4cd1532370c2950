using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;

namespace Mintage.Metrics;

/// <summary>
/// How often judges see in a synthetic image the class that was asked for ("GAN-test" of Shmelkov et al. 2018). Their
/// own accuracy on real images is an upper bound and belongs beside it. It says nothing about diversity: one perfect
/// image per class gives full agreement.
/// </summary>
internal static class LabelAgreement
{
    /// <summary>Share of images in which a judge sees the wanted label; higher is better.</summary>
    /// <param name="judges">
    /// Classifiers that are not the filter and saw neither GAN data nor the reference, trained alike but for their
    /// seeds; not disposed.
    /// </param>
    /// <param name="synthetic">At least one image.</param>
    public static RepeatedTrainings Of(IEnumerable<Classifier> judges, LabelledImages synthetic)
    {
        using var tensors = new ImageTensors(synthetic);
        return RepeatedTrainings.Of(
            [.. judges.Select(judge => Evaluation.Of(judge, tensors))], synthetic.Labels, synthetic.ClassCount);
    }
}
