using System.Reflection;
using static TorchSharp.torch;

namespace Mintage.Tests;

/// <summary>Finds tensors that a move of a network to another device must not leave behind.</summary>
internal static class DeviceTensors
{
    /// <summary>Those in the fields of a module, registered or not.</summary>
    public static IEnumerable<Tensor> Of(nn.Module module)
    {
        for (var type = module.GetType(); type != typeof(nn.Module); type = type.BaseType!)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (field.GetValue(module) is Tensor tensor) yield return tensor;
        }
    }
}
