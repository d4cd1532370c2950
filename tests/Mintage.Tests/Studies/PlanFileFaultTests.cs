using CsCheck;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class PlanFileFaultTests
{
    [Fact]
    public void The_articles_figures_are_for_MNIST_alone() =>
        Assert.Contains("published_figures", Refused("""
            name: study
            data: mine.npz
            sizes:
              - { name: reduced, images: 300, epochs: 4 }
            gans:
              - cgan
            article: { published_figures: true }
            """), StringComparison.Ordinal);

    [Fact]
    public void Names_are_short_lines_without_what_a_terminal_obeys()
    {
        var message = Refused($$"""
            name: "a\e[2J"
            data: mnist
            sizes:
              - { name: "{{new string('x', 200)}}", images: 300, epochs: 4 }
            gans:
              - { preset: cgan, name: "b\nc" }
            fair: {}
            """);
        Assert.Contains("3 faults", message, StringComparison.Ordinal);
        Assert.Contains("is 'a\uFFFD[2J'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_faults_are_all_reported_each_with_its_line()
    {
        var message = Refused("""
            nam: study
            data: mnist
            seed: one
            replicates: 2.5
            replicates: 3
            plumbing_only: "true"
            sizes:
              - { images: 300, epoch: 4 }
              - 3000.5
            gans:
              - wgann
              - preset: cgan
                learning_rate: 1e-4
                options: { optimiser: admam, batch_size: [64] }
            frechet: { counts: 100 }
            fair:
            """);
        Assert.Equal(
            [
                "plan.yaml has 14 faults:",
                "  - line 1: 'nam' is not a plan key. Did you mean 'name'?",
                "  - line 1: the plan must have the key 'name'. Add it.",
                "  - line 3: 'seed' must be a whole number, but is 'one'.",
                "  - line 4: 'replicates' must be a whole number, but is '2.5'.",
                "  - line 5: 'replicates' is there twice, first in line 4. Remove one.",
                "  - line 6: 'plumbing_only' must be true or false, but is the quoted text \"true\".",
                "  - line 8: 'sizes[0].epoch' is not a plan key. Did you mean 'epochs'?",
                "  - line 9: 'sizes[1].images' must be a whole number, but is '3000.5'.",
                "  - line 11: 'gans[0].preset' must be one of cgan, cgan-minimax, wgan, wgan-gp, sngan, acgan, best, but is 'wgann'. Did you mean 'wgan'?",
                "  - line 13: 'gans[1].learning_rate' is not a plan key. Did you mean 'options.learning_rate'?",
                "  - line 14: 'gans[1].options.optimiser' must be one of adam, rms-prop (did you mean adam?), but is 'admam'.",
                "  - line 14: 'gans[1].options.batch_size' must be a whole number, but is a list.",
                "  - line 15: 'frechet.counts' must be a list, but is '100'.",
                "  - line 16: 'fair' has no value. Write true for its defaults, false to leave it out, or keys under it.",
            ],
            message.Split(Environment.NewLine));
    }

    [Fact]
    public void Faults_of_meaning_are_all_reported_when_the_form_is_right()
    {
        var message = Refused("{ name: n, data: mnist, replicates: 0, threads: 0, sizes: [0], gans: [{ preset: wgan, name: real }], article: { folds: 1, fold_replicates: 0 } }");
        Assert.Contains("plan.yaml has 6 faults:", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# only a comment\n", "the file is empty")]
    [InlineData("---\n", "line 2: a plan must be keys with values (\"key: value\"), but is empty.")]
    [InlineData("- a\n- b\n", "line 1: a plan must be keys with values (\"key: value\"), but is a list.")]
    [InlineData("just text", "line 1: a plan must be keys with values (\"key: value\"), but is 'just text'.")]
    [InlineData("name: a\n---\nname: b\n", "line 2: a file must hold one plan")]
    [InlineData("name: a\nfair:\n\tdoses: [1]\n  \tx: 1\n", "line 3: lines must be indented with spaces, but there are tabs in lines 3, 4.")]
    [InlineData("name: a\nsizes: [1, 2\ngans: [cgan]\n", "this is not YAML: a bracket or quote may be open")]
    [InlineData("name: a: b\n", "line 1: this is not YAML")]
    [InlineData("name: &x a\ndata: *x\n", "line 1: '&x' names a place to refer to")]
    [InlineData("name: &x a\ndata: *x\n", "line 2: '*x' refers to another place")]
    [InlineData("name: !!str a\n", "line 1: the tag 'tag:yaml.org,2002:str' is of no use here")]
    [InlineData("[a]: 1\n", "line 1: a key must be a word")]
    [InlineData("gans: [{ options: { filters: 3 } }]", "line 1: 'gans[0]' must have the key 'preset', one of cgan,")]
    [InlineData("gans: [{ preset: cgan, options: { preset: wgan } }]", "'gans[0].options.preset' must stand beside 'options'")]
    [InlineData("gans: [{ preset: cgan, options: }]", "'gans[0].options' has no value. Write keys under it, or remove it.")]
    [InlineData("gans: [[cgan]]", "'gans[0]' must be keys with values (\"key: value\"), but is a list.")]
    [InlineData("sizes: 3000", "'sizes' must be a list, but is '3000'.")]
    [InlineData("sizes: [{ images: }]", "'sizes[0].images' has no value. Give it one.")]
    [InlineData("sizes: [{ name: x }]", "'sizes[0]' must have the key 'images'. Add it.")]
    [InlineData("sizes: [{ images: 3, classifier: big }]", "'sizes[0].classifier.width' must be narrow or wide, or have filters1, filters2 and hidden, but is 'big'. A classifier is one of narrow, wide, small, residual, pretrained.")]
    [InlineData("name: n\ndata: mnist\ngans: [cgan]\nsizes: [{ images: 3, classifier: { batch_size: 2 } }]", "or a program of your own ('command'), but is 0 of them.")]
    [InlineData("name: n\ndata: mnist\ngans: [cgan]\nsizes: [{ images: 3, classifier: { width: wide, small: 16 } }]", "or a program of your own ('command'), but is 2 of them.")]
    [InlineData("name: n\ndata: mnist\ngans: [cgan]\nsizes: [{ images: 3, classifier: { small: 0 } }]", "maps of the small residual network must be at least 1, but are 0.")]
    [InlineData("sizes: [3_000_000_000]", "must be a whole number of at most 2,147,483,647 either way, but is '3_000_000_000'.")]
    [InlineData("test_share: .nan", "'test_share' must be a number, but is '.nan'.")]
    [InlineData("name: ~", "'name' must be text, but is empty.")]
    [InlineData("nested_folds: 5", "'nested_folds' is not a plan key. There is 'fair.nested_folds'.")]
    [InlineData("updates: 5", "'updates' is not a plan key. Did you mean 'gans[].options.generator_updates'?")]
    [InlineData("gans: [{ preset: cgan, options: { updates: 5 } }]", "'gans[0].options.updates' is not a plan key. Did you mean 'generator_updates'?")]
    [InlineData("xyzzy: 5", "'xyzzy' is not a plan key. Keys are name, plumbing_only,")]
    public void A_fault_says_what_must_hold_what_came_and_where(string yaml, string words) => Assert.Contains(words, Refused(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_key_is_named_at_every_level()
    {
        var text = PlanSamples.Everything;
        foreach (var key in PlanContract.All(typeof(StudyPlan)).Select(k => k.Path.Split('.')[^1]).Distinct())
        {
            var line = Array.FindIndex(text.Split('\n'), l => l.Contains($" {key}:", StringComparison.Ordinal) || l.StartsWith($"{key}:", StringComparison.Ordinal));
            Assert.True(line >= 0, $"the sample has no '{key}'");
            var message = Refused(new System.Text.RegularExpressions.Regex($@"(?<=^|[ {{]){key}:", System.Text.RegularExpressions.RegexOptions.Multiline).Replace(text, $"{key}x:", 1));
            Assert.Matches($@"line {line + 1}: '[a-z0-9_.\[\]]*{key}x' is not a plan key\. Did you mean '{key}'\?", message);
        }
    }

    [Fact]
    public void Whatever_the_text_it_is_a_plan_or_is_refused_with_a_message() =>
        Gen.Select(Gen.Int[0, PlanSamples.Everything.Length - 1], Gen.Int[0, 6], Gen.String[Gen.OneOf('[', ']', '{', '}', ':', '-', ' ', '\n', '\t', '"', '\'', '&', '*', '!', '|', '>', '%', '@', '?', '#', ',', '~', 'a', '\0', '\uD800'), 0, 5])
            .Sample(change =>
            {
                var (at, length, inserted) = change;
                var text = PlanSamples.Everything.Remove(at, Math.Min(length, PlanSamples.Everything.Length - at)).Insert(at, inserted);
                try
                {
                    PlanFile.Parse(text, "plan.yaml");
                }
                catch (UserInputException e)
                {
                    Assert.StartsWith("plan.yaml", e.Message, StringComparison.Ordinal);
                }
            }, iter: 500);

    [Fact]
    public void Deep_nesting_is_refused() => Assert.Contains("levels deep", Refused(new string('[', 5_000)), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_refused_with_advice()
    {
        Assert.Contains("there is no such file. 'mintage study init", Assert.Throws<UserInputException>(() => PlanFile.Read("absent.yaml")).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Assert.Throws<UserInputException>(() => PlanFile.Read(AppContext.BaseDirectory)).Message, StringComparison.Ordinal);
    }

    private static string Refused(string yaml) => Assert.Throws<UserInputException>(() => PlanFile.Parse(yaml, "plan.yaml")).Message;
}
