using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Mintage.Tests.Networks;

public sealed class DiscriminatorDesignTests
{
    private static readonly DcganShape Shape = new(8, 12, 3, 4, 10, 6);
    private static readonly long[] Labels = [3, 0, 2, 2, 1, 0];

    [Fact]
    public void Projection_adds_the_inner_product_of_the_classes_embedding_and_the_pooled_features()
    {
        using var discriminator = Make(new() { Conditioning = DiscriminatorConditioning.Projection });
        using var scope = NewDisposeScope();
        var (images, state) = (Gradients.Normal(9, 6, 3, 8, 12), discriminator.state_dict());
        var features = Features(images, state);
        var pooled = features.sum([2, 3]);
        var expected = Linear(features.flatten(1), state, "output").squeeze(1) + (state["projection.weight"].index_select(0, tensor(Labels)) * pooled).sum([1]);
        AssertClose(expected, discriminator.forward(images, tensor(Labels)));
        Assert.DoesNotContain(state.Keys, name => name.StartsWith("label", StringComparison.Ordinal));
    }

    [Fact]
    public void An_auxiliary_classifier_names_the_class_from_the_same_features_and_is_not_told_it()
    {
        using var discriminator = Make(new() { Conditioning = DiscriminatorConditioning.AuxiliaryClassifier });
        using var scope = NewDisposeScope();
        var (images, state) = (Gradients.Normal(9, 6, 3, 8, 12), discriminator.state_dict());
        var features = Features(images, state).flatten(1);
        var judged = discriminator.Judge(images, tensor(Labels));
        AssertClose(Linear(features, state, "output").squeeze(1), judged.Logits);
        AssertClose(Linear(features, state, "classes"), judged.ClassLogits!);
        AssertClose(judged.Logits, discriminator.forward(images, zeros(6, ScalarType.Int64)));
    }

    [Fact]
    public void The_map_of_the_minibatch_deviation_is_one_more_input_of_the_logit_alone()
    {
        using var discriminator = Make(new() { Conditioning = DiscriminatorConditioning.AuxiliaryClassifier, MinibatchDeviation = 3 });
        using var scope = NewDisposeScope();
        var (images, state) = (Gradients.Normal(9, 6, 3, 8, 12), discriminator.state_dict());
        var features = Features(images, state);
        var judged = discriminator.Judge(images, tensor(Labels));
        AssertClose(Linear(MinibatchDeviation.Append(features, 3).flatten(1), state, "output").squeeze(1), judged.Logits);
        AssertClose(Linear(features.flatten(1), state, "classes"), judged.ClassLogits!);
    }

    [Theory]
    [InlineData(DiscriminatorConditioning.LabelMaps)]
    [InlineData(DiscriminatorConditioning.Projection)]
    [InlineData(DiscriminatorConditioning.AuxiliaryClassifier)]
    public void Spectral_norm_divides_every_weight_by_its_largest_singular_value(DiscriminatorConditioning conditioning)
    {
        using var discriminator = Make(new() { Conditioning = conditioning, SpectralNorm = true });
        using var plain = Make(new() { Conditioning = conditioning });
        using var scope = NewDisposeScope();
        var (images, state) = (Gradients.Normal(9, 6, 3, 8, 12), discriminator.state_dict());
        for (var i = 0; i < 100; i++) discriminator.forward(images, tensor(Labels));
        using (no_grad())
        {
            foreach (var (name, weight) in plain.state_dict())
                weight.copy_(name.EndsWith("weight", StringComparison.Ordinal) ? state[name] / linalg.svdvals(state[name].flatten(1)).max() : state[name]);
        }
        AssertClose(plain.forward(images, tensor(Labels)), discriminator.forward(images, tensor(Labels)));
    }

