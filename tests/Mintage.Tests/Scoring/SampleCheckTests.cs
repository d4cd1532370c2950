using Mintage.Gans;
using Mintage.Scoring;
using Mintage.Tests.Data;

namespace Mintage.Tests.Scoring;

public sealed class SampleCheckTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_GAN_that_learned_nothing_is_told_by_its_samples()
    {
        var images = Shapes.Make(60);
        new GanTraining(GanPresets.Get("cgan") with { GeneratorUpdates = 1, BatchSize = 8, Filters = 4 }, images, 1, folder["gan"]).Run();
        using var gan = TrainedGan.Load(folder["gan"]);
        var sentence = SampleCheck.Classes(gan, images);
        Assert.Matches("^[23] of 3 classes hardly show", sentence); // noise may look like one class
        Assert.Equal(sentence, SampleCheck.Classes(gan, images));
    }
}
