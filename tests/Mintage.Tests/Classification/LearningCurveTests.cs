using Mintage.Classification;
using Mintage.Results;

namespace Mintage.Tests.Classification;

public sealed class LearningCurveTests
{
    [Theory]
    [InlineData(0.9, true, 2.0, 1.0, 0.6, 0.5)] // fell by a sixth at the end
    [InlineData(0.9, false, 2.0, 1.0, 0.51, 0.5)]
    [InlineData(0.995, false, 2.0, 1.0, 0.02, 0.01)] // nothing is left to learn
    [InlineData(0.5, false, 2.0, 1.0, 0.5)] // too short to tell
    public void A_loss_that_still_falls_is_told(double accuracy, bool told, params double[] losses)
    {
        var curve = losses.Select((loss, i) => new EpochRecord
        {
            Epoch = i + 1,
            Steps = i + 1,
            TrainAccuracy = accuracy,
            TrainLoss = loss,
            Accuracy = 0,
            Loss = 0,
        }).ToList();
        var words = LearningCurve.StillFalling(curve);
        Assert.Equal(told, words is not null);
        if (told) Assert.Contains("from 0.6 to 0.5", words, StringComparison.Ordinal);
    }
}
