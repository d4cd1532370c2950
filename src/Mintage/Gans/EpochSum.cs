using Mintage.Results;

namespace Mintage.Gans;

/// <summary>Sums over the updates of the current epoch.</summary>
internal struct EpochSum
{
    private double discriminator, generator, estimate;
    private double? realRight, fakeRight;
    private int updates;

    public void Add(GanLosses losses)
    {
        discriminator += losses.DiscriminatorLoss;
        generator += losses.GeneratorLoss;
        estimate += losses.CriticEstimate;
        realRight = losses.RealRight + (realRight ?? 0);
        fakeRight = losses.FakeRight + (fakeRight ?? 0);
        updates++;
    }

    public readonly GanEpochRecord ToRecord(int epoch, int generatorUpdates) => new()
    {
        Epoch = epoch,
        GeneratorUpdates = generatorUpdates,
        DiscriminatorLoss = discriminator / updates,
        GeneratorLoss = generator / updates,
        CriticEstimate = estimate / updates,
        RealRight = realRight / updates,
        FakeRight = fakeRight / updates,
    };

    public override readonly string ToString() => $"D {discriminator / updates:F3}, G {generator / updates:F3}";
}