    [Theory]
    [InlineData(DiscriminatorConditioning.LabelMaps, true, 7)]
    [InlineData(DiscriminatorConditioning.AuxiliaryClassifier, true, 0)]
    [InlineData(DiscriminatorConditioning.Projection, false, 0)]
    public void Real_and_fake_in_one_pass_are_judged_as_in_two(DiscriminatorConditioning conditioning, bool batchNorm, int hidden)
    {
        var design = new DiscriminatorDesign { Conditioning = conditioning, BatchNorm = batchNorm, Hidden = hidden, BFloat16 = true };
        using var together = Make(design);
        using var apart = Make(design);
        using var scope = NewDisposeScope();
        var (real, fake, labels) = (Gradients.Normal(1, 6, 3, 8, 12), Gradients.Normal(2, 6, 3, 8, 12) * 0.3f + 0.5f, tensor(Labels));
        var (onReal, onFake) = together.JudgeBoth(real, fake, labels);
        var (realApart, fakeApart) = (apart.Judge(real, labels), apart.Judge(fake, labels));
        AssertNear(realApart.Logits, onReal.Logits);
        AssertNear(fakeApart.Logits, onFake.Logits);
        Assert.Equal(conditioning == DiscriminatorConditioning.AuxiliaryClassifier, onFake.ClassLogits is not null);
        if (onFake.ClassLogits is not null) AssertNear(fakeApart.ClassLogits!, onFake.ClassLogits);
        (onReal.Logits.sum() - onFake.Logits.sum()).backward();
        (realApart.Logits.sum() - fakeApart.Logits.sum()).backward();
        foreach (var (one, two) in together.parameters().Zip(apart.parameters()))
        {
            // Directions agree: batch norm over six images magnifies the rounding of either pass.
            if (two.grad is { } expected && expected.abs().max().item<float>() > 1e-3f)
                Assert.InRange(F.cosine_similarity(expected.flatten(), one.grad!.flatten(), 0).item<float>(), 0.99f, 1.001f);
        }
        // Both parts in their order: the running statistics are those of two passes.
        foreach (var (one, two) in together.buffers().Zip(apart.buffers())) AssertNear(two, one);
    }

    [Fact]
    public void A_generator_with_conditional_batch_norm_depends_on_the_label_through_gains_and_biases_alone()
    {
        using var generator = new DcganGenerator(Shape, SeedTree.FromSeed(1), new() { Conditioning = GeneratorConditioning.ConditionalBatchNorm });
        using var scope = NewDisposeScope();
        var state = generator.state_dict();
        Assert.Equal([6 * 2 * 3, 10], state["project.weight"].shape);
        Assert.Equal([4, 6], state["norm1.gain"].shape);
        Assert.InRange(state["norm1.gain"].mean().item<float>(), 0.98f, 1.02f); // 24 draws of N(1, 0.02²)
        Assert.Equal(0, state["norm2.bias"].abs().max().item<float>());
        var latents = Gradients.Normal(2, 1, 10).expand(4, 10);
        var images = generator.forward(latents, arange(4));
        Assert.Equal([4, 3, 8, 12], images.shape);
        Assert.True((images[0] - images[1]).abs().max().item<float>() > 1e-4f, "two labels should give two images");
        using (no_grad())
        {
            foreach (var norm in new[] { "norm1.gain", "norm2.gain" }) state[norm].fill_(1);
        }
        images = generator.forward(latents, arange(4));
        AssertClose(images[0], images[1]);
    }

    private static DcganDiscriminator Make(DiscriminatorDesign design) => new(Shape, design, SeedTree.FromSeed(1));

    private static Tensor Features(Tensor images, IReadOnlyDictionary<string, Tensor> state)
    {
        var x = F.leaky_relu(F.conv2d(images, state["image.weight"], state["image.bias"], strides: [2, 2], padding: [1, 1]), 0.2);
        return F.leaky_relu(F.conv2d(x, state["down.weight"], state["down.bias"], strides: [2, 2], padding: [1, 1]), 0.2);
    }

    private static Tensor Linear(Tensor x, IReadOnlyDictionary<string, Tensor> state, string layer) => F.linear(x, state[$"{layer}.weight"], state[$"{layer}.bias"]);

    /// <summary>Relative to the largest, for sums of values that are rounded to 8 binary digits on the way.</summary>
    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange(((expected - actual).abs().max() / expected.abs().max()).item<float>(), 0, 0.04f);
    }

    /// <summary>Relative to the largest, for float32 sums in another order.</summary>
    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange(((expected - actual).abs().max() / expected.abs().max()).item<float>(), 0, 1e-4f);
    }
}
