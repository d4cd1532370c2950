using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Networks.Onnx;
using Mintage.Networks.Weights;
using Mintage.Tests.Data;

namespace Mintage.Tests.Networks.Backbones;

public sealed class ResNet18FileTests
{
    private static readonly Lazy<OnnxModel> Model = new(() => OnnxModel.Parse(File.ReadAllBytes(PackageModels.Network)));

    [Fact]
    public void The_package_s_file_is_the_catalogue_s()
    {
        var file = PackageModels.File;
        Assert.Equal((WeightCatalogue.ResNet18.Sha256, true, null), (file.Sha256, file.IsOfficial, file.Warning));
        Assert.Equal(2 * 22, file.Tensors.Count); // 22 convolutions, and a bias for each
        Assert.Equal([512, 256, 1, 1], file.Tensors["stage4.block1.shortcut.weight"].Shape);
    }

    [Fact]
    public void A_graph_of_another_network_is_refused_where_it_differs()
    {
        Refused(nodes => nodes.RemoveAll(n => n.Operation == "AveragePool"), "average pool");
        Refused(nodes => nodes.RemoveAll(n => n.Operation == "MaxPool"), "MaxPool after 'stem'");
        Change("Conv", 0, n => n with { Integers = With(n, "strides", 1, 1) }, "'strides'");
        Change("Conv", 1, n => n with { Integers = With(n, "pads", 0, 0, 0, 0) }, "padding");
        Change("Conv", 3, n => n with { Integers = With(n, "dilations", 2, 2) }, "'dilations'");
        Change("BatchNormalization", 4, n => n with { Operation = "InstanceNormalization" }, "BatchNormalization after 'stage1.block2.conv2'");
        Change("Relu", 2, n => n with { Operation = "Sigmoid" }, "Relu");
        Change("Add", 0, n => n with { Inputs = [n.Inputs[0], "Input247"] }, "shortcut");
        Refused(nodes => nodes.RemoveAt(nodes.FindLastIndex(n => n.Operation == "Conv")), "512 x 512 x 3 x 3 as 'stage4.block3.conv2'");
        Refused(nodes => nodes.Clear(), "64 x 3 x 7 x 7");
    }

    [Fact]
    public void Missing_or_senseless_numbers_are_refused()
    {
        var norm = Model.Value.Nodes.First(n => n.Operation == "BatchNormalization");
        Fault(Tensors(t => t.Remove(norm.Inputs[1])), $"'{norm.Inputs[1]}' as float32 [64]");
        Fault(Tensors(t => t[norm.Inputs[4]] = Filled(t[norm.Inputs[4]], -1)), "'stem'", "variances");
        Fault(Tensors(t => t[norm.Inputs[2]] = Filled(t[norm.Inputs[2]], float.NaN)), "'stem'", "finite");
    }

    [Fact]
    public void The_user_is_told_what_the_file_must_be()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["cat.onnx"], [1, 2, 3]);
        TestImages.Refused(() => ResNet18File.Read(folder["cat.onnx"]), "cat.onnx", "Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1", "mintage weights fetch resnet18");
        TestImages.Refused(() => ResNet18File.ReadOfficial(folder["cat.onnx"]), WeightCatalogue.ResNet18.Sha256, "mintage weights fetch resnet18", "--weights");
        TestImages.Refused(() => ResNet18File.Read(folder["none.onnx"]), "none.onnx", "does not exist");
    }

    private static void Change(string operation, int which, Func<OnnxNode, OnnxNode> change, string words) => Refused(nodes =>
    {
        var at = nodes.IndexOf(nodes.Where(n => n.Operation == operation).ElementAt(which));
        nodes[at] = change(nodes[at]);
    }, words);

    private static void Refused(Action<List<OnnxNode>> change, string words)
    {
        var nodes = Model.Value.Nodes.ToList();
        change(nodes);
        Fault(Model.Value with { Nodes = nodes }, words);
    }

    private static void Fault(OnnxModel model, params string[] words)
    {
        var message = Assert.Throws<FormatException>(() => ResNet18Graph.Fold(model)).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    private static OnnxModel Tensors(Action<Dictionary<string, SafeTensor>> change)
    {
        var tensors = new Dictionary<string, SafeTensor>(Model.Value.Tensors);
        change(tensors);
        return Model.Value with { Tensors = tensors };
    }

    private static Dictionary<string, long[]> With(OnnxNode node, string setting, params long[] values) => new(node.Integers) { [setting] = values };

    private static SafeTensor Filled(SafeTensor tensor, float value)
    {
        var bytes = tensor.Bytes.ToArray();
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan()).Fill(value);
        return tensor with { Bytes = bytes };
    }
}
