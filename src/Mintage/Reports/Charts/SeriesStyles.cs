using Mintage.Results;

namespace Mintage.Reports.Charts;

/// <summary>One style per arm and GAN, the same in every chart of a report.</summary>
internal sealed class SeriesStyles
{
    private readonly Dictionary<(string Name, bool Leaky), SeriesStyle> styles = [];
    private int coloured;

    /// <summary>Gives out the styles in the order of the main table.</summary>
    public SeriesStyles(StudyResults results)
    {
        foreach (var arm in results.Arms)
        {
            if (arm.IsControl) styles.TryAdd((arm.Arm, arm.Leaky), new(SeriesStyle.Grey, Mark.Square));
            else if (arm.GainPoints is null) styles.TryAdd((arm.Arm, arm.Leaky), new(SeriesStyle.Ink, Mark.Circle));
            else AddColour((arm.Arm, arm.Leaky));
        }
        foreach (var fit in results.Fits.Where(f => f.Protocol != "fair")) AddColour((fit.Arm, fit.Leaky));
        foreach (var gan in results.Gans) AddColour((gan.Name, gan.Leaky));
        foreach (var set in results.Foreign) AddColour((set.Name, false));
        foreach (var score in results.Scores) AddColour((score.Source, score.Leaky));
        foreach (var arm in results.FairArms.Where(a => a.Gan is not null)) AddColour((arm.Gan!, false));
    }

    /// <summary>The style of an arm or GAN of the study.</summary>
    public SeriesStyle this[string name, bool leaky] => styles[(name, leaky)];

    /// <summary>
    /// The style of an arm of the fair protocol: that of its GAN, where it has one. Arms of one GAN stand in rows with
    /// their names, or differ by their lines.
    /// </summary>
    public SeriesStyle Of(FairArmRow arm) => (arm.Gan, arm.Arm) switch
    {
        (null, "real") => new(SeriesStyle.Ink, Mark.Circle),
        (null, "classical") => new(SeriesStyle.Ink, Mark.Square),
        (null, _) => new(SeriesStyle.Grey, Mark.Diamond),
        ({ } gan, _) => this[gan, false],
    };

    private void AddColour((string Name, bool Leaky) series)
    {
        if (styles.ContainsKey(series)) return;
        var palette = SeriesStyle.Palette;
        var marks = Enum.GetValues<Mark>();
        // When the colours are used up the marks have moved on, so the pair stays unique for 30 series.
        var mark = marks[(coloured + 2 + (coloured / palette.Count)) % marks.Length];
        styles.Add(series, new(palette[coloured % palette.Count], mark, series.Leaky));
        coloured++;
    }
}
