using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>
/// Measurements of updates that are not read yet. A GPU works behind the host, and every reading waits for it: one
/// reading for several updates costs almost nothing, one for each would take most of a small network's time.
/// </summary>
/// <param name="options">Give batch size and critic updates.</param>
internal sealed class UnreadLosses(GanOptions options) : IDisposable
{
    private readonly List<(int Update, Tensor Measured)> waiting = [];

    /// <summary>Keeps the measurements of one generator update.</summary>
    /// <param name="update">Index of the update, from 0.</param>
    /// <param name="discriminator">
    /// Measurements of its critic updates; see <see cref="DiscriminatorReading.Measure"/>.
    /// </param>
    /// <param name="generatorLoss">A scalar.</param>
    public void Add(int update, IEnumerable<Tensor> discriminator, Tensor generatorLoss)
    {
        using var _ = no_grad();
        waiting.Add((update, cat([.. discriminator, generatorLoss.view(1)]).DetachFromDisposeScope()));
    }

    /// <summary>Reads the measurements since the last call, oldest first.</summary>
    /// <exception cref="NonFiniteException">A loss is not finite.</exception>
    public IReadOnlyList<GanLosses> Read()
    {
        var read = waiting.ConvertAll(one => Of(one.Update, one.Measured));
        Dispose();
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, measured) in waiting) measured.Dispose();
        waiting.Clear();
    }

    private GanLosses Of(int update, Tensor measured)
    {
        using var scope = NewDisposeScope();
        var values = measured.cpu().data<float>().ToArray();
        var perCritic = (values.Length - 1) / options.CriticSteps;
        var sum = default(DiscriminatorReading);
        for (var critic = 0; critic < options.CriticSteps; critic++)
            sum += DiscriminatorReading.Of(values.AsSpan(critic * perCritic, perCritic), options.BatchSize);
        if (!double.IsFinite(sum.Loss)) throw new NonFiniteException("The discriminator's loss", sum.Loss, update);
        if (!float.IsFinite(values[^1])) throw new NonFiniteException("The generator's loss", values[^1], update);
        return GanLosses.Of(sum, options.CriticSteps, values[^1]);
    }
}
