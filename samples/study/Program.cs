// Runs a study: does GAN augmentation help a classifier on these images, by how much, how sure are we?
// study FOLDER --data DATA, or study FOLDER --plan PLAN. Run it again to go on where it was.
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    var (folder, source) = (args[0], args[2]);
    var plan = args[1] == "--plan" ? PlanFile.Read(source) : DefaultPlan.Load(source);
    var graph = StudyPlanner.Resolve(plan, StudyData.Load(plan, new DataSetLoading { Report = Console.Error.WriteLine, Cancellation = stop.Token }));
    Console.Error.WriteLine($"{graph.Nodes.Count} tasks");
    var outcome = await StudyRunner.RunAsync(graph, new StudyRun { Folder = folder }, stop.Token);

    foreach (var contrast in outcome.Results.Contrasts)
        Console.WriteLine($"{contrast.Size}, {contrast.Arm} against {contrast.Against}: {contrast.EstimatePoints:+0.00;-0.00} points, {contrast.Verdict}");
    foreach (var failure in outcome.Failures) Console.Error.WriteLine($"{failure.Task.Title}: {failure.Message}");
    Console.WriteLine($"see {Path.Combine(folder, "report.html")}");
    return outcome.Failures.Count == 0 ? 0 : 1;
}
catch (UserInputException e) // what was given cannot be used; the message says what must hold and what to do
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
