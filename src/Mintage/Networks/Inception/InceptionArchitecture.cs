using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Inception;

/// <summary>
/// The layers of Inception V3 (Szegedy et al. 2016, arXiv:1512.00567) as in the network of 2015-12-05 that the FID is
/// defined by. It differs from PyTorch's own: average pools do not count the padding, and the last block pools by
/// maximum.
/// </summary>
internal static class InceptionArchitecture
{
    /// <summary>The four stages between the taps, in order.</summary>
    public static Module<Tensor, Tensor>[] Stages(InceptionLayers layers) =>
    [
        Sequential(
            layers.Valid("Conv2d_1a_3x3", 3, 32, 3, stride: 2),
            layers.Valid("Conv2d_2a_3x3", 32, 32, 3),
            layers.Same("Conv2d_2b_3x3", 32, 64, 3),
            HalvingPool()),
        Sequential(
            layers.Valid("Conv2d_3b_1x1", 64, 80, 1),
            layers.Valid("Conv2d_4a_3x3", 80, 192, 3),
            HalvingPool()),
        Sequential(
            BlockA(layers.Block("Mixed_5b"), 192, poolOutputs: 32),
            BlockA(layers.Block("Mixed_5c"), 256, poolOutputs: 64),
            BlockA(layers.Block("Mixed_5d"), 288, poolOutputs: 64),
            BlockB(layers.Block("Mixed_6a")),
            BlockC(layers.Block("Mixed_6b"), 128),
            BlockC(layers.Block("Mixed_6c"), 160),
            BlockC(layers.Block("Mixed_6d"), 160),
            BlockC(layers.Block("Mixed_6e"), 192)),
        Sequential(
            BlockD(layers.Block("Mixed_7a")),
            BlockE(layers.Block("Mixed_7b"), 1280, AveragePool()),
            BlockE(layers.Block("Mixed_7c"), 2048, MaxPool2d(3, stride: 1, padding: 1))),
    ];

    private static Module<Tensor, Tensor> BlockA(InceptionLayers layers, int inputs, int poolOutputs) => new Branches(
        layers.Same("branch1x1", inputs, 64, 1),
        Sequential(layers.Same("branch5x5_1", inputs, 48, 1), layers.Same("branch5x5_2", 48, 64, 5)),
        Sequential(layers.Same("branch3x3dbl_1", inputs, 64, 1), layers.Same("branch3x3dbl_2", 64, 96, 3),
            layers.Same("branch3x3dbl_3", 96, 96, 3)),
        Sequential(AveragePool(), layers.Same("branch_pool", inputs, poolOutputs, 1)));

    private static Module<Tensor, Tensor> BlockB(InceptionLayers layers) => new Branches(
        layers.Valid("branch3x3", 288, 384, 3, stride: 2),
        Sequential(layers.Same("branch3x3dbl_1", 288, 64, 1), layers.Same("branch3x3dbl_2", 64, 96, 3),
            layers.Valid("branch3x3dbl_3", 96, 96, 3, stride: 2)),
        HalvingPool());

    private static Module<Tensor, Tensor> BlockC(InceptionLayers layers, int width) => new Branches(
        layers.Same("branch1x1", 768, 192, 1),
        Sequential(
            layers.Same("branch7x7_1", 768, width, 1),
            layers.Same("branch7x7_2", width, width, 1, 7),
            layers.Same("branch7x7_3", width, 192, 7, 1)),
        Sequential(
            layers.Same("branch7x7dbl_1", 768, width, 1),
            layers.Same("branch7x7dbl_2", width, width, 7, 1),
            layers.Same("branch7x7dbl_3", width, width, 1, 7),
            layers.Same("branch7x7dbl_4", width, width, 7, 1),
            layers.Same("branch7x7dbl_5", width, 192, 1, 7)),
        Sequential(AveragePool(), layers.Same("branch_pool", 768, 192, 1)));

    private static Module<Tensor, Tensor> BlockD(InceptionLayers layers) => new Branches(
        Sequential(layers.Same("branch3x3_1", 768, 192, 1), layers.Valid("branch3x3_2", 192, 320, 3, stride: 2)),
        Sequential(
            layers.Same("branch7x7x3_1", 768, 192, 1),
            layers.Same("branch7x7x3_2", 192, 192, 1, 7),
            layers.Same("branch7x7x3_3", 192, 192, 7, 1),
            layers.Valid("branch7x7x3_4", 192, 192, 3, stride: 2)),
        HalvingPool());

    private static Module<Tensor, Tensor> BlockE(InceptionLayers layers, int inputs, Module<Tensor, Tensor> pool) =>
        new Branches(
        layers.Same("branch1x1", inputs, 320, 1),
        Sequential(
            layers.Same("branch3x3_1", inputs, 384, 1),
            new Branches(layers.Same("branch3x3_2a", 384, 384, 1, 3), layers.Same("branch3x3_2b", 384, 384, 3, 1))),
        Sequential(
            layers.Same("branch3x3dbl_1", inputs, 448, 1),
            layers.Same("branch3x3dbl_2", 448, 384, 3),
            new Branches(
            layers.Same("branch3x3dbl_3a", 384, 384, 1, 3), layers.Same("branch3x3dbl_3b", 384, 384, 3, 1))),
        Sequential(pool, layers.Same("branch_pool", inputs, 192, 1)));

    private static Module<Tensor, Tensor> HalvingPool() => MaxPool2d(3, stride: 2);

    private static Module<Tensor, Tensor> AveragePool() =>
        AvgPool2d(3, stride: 1, padding: 1, count_include_pad: false);
}
