using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mintage.Reports;
using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>The pages in a real browser: nothing sticks out at any width, no faults, dark where wanted, and on paper.</summary>
public sealed class BrowserTests : IDisposable
{
    private const int MostTries = 3;
    private static readonly int[] Widths = [390, 800, 1400];

    /// <summary>Tells the page around it how wide it is, what sticks out of it without scrolling, and its colours.</summary>
    private const string Probe = """
        <script>addEventListener("load", () => {
          const root = document.documentElement, scrolls = e => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
          const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e.parentElement));
          parent.postMessage({ page: location.pathname.split("/").pop(), width: innerWidth, overflow: root.scrollWidth - root.clientWidth,
            out: out.slice(0, 5).map(e => e.outerHTML.slice(0, 120)), paper: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color }, "*");
        })</script>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;
    private int profiles;

    /// <summary>Helpers of a browser that has ended may still write to its profile for a moment.</summary>
    public void Dispose()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < 50)
            {
                Thread.Sleep(100);
            }
        }
    }

    [Fact]
    public void Nothing_sticks_out_and_nothing_fails_in_light_and_in_dark()
    {
        var browser = Browser();
        string[] pages = [.. Pages().Index().Select(page => Write(page.Item, page.Index))];
        var light = Measured(browser, pages);
        Assert.Equal(pages.Length * Widths.Length, light.Count);
        Assert.All(light, m => Assert.True(m.Overflow <= 0 && m.Out.Count == 0, $"{m.Page} at {m.Width}: {m.Overflow} pixels; {string.Join(" ", m.Out)}"));
        Assert.All(light, m => Assert.True(Brightness(m.Paper) > 200 && Brightness(m.Ink) < 80, $"{m.Paper}, {m.Ink}"));

        var dark = Measured(browser, pages, "--force-dark-mode", "--blink-settings=preferredColorScheme=0");
        Assert.All(dark, m => Assert.True(m.Overflow <= 0 && Brightness(m.Paper) < 60 && Brightness(m.Ink) > 180, $"{m.Page}: {m.Paper}, {m.Ink}"));
    }

    [Fact]
    public void A_report_prints()
    {
        var (page, paper) = (Write(Pages().First(), 0), Path.Combine(folder, "report.pdf"));
        Run(Browser(), "--no-pdf-header-footer", $"--print-to-pdf={paper}", new Uri(Path.Combine(folder, page)).AbsoluteUri);
        Assert.Equal("%PDF"u8.ToArray(), File.ReadAllBytes(paper)[..4]);
    }

    /// <summary>Both protocols, one replicate, unequal classes, an arm with a long name, and the page of a classifier.</summary>
    private static IEnumerable<string> Pages()
    {
        var fair = SampleFair.Create();
        using var study = new SampleStudy(fair);
        yield return HtmlReport.Render(fair, study.Folder);
        yield return HtmlReport.Render(fair with
        {
            Measure = "balanced accuracy",
            Arms = [],
            FairArms = [.. fair.FairArms.Select(a => a with
            {
                Arm = a.Arm.Replace("wgan", "a-generator-whose-name-is-longer-than-any-table-has-room-for", StringComparison.Ordinal),
                Measures = [new("accuracy", 90, new(80, 100)), new("balanced accuracy", 80, new(70, 90)), new("macro-F1", 70, null)],
            })],
            Decisions = [new DecisionRecord
            {
                Size = "reduced", Arm = "classical", UsesSynthetic = false, ModelFile = "tasks/fit-0123456789ab/classifier.safetensors",
                Lines = [new("What to use", "Train with 'classical'; leave the synthetic images out."), new("How sure is that?", new string('x', 60))],
            }],
        }, study.Folder);
        var names = Enumerable.Range(0, 25).Select(i => $"class {i}").ToList();
        yield return ClassifierPage.Render(new ClassifierOutcome
        {
            Classifier = "classifier.safetensors",
            TestSet = "test",
            Accuracy = 0.5,
            AccuracyPercent = new(40, 60),
            Loss = 1,
            Confusion = new(names, [.. names.Select(_ => names.Select((_, i) => i).ToArray())]),
            WorstMistakes = [],
        });
    }

    private string Write(string html, int number)
    {
        var name = $"page-{number}.html";
        File.WriteAllText(Path.Combine(folder, name), html.Replace("</body>", Probe + "</body>", StringComparison.Ordinal));
        return name;
    }

    /// <summary>Opens every page at every width, in one browser.</summary>
    private List<Measure> Measured(string browser, string[] pages, params string[] options)
    {
        var frames = from page in pages from width in Widths select $"<iframe src='{page}' style='border:0;width:{width}px;height:900px'></iframe>";
        File.WriteAllText(Path.Combine(folder, "all.html"), $$"""
            <!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre>
            <script>addEventListener("message", e => document.getElementById("found").append(JSON.stringify(e.data) + "\n"))</script>
            {{string.Concat(frames)}}
            """);
        var all = new Uri(Path.Combine(folder, "all.html")).AbsoluteUri;
        for (var tries = 1; ; tries++)
        {
            var found = Found(Run(browser, [.. options, "--virtual-time-budget=20000", "--window-size=1500,1000", "--dump-dom", all]));
            if (found.Count == pages.Length * Widths.Length || tries == MostTries) return found; // on a busy machine it may look too early
        }
    }

    private static List<Measure> Found(string dom)
    {
        var found = dom[dom.IndexOf("<pre id=\"found\">", StringComparison.Ordinal)..dom.IndexOf("</pre>", StringComparison.Ordinal)]["<pre id=\"found\">".Length..];
        return [.. System.Net.WebUtility.HtmlDecode(found).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Measure>(line, JsonSerializerOptions.Web)!)];
    }

    /// <summary>What the browser prints; fails where a page has a fault.</summary>
    private string Run(string browser, params string[] arguments)
    {
        for (var tries = 1; ; tries++)
        {
            using var process = Process.Start(new ProcessStartInfo(browser,
                ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={folder}/profile-{++profiles}", "--enable-logging=stderr", .. arguments])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var ended = process.WaitForExit(TimeSpan.FromMinutes(1));
            if (!ended) process.Kill(entireProcessTree: true);
            Assert.DoesNotContain("CONSOLE", error.Result, StringComparison.Ordinal);
            if (ended && process.ExitCode == 0) return output.Result;
            Assert.True(tries < MostTries, $"the browser did not end well in {tries} tries; the last said: {error.Result}"); // its own fault, not the page's
        }
    }

    private static string Browser()
    {
        string[] names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "There is no Chromium on the path (Debian: apt-get install chromium), so no page was opened in a browser.");
        return found!;
    }

    private static double Brightness(string colour) =>
        colour.Split('(', ')')[1].Split(',').Take(3).Average(part => double.Parse(part, CultureInfo.InvariantCulture));

    private sealed record Measure(string Page, int Width, double Overflow, IReadOnlyList<string> Out, string Paper, string Ink);
}
