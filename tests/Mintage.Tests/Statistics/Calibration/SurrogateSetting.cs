namespace Mintage.Tests.Statistics.Calibration;

/// <summary>
/// A made-up world in which classifiers are right or wrong. On the logit scale, the chance that the classifier of an arm in a
/// replicate is right on an image is Centre + the arm's shift + normal terms of these standard deviations; whether it is right
/// is then one draw. Every term is drawn anew for each study, so an interval has to be for new images and new replicates.
/// </summary>
/// <param name="Name">For the tables.</param>
/// <param name="Images">Test images n.</param>
/// <param name="Centre">Logit of an image of middle difficulty.</param>
/// <param name="Difficulty">Of the image, for all arms.</param>
/// <param name="ArmImage">Of the image for one arm: what an arm is lastingly better or worse at.</param>
/// <param name="Subset">Of the replicate, for all its arms: the draw of the training images.</param>
/// <param name="Gan">Of the replicate, for the arms that share a GAN (the controls have one of their own).</param>
/// <param name="Training">Of the replicate for one arm: its other chances.</param>
internal sealed record SurrogateSetting(
    string Name, int Images, double Centre, double Difficulty, double ArmImage, double Subset, double Gan, double Training)
{
    /// <summary>
    /// Accuracy of an arm over all images and replicates that there could be, by Simpson's rule: exact to about 1e-10, and
    /// with 400 steps to 1e-6.
    /// </summary>
    public double Accuracy(double shift, int steps = 4_000)
    {
        var spread = Math.Sqrt(Square(Difficulty) + Square(ArmImage) + Square(Subset) + Square(Gan) + Square(Training));
        const double Reach = 9;
        double sum = 0, mass = 0;
        for (var k = 0; k <= steps; k++)
        {
            var z = Reach * ((2.0 * k / steps) - 1);
            var weight = Math.Exp(-z * z / 2) * (k == 0 || k == steps ? 1 : k % 2 == 1 ? 4 : 2);
            mass += weight;
            sum += weight / (1 + Math.Exp(-(Centre + shift + (spread * z))));
        }
        return sum / mass;
    }

    /// <summary>The shift that changes the accuracy by so much.</summary>
    public double ShiftFor(double effect)
    {
        double low = -20, high = 20, wanted = Accuracy(0) + effect;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (Accuracy(middle) < wanted) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double Square(double value) => value * value;
}
