using Mintage.Statistics;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>What the looks of a <see cref="World"/> may say, by the book that real studies keep.</summary>
internal static class WorldLooks
{
    /// <summary>One per number of replicates.</summary>
    public static LookStanding[] Of(World world)
    {
        if (world.Looks is LookRule.Once or LookRule.Peeking)
            return [.. world.Replicates.Select(_ => new LookStanding(new JudgeOptions().Alpha, null))];
        var folder = Directory.CreateTempSubdirectory("mintage-looks-").FullName;
        try
        {
            return [.. world.Replicates.Select(replicates => Look(folder, Plan(world, replicates)))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LookStanding Look(string folder, StudyPlan plan)
    {
        var book = LookBook.Read(folder);
        plan = book.AtNextLook(plan);
        book.Plan(plan);
        var standing = book.Standing(plan, plan.Replicates);
        book.See(plan, plan.Replicates, []);
        return standing;
    }

    private static StudyPlan Plan(World world, int replicates) => new()
    {
        Name = world.Name,
        Data = "simulated",
        Replicates = replicates,
        Looks = world.Looks == LookRule.Named ? world.Replicates : [],
        Sizes = [],
        Gans = [],
    };
}
