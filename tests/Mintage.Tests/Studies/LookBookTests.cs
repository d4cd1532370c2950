using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class LookBookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(new[] { 5, 10, 20 }, new[] { 0.0125, 0.0125, 0.025 })]
    [InlineData(new[] { 10 }, new[] { 0.05 })]
    [InlineData(new[] { 6, 8 }, new[] { 0.0375, 0.0125 })]
    public void The_levels_of_all_looks_add_up_to_alpha(int[] looks, double[] levels)
    {
        double[] found = [.. looks.Select(look => LookBook.Level(looks, look, 0.05))];
        Assert.All(found.Zip(levels), l => Assert.Equal(l.Second, l.First, 1e-12));
        Assert.Equal(0.05, found.Sum(), 1e-12);
    }

    [Fact]
    public void The_limits_of_a_generator_may_change_after_a_look_but_not_its_command()
    {
        StudyPlan With(string command, double minutes) => TinyStudy.Plan() with
        {
            Replicates = 5,
            Gans = [new() { Name = "own", Program = new() { Command = command, TimeLimitMinutes = minutes } }],
        };
        Plan(With("a {train} {synthetic}", 10));
        See(With("a {train} {synthetic}", 10), 5, 0.3);
        Assert.Null(Standing(With("a {train} {synthetic}", 99), 5).Withheld);
        Assert.NotNull(Standing(With("b {train} {synthetic}", 10), 5).Withheld);
    }

    [Fact]
    public void A_study_that_is_extended_after_a_look_gets_no_verdict_and_before_it_it_does()
    {
        var plan = TinyStudy.Plan() with { Replicates = 5 };
        Plan(plan with { Replicates = 4 });
        Plan(plan);
        Assert.Null(Standing(plan, 5).Withheld);
        See(plan, 5, 0.3);
        Assert.Null(Standing(plan, 5).Withheld); // the same look again
        var more = plan with { Replicates = 12 };
        Plan(more);
        Assert.Contains("extended from 5 to 12", Standing(more, 12).Withheld, StringComparison.Ordinal);
        See(more, 12, 0.4);
        Assert.Equal([5, 12], LookBook.Read(folder).Seen.Select(l => l.Replicates));
    }

    [Fact]
    public void A_plan_that_is_changed_after_a_look_gets_no_verdict_but_a_new_name_is_no_change()
    {
        var plan = TinyStudy.Plan();
        Plan(plan);
        See(plan, plan.Replicates, 0.3);
        Assert.Null(Standing(plan with { Name = "other" }, plan.Replicates).Withheld);
        Assert.Contains("plan was changed", Standing(plan with { SyntheticImages = 17 }, plan.Replicates).Withheld, StringComparison.Ordinal);
    }

    [Fact]
    public void Looks_that_were_named_beforehand_are_taken_in_turn_each_at_its_level()
    {
        var plan = TinyStudy.Plan() with { Replicates = 10, Looks = [5, 10, 20] };
        Assert.Equal(5, Next().Replicates);
        Plan(Next());
        Assert.Equal(new LookStanding(0.0125, null), Standing(Next(), 5));
        See(Next(), 5, 0.1);
        Assert.Equal(10, Next().Replicates);
        Plan(Next());
        Assert.Null(Standing(Next(), 10).Withheld);
        Assert.Contains("9 of 10", Standing(Next(), 9).Withheld, StringComparison.Ordinal);
        See(Next(), 10, 0.1);
        Plan(Next());
        Assert.Equal(0.025, Standing(Next(), 20).Alpha, 1e-12);
        See(Next(), 20, 0.1);
        Assert.Equal(20, Next().Replicates);

        StudyPlan Next() => LookBook.Read(folder).AtNextLook(plan);
    }

    [Fact]
    public void The_same_look_is_kept_once_and_a_changed_file_is_refused_by_name()
    {
        var plan = TinyStudy.Plan();
        See(plan, 2, 0.3);
        See(plan, 2, 0.3);
        Assert.Single(LookBook.Read(folder).Seen);
        File.WriteAllText(Path.Combine(folder, "looks.jsonl"), "not a look\n");
        Assert.Contains("looks.jsonl", Assert.Throws<UserInputException>(() => LookBook.Read(folder)).Message, StringComparison.Ordinal);
    }

    private void Plan(StudyPlan plan) => LookBook.Read(folder).Plan(plan);

    private void See(StudyPlan plan, int replicates, double points) =>
        LookBook.Read(folder).See(plan, replicates, [new LookEstimate("reduced", "cgan", "real", points)]);

    private LookStanding Standing(StudyPlan plan, int ended) => LookBook.Read(folder).Standing(plan, ended);
}
