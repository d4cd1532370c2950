using System.Collections.Concurrent;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;
using Spectre.Console;

namespace Mintage.Cli.Output;

/// <summary>Prints results to stdout and everything else to stderr.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 200;

    private static readonly ConcurrentDictionary<string, bool> Said = [];

    /// <summary>From here on, plain lines are cleaned too. Consoles clean for themselves.</summary>
    public static void Start()
    {
        _ = (Out, Error);
        Console.SetOut(new HarmlessWriter(Console.Out));
        Console.SetError(new HarmlessWriter(Messages));
    }

    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Stderr. A log on a full disk must not end hours of work.</summary>
    private static TextWriter Messages { get; } =
        Console.IsErrorRedirected ? new UnfailingWriter(Console.Error) : Console.Error;

    public static IAnsiConsole Error { get; } = Create(Messages, Console.IsErrorRedirected);

    /// <summary>Prints a plain message line on stderr.</summary>
    public static void Say(string message) => Console.Error.WriteLine(ShownText.Message(message));

    /// <summary>Prints a plain line on stdout; names in it break no line.</summary>
    public static void Line(string text) => Console.Out.WriteLine(ShownText.Message(text));

    /// <summary>Prints a plain message line on stderr, unless it was printed before: several sets of a command may
    /// come from one folder.</summary>
    public static void SayOnce(string message)
    {
        if (Said.TryAdd(message, true)) Say(message);
    }

    /// <summary>Says what an accuracy on synthetic images means, if these are.</summary>
    /// <param name="images">The images to judge with.</param>
    /// <param name="reference">The data set's name on the command line.</param>
    public static void SayIfSynthetic(LabelledImages images, string reference)
    {
        var marked = TracedSet.Of(images, DataSetReference.Parse(reference).Source).Images.IsSynthetic;
        if (marked?.Count(mark => mark) is > 0 and var synthetic)
            Say(
                $"{synthetic:N0} of the {images.Count:N0} images of '{images.Name}' are synthetic: an accuracy on "
                + "them tells how far classifier and generator agree, not how well real images are recognised.");
    }

    /// <summary>Prints text on stdout, folded between words on a terminal. In a file each paragraph is one
    /// line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bullet">Printed before the first line. The other lines are indented by its length.</param>
    public static void Paragraph(string bullet, string text)
    {
        text = ShownText.Message(text);
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(bullet + text);
            return;
        }
        var lines = new Grid { Expand = false };
        lines.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0) })
            .AddColumn(new GridColumn { Padding = new Padding(0) });
        Out.Write(lines.AddRow(new Text(bullet), new Text(text)));
    }

    /// <summary>Formats a duration for people.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1 => "under 1 s",
        < 90 => $"{seconds:F0} s",
        < 295 when Math.Round(seconds / 10) * 10 is var s && s % 60 > 0 => $"{(int)s / 60} min {s % 60} s",
        < 5400 => $"{seconds / 60:F0} min",
        _ => $"{seconds / 3600:F1} h",
    };

    /// <summary>The same for an estimate.</summary>
    /// <param name="seconds">The estimate.</param>
    /// <param name="begins">Whether a sentence begins with it.</param>
    public static string About(double seconds, bool begins = false) => (seconds < 1, begins) switch
    {
        (true, true) => "Under 1 s",
        (true, false) => "under 1 s",
        (false, true) => $"About {Duration(seconds)}",
        _ => $"about {Duration(seconds)}",
    };

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        console.Pipeline.Attach(new HarmlessText());
        if (redirected) console.Profile.Width = WidthOfFiles; // tables in files are not folded
        return console;
    }
}
