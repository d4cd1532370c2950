using Mintage.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Mintage.Tests.Runtime;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("cuda", "cuda")]
    [InlineData("cuda:0", "cuda")]
    [InlineData("cuda:12", "cuda:12")]
    public void Names_are_read_and_the_first_GPU_has_one(string text, string name)
    {
        var device = ComputeDevice.Parse(text);
        Assert.Equal(name, device.Name);
        Assert.Equal(name == "cpu", device.IsCpu);
        Assert.Equal(device, ComputeDevice.Parse(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    public void Other_names_are_refused_with_those_there_are(string text) => Assert.Contains(
        $"must be cpu, cuda (the first GPU) or cuda:N (GPU number N, from 0), but is '{text}'",
        Assert.Throws<UserInputException>(() => ComputeDevice.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_processor_is_always_there()
    {
        Assert.Same(ComputeDevice.Cpu, ComputeDevice.Cpu.Required());
        Assert.Equal("cpu", ComputeDevice.Cpu.Model);
        Assert.Equal(Processor.HasBFloat16, ComputeDevice.Cpu.HasBFloat16);
    }

    [Fact]
    public void Without_CUDA_a_GPU_is_refused_with_what_was_found_and_the_option_to_give()
    {
        Assert.SkipWhen(cuda.is_available(), "this machine and this build have CUDA");
        var threads = get_num_threads();
        var message = Assert.Throws<UserInputException>(() => ComputeDevice.Parse("cuda:1").Required()).Message;
        Assert.Contains("'cuda:1' needs an NVIDIA GPU", message, StringComparison.Ordinal);
        Assert.Contains(" finds no GPU, and this machine has", message, StringComparison.Ordinal);
        Assert.Contains("--libtorch", message, StringComparison.Ordinal);
        Assert.Equal(threads, get_num_threads());
        Assert.Empty(ComputeDevice.Gpus());
    }

    [Fact]
    public void A_GPU_that_is_not_there_computes_nothing_in_bfloat16_and_has_a_name_all_the_same()
    {
        var device = ComputeDevice.Parse("cuda:999");
        Assert.Equal("a CUDA GPU", device.Model);
        Assert.False(device.HasBFloat16);
    }

    [Fact]
    public void Moving_a_tensor_to_the_processor_is_nothing_and_elsewhere_leaves_none_behind()
    {
        using var host = ones(3, device: CPU);
        Assert.Same(host, host.MovedTo(CPU));
        var before = LiveTensors.Settled();
        using var moved = ones(3, device: CPU).MovedTo(META);
        Assert.Equal(DeviceType.META, moved.device_type);
        Assert.Equal(before + 1, LiveTensors.Now);
    }
}
