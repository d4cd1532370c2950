using Mintage.Networks;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class ChannelsLastTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_values_stay_the_strides_change_and_a_convolution_keeps_the_layout(int channels)
    {
        using var scope = NewDisposeScope();
        var images = randn(2, channels, 4, 6);
        var last = ChannelsLast.Of(images);
        Assert.Equal(images.shape, last.shape);
        Assert.Equal([4 * 6 * channels, 1, 6 * channels, channels], last.stride());
        Assert.Equal(0, (images - last).abs().max().item<float>());
        var maps = nn.functional.conv2d(last, randn(5, channels, 3, 3), padding: [1, 1]);
        Assert.Equal(1, maps.stride()[1]); // with one channel, only strides that say so make libtorch take it so
    }
}
