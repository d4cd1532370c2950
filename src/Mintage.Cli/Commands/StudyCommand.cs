using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study init|run|submit|status|cancel|report|use|compare|export|judge</c>.</summary>
internal static class StudyCommand
{
    public static Command Create() =>
        new("study", "Find out whether GAN images help a classifier, on any data set") { StudyInitCommand.Create(),
        Run(), StudySubmitCommand.Create(), Status(), StudySubmitCommand.Cancel(), Report(), StudyUseCommand.Create(),
        StudyCompareCommand.Create(), StudyExportCommand.Create(), StudyJudgeCommand.Create() };

    private static Command Run()
    {
        var file =
            new Argument<string?>(
                "PLAN")
            {
                Description = "Plan file (see 'mintage study init'); leave it out if you use --data",
                Arity =
                ArgumentArity.ZeroOrOne
            };
        var data =
            new Option<string?>(
                "--data")
            {
                Description =
                $"Run the default plan for this data set. {DataSetOptions.Form}",
                HelpName = "D"
            };
        var synthetic = new SyntheticOption();
        var classifier = new StudyClassifierOption();
        var import = new ImportOptions();
        var launch = new StudyLaunch();
        var minutes = new MinutesOption();
        var command = new Command("run", "Run a study, or continue an interrupted one") { file, data };
        synthetic.AddTo(command);
        classifier.AddTo(command);
        import.AddTo(command);
        minutes.AddTo(command);
        launch.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (path, source) = (parsed.GetValue(file), parsed.GetValue(data));
            if (path is null == source is null)
                throw new UserInputException("'study run' needs exactly one of a plan file and --data D.");
            if (path is not null && import.AreGiven(parsed))
                throw new UserInputException(
                    $"The plan ('{path}', key 'import') sets how pictures are read. Leave out {import.Names}.");
            if (path is not null) synthetic.RefuseWith(parsed, path);
            if (path is not null) classifier.RefuseWith(parsed, path);
            if (path is not null && minutes.IsGiven(parsed))
                throw new UserInputException(
                    $"--minutes shortens the default plan of --data, but a plan ('{path}') was given. Write a shorter "
                    + "one with 'mintage study init --minutes', or change this one.");
            if (path is not null)
                return launch.RunAsync(parsed, PlanFile.Read(path), File.ReadAllText(path), cancellation);
            var plan = minutes.Plan(
                parsed, source!,
                new DefaultPlanOptions
                {
                    Import = import.Value(parsed),
                    Synthetic = synthetic.Value(parsed),
                    Classifiers = classifier.Value(parsed),
                },
                CommonOptions.Loading(launch.DataFolder(parsed), cancellation), launch.Workers(parsed),
                plan => launch.Folder(parsed, plan));
            plan = launch.WithReachableBackbone(parsed, plan, cancellation);
            return launch.RunAsync(parsed, plan, DefaultPlan.Text(plan), cancellation, minutes.Pace);
        });
        return command.WithExamples(
            "mintage study run --data mnist --out my-study",
            "mintage study run --data flowers --image-size 48 --fit crop",
            "mintage study run --data flowers --image-size 48 --minutes 20",
            "mintage study run --data flowers --image-size 64 --fit crop --classifier pretrained",
            "mintage study run --data flowers --synthetic made-flowers --image-size 48",
            "mintage study run plan.yaml --dry-run",
            "mintage study run plan.yaml --out my-study --workers 8");
    }

    private static Command Status()
    {
        var folder = new Argument<string>("DIR") { Description = "Study folder" };
        var json = CommonOptions.Json();
        var command =
            new Command(
                "status",
                "Show a study's progress: tasks done, running, failed and waiting, and the time left") { folder, json };
        command.SetAction(parsed =>
        {
            var status = StudyStatus.Of(parsed.GetValue(folder)!);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(status, Json.File));
            else StudyStatusText.Print(status);
            return ExitCode.Done;
        });
        return command.WithExamples("mintage study status my-study");
    }

    private static Command Report()
    {
        var folder = new Argument<string>("DIR") { Description = "Study folder" };
        var dataFolder = CommonOptions.DataFolder();
        var json = CommonOptions.Json();
        var command =
            new Command("report", "Analyse finished tasks again and rewrite the results and the report") { folder,
            dataFolder, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(folder)!;
            var plan = StudyFolder.ReadPlan(path);
            var data = StudyFolder.LoadData(path, plan, CommonOptions.Loading(parsed.GetValue(dataFolder)));
            var results =
                StudyRunner.Report(StudyPlanner.Resolve(plan, data, StudyFolder.InceptionWeights(path)), path);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(results, Json.File));
            else StudySummary.Print(results, path);
            return ExitCode.Done;
        });
        return command.WithExamples("mintage study report my-study");
    }
}
