using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Tests.Data;

/// <summary>Reads the real MNIST from the cache or fetches it; skipped, with the reasons, where no source answers.</summary>
public sealed class MnistTests
{
    [Fact]
    public void Mnist_has_its_known_images()
    {
        var (training, test) = (Load("mnist"), Load("mnist:test"));
        Assert.Equal((60_000, 28, 28, 1, "mnist:train"), (training.Count, training.Height, training.Width, training.Channels, training.Name));
        Assert.Equal((10_000, "mnist:test"), (test.Count, test.Name));
        // counts as published in many places
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], training.ClassCounts());
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], test.ClassCounts());
        Assert.Equal([5, 0, 4, 1, 9], training.Labels[..5]);
    }

    private static LabelledImages Load(string reference)
    {
        try
        {
            return DataSetReference.Parse(reference).Load();
        }
        catch (UserInputException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}
