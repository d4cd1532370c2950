using Mintage.Data;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Tests.Data;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Backbones;

public sealed class ResNet18Tests
{
    [Fact]
    public void Any_multiple_of_32_goes_in_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2, 512], Forward(zeros(2, 3, 64, 96)).shape);
        Assert.Equal([1, 512], Forward(zeros(1, 3, 32, 32)).shape);
        foreach (var shape in new long[][] { [1, 3, 48, 64], [1, 1, 32, 32], [1, 3, 0, 32], [3, 32, 32] })
            Assert.Throws<ArgumentException>(() => Forward(zeros(shape)));
    }

    [Fact]
    public void Features_of_an_image_do_not_depend_on_its_batch_and_the_input_stays()
    {
        using var scope = NewDisposeScope();
        var input = Input(5);
        var copy = input.clone();
        var together = Forward(input);
        var alone = Forward(input[3..4].contiguous());
        Assert.InRange((together[3] - alone[0]).abs().max().item<float>(), 0, 1e-4f); // features up to about 10
        Assert.True(input.equal(copy).all().item<bool>());
    }

    [Fact]
    public void A_frozen_network_has_no_gradients_and_a_part_can_be_made_to_learn()
    {
        using var network = new ResNet18(PackageModels.File);
        using var scope = NewDisposeScope();
        Assert.All(network.parameters(), p => Assert.False(p.requires_grad));
        var input = Input(2);
        var before = network.forward(input);
        Assert.False(before.requires_grad);
        var learning = network.Unfreeze("stage4");
        Assert.Equal(2 * 7, learning.Length);
        Assert.All(learning, p => Assert.True(p.is_contiguous())); // as optimisers read them
        var after = network.forward(input);
        Assert.InRange((after - before).abs().max().item<float>(), 0, 1e-4f);
        after.pow(2).sum().backward();
        Assert.All(learning, p => Assert.True(p.grad!.abs().sum().item<float>() > 0));
        Assert.All(network.Parts.Take(4).SelectMany(part => part.parameters()), p => Assert.Null(p.grad));
        Assert.Equal(2 * 22, network.Unfreeze("stem").Length);
        Assert.Contains("stage4", Assert.Throws<ArgumentException>(() => network.Unfreeze("head")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_the_first_and_last_part_equal_differences()
    {
        using var network = new ResNet18(PackageModels.File);
        using var scope = NewDisposeScope();
        network.Unfreeze("stem");
        var input = Input(1);
        network.forward(input).sum().backward();
        foreach (var name in new[] { "stem.conv.bias", "stage4.block3.conv2.bias" })
        {
            var bias = network.named_parameters().Single(p => p.name == name).parameter;
            var analytic = bias.grad![5].item<float>();
            using var _ = no_grad();
            const float Step = 0.02f;
            float At(float change)
            {
                bias[5].add_(change);
                var sum = network.forward(input).sum().item<float>();
                bias[5].sub_(change);
                return sum;
            }
            var numeric = (At(Step) - At(-Step)) / (2 * Step);
            Assert.Equal(numeric, analytic, 0.05 * (Math.Abs(numeric) + 0.1)); // ReLUs bend within the step
        }
    }

    [Fact]
    public void Weights_can_be_saved_and_loaded_into_another_network()
    {
        using var network = new ResNet18(PackageModels.File);
        using var other = new ResNet18(PackageModels.File);
        using var scope = NewDisposeScope();
        network.Unfreeze("stage4");
        using (no_grad()) foreach (var p in network.parameters()) p.mul_(0.9f);
        ModuleState.Load(other, ModuleState.Save(network).ToDictionary(t => t.Name), "test"); // its layout is another one
        Assert.InRange((other.forward(Input(1)) - network.forward(Input(1))).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void A_forward_pass_leaves_only_its_result()
    {
        var network = PackageModels.Backbone.Network;
        using var scope = NewDisposeScope();
        var input = Input(1);
        Assert.Equal(1, LiveTensors.Growth(() => Forward(input)));
        Assert.NotNull(network);
    }

    private static Tensor Forward(Tensor input)
    {
        using var _ = no_grad();
        return PackageModels.Backbone.Network.forward(input);
    }

    private static Tensor Input(int count) => BackboneInput.Prepare(Pixels(TestImages.Random(count, 20, 24, 3)), 64);

    private static Tensor Pixels(LabelledImages images) =>
        tensor(images.Pixels, [images.Count, images.Height, images.Width, images.Channels], ScalarType.Byte).permute(0, 3, 1, 2);
}
