using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Backbones;

/// <summary>
/// A softmax layer on standardised features: logistic regression. It learns from features that were computed once, so a
/// step takes a fraction of a millisecond.
/// </summary>
internal sealed class PretrainedHead : Classifier
{
    private const float LeastDeviation = 0.01f;
    private readonly Tensor mean;
    private readonly Tensor deviation;
    private readonly Linear output;

    /// <summary>Builds the layer, all weights 0. Build it outside any dispose scope.</summary>
    public PretrainedHead(int features, int classes) : base(nameof(PretrainedHead))
    {
        output = Linear(features, classes);
        mean = zeros(features, device: CPU);
        deviation = ones(features, device: CPU);
        register_buffer(nameof(mean), mean);
        register_buffer(nameof(deviation), deviation);
        RegisterComponents();
        WeightInit.Constant(output.weight!, 0);
        WeightInit.Constant(output.bias!, 0);
    }

    /// <summary>Takes mean and standard deviation of each feature from the training images.</summary>
    /// <param name="features">Float32 [N, features, 1, 1] or [N, features]; not disposed.</param>
    public void Standardise(Tensor features)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var rows = features.flatten(1);
        mean.copy_(rows.mean([0]));
        // Of the set itself, so that one image has a deviation too; a feature that never varies stays out.
        deviation.copy_(rows.sub(mean).square().mean([0]).sqrt().ClampInPlace(LeastDeviation, float.MaxValue));
    }

    /// <summary>
    /// Standardises, and sets the layer to linear discriminant analysis: classes with equal covariances, which is
    /// shrunk towards the identity by a tenth. Classes without images keep weights of 0 and are thought rare.
    /// </summary>
    /// <param name="features">Float32 [N, features]; not disposed.</param>
    /// <param name="labels">Int64 [N]; not disposed.</param>
    public void Fit(Tensor features, Tensor labels)
    {
        const double Shrinkage = 0.1;
        Standardise(features);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var rows = Features(features);
        var members = functional.one_hot(labels, output.weight!.shape[0]).to(ScalarType.Float32);
        var counts = members.sum([0L]);
        var means = members.t().matmul(rows) / counts.clamp_min(1).unsqueeze(1);
        var within = rows - members.matmul(means);
        var covariance = (within.t().matmul(within) * ((1 - Shrinkage) / rows.shape[0]))
            + (eye(rows.shape[1], device: rows.device) * Shrinkage);
        var weights = linalg.solve(covariance, means.t()).t();
        output.weight.copy_(weights);
        output.bias!.copy_(((weights * means).sum([1L]) * -0.5) + counts.clamp_min(0.5).log());
    }

    /// <summary>Computes class logits.</summary>
    /// <param name="input">Float32 [B, features, 1, 1] or [B, features].</param>
    /// <returns>Float32 [B, classes]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return output.forward(Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Standardises features.</summary>
    /// <param name="input">Float32 [B, features, 1, 1] or [B, features].</param>
    /// <returns>Float32 [B, features]; the caller's scope owns it.</returns>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        return input.flatten(1).sub(mean).div(deviation).MoveToOuterDisposeScope();
    }
}
