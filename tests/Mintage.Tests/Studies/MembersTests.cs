using Mintage.Reports;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Tests.Studies;

/// <summary>An arm whose images come from several GANs.</summary>
public sealed class MembersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_first_member_is_the_training_of_a_GAN_by_itself()
    {
        var (one, two) = (TinyStudy.Graph(Plan(1)), TinyStudy.Graph(Plan(2)));
        var (alone, together) = (Assert.Single(one.Gans), Assert.Single(two.Gans));
        Assert.Equal(2, together.Trainings.Count);
        Assert.Equal(alone.Trainings[0], together.Trainings[0]);
        var (first, second) = ((TrainGanTask)two.Task(together.Trainings[0]), (TrainGanTask)two.Task(together.Trainings[1]));
        Assert.NotEqual(first.Seed, second.Seed);
        Assert.Equal(first, second with { Seed = first.Seed });
        Assert.Equal(together.Trainings, two.Node(together.Synthetic).Needs);
    }

    [Fact]
    public async Task A_study_reports_each_member_and_mints_from_both()
    {
        var results = (await TinyStudy.RunAsync(root, Plan(2))).Results;
        Assert.Equal([(0, 2), (1, 2)], results.Gans.Select(g => (g.Member, g.Members)));
        Assert.Equal(2, results.Gans.Select(g => g.Task).Distinct().Count());
        var graph = TinyStudy.Graph(Plan(2));
        var path = Path.Combine(root, "tasks", graph.Node(graph.Gans[0].Synthetic).FolderName, "synthetic.provenance.json");
        Assert.Equal(2, Json.Read<Provenance>(path).Gans.Count);
        Assert.Contains("member 2 of 2", File.ReadAllText(Path.Combine(root, HtmlReport.FileName)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Numbers_of_members_out_of_range_are_refused(int members) =>
        Assert.Contains($"members must be 1 ... 16, but are {members}.", string.Join(" ", Plan(members).Faults()), StringComparison.Ordinal);

    private static StudyPlan Plan(int members)
    {
        var tiny = TinyStudy.Plan();
        return tiny with { Replicates = 1, Article = null, Frechet = null, Gans = [tiny.Gans[0] with { Members = members }] };
    }
}
