using Mintage.Runtime;

namespace Mintage.Splitting;

/// <summary>
/// Draws whole units (groups, copies) instead of images. Units come in random order, and each is taken if the shares of
/// its classes have room for it. Then units are added (and at the end given back), those that disturb the shares least
/// first, as long as that brings the total nearer to the wanted number.
/// </summary>
internal sealed class WholeUnits
{
    private readonly Unit[] units;
    private readonly int[] wanted, available, drawn;
    private readonly int target;
    private int total;

    private WholeUnits(Unit[] units, int[] wanted, int[] available) =>
        (this.units, this.wanted, this.available, drawn, target) =
            (units, wanted, available, new int[wanted.Length], wanted.Sum());

    /// <summary>True if every unit has one image, so that there is nothing to keep together.</summary>
    public static bool AreSingle(IReadOnlyList<int> units) => new HashSet<int>(units).Count == units.Count;

    /// <summary>Draws units with about <paramref name="count"/> images in all; may draw none.</summary>
    /// <returns>Indices of images, ascending.</returns>
    public static int[] Draw(IReadOnlyList<int> labels, IReadOnlyList<int> unitOf, int count, SeededRandom random)
    {
        int[] available = [.. ClassMembers.Of(labels).Select(members => members.Length)];
        Unit[] units =
        [
            .. Enumerable.Range(0, labels.Count).GroupBy(i => unitOf[i])
                .Select(unit =>
                    new Unit([.. unit], [.. unit.CountBy(i => labels[i]).Select(pair => (pair.Key, pair.Value))])),
        ];
        var wanted = StratifiedSubset.Shares(available, count, random);
        random.Shuffle(units.AsSpan());
        var draw = new WholeUnits(units, wanted, available);
        draw.FillClasses();
        draw.MendTotal();
        return [.. units.Where(unit => unit.IsDrawn).SelectMany(unit => unit.Images).Order()];
    }

    private void FillClasses()
    {
        foreach (var unit in units)
        {
            if (unit.Classes.All(c => drawn[c.Label] + c.Images <= wanted[c.Label])) Move(unit);
        }
    }

    /// <summary>
    /// Ends when no single move helps. Then each unit left out is at least twice as large as the shortage, or each
    /// drawn one at least twice as large as the excess. Units that overshoot are moved last, so single images, if any
    /// are left, make the total exact.
    /// </summary>
    private void MendTotal()
    {
        while (target != total)
        {
            var (isMissing, gap) = (total < target, Math.Abs(target - total));
            var best = units.Where(unit => unit.IsDrawn != isMissing && unit.Images.Length < 2 * gap)
                .MinBy(unit => (Overshoot: Math.Max(0, unit.Images.Length - gap), Change(unit) / unit.Images.Length));
            if (best is null) return;
            Move(best);
        }
    }

    /// <summary>
    /// Gives the change in the sum of the classes' squared deviations from their shares when the unit is added or given
    /// back. Rare classes weigh more.
    /// </summary>
    private double Change(Unit unit)
    {
        var sign = unit.IsDrawn ? -1 : 1;
        var change = 0.0;
        foreach (var (label, images) in unit.Classes)
            change += images * (images + (2.0 * sign * (drawn[label] - wanted[label]))) / available[label];
        return change;
    }

    private void Move(Unit unit)
    {
        var sign = unit.IsDrawn ? -1 : 1;
        foreach (var (label, images) in unit.Classes) drawn[label] += sign * images;
        total += sign * unit.Images.Length;
        unit.IsDrawn = !unit.IsDrawn;
    }

    private sealed class Unit(int[] images, (int Label, int Images)[] classes)
    {
        public int[] Images => images;

        public (int Label, int Images)[] Classes => classes;

        public bool IsDrawn { get; set; }
    }
}
