using System.Text.Json;

namespace Mintage.EndToEndTests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [
        "", "reproduce", "study", "study init", "study run", "study status", "study report", "gan", "gan train", "gan sample", "score", "weights", "weights list", "weights fetch", "weights convert", "classify", "classify train", "classify evaluate", "classify predict", "export", "data", "data list", "data split",
        "data info", "data convert", "task", "task run", "doctor"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_explains_itself_with_an_example(string command)
    {
        var help = Cli.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Succeeded();
        Assert.Contains($"mintage {command}".Trim(), help.Output, StringComparison.Ordinal);
        if (command is not ("study" or "gan" or "weights" or "classify" or "data" or "task")) Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("reproduce --profil smoke")]
    [InlineData("gan train")]
    [InlineData("nonsense")]
    public void An_unknown_or_missing_word_is_refused_and_points_to_the_help(string line) => Cli.Run(line.Split(' ')).RefusedWith("--help'");

    [Theory]
    [InlineData("study run --data d --minute 5", "mintage: Unknown option '--minute'. Did you mean '--minutes'?")]
    [InlineData("study run --data d --minutes=20m", "mintage: --minutes must be a number, but is '20m'.")]
    [InlineData("study run --data d --workers x", "mintage: --workers must be a whole number, but is 'x'.")]
    [InlineData("study run --data d --size 8", "mintage: Unknown option '--size'. Did you mean '--image-size'?")]
    [InlineData("sutdy run", "mintage: Unknown command 'sutdy'. Did you mean 'study'?")]
    public void What_is_misspelt_is_named_with_the_word_that_was_probably_meant(string line, string first) =>
        Assert.Equal(first, Cli.Run(line.Split(' ')).RefusedWith("--help'").Error.Split('\n')[0].TrimEnd());

    [Fact]
    public void Json_is_one_document_on_stdout()
    {
        using var list = JsonDocument.Parse(Cli.Run("data", "list", "--json").Succeeded().Output);
        Assert.Equal("mnist", list.RootElement[0].GetProperty("name").GetString());
        using var doctor = JsonDocument.Parse(Cli.Run("doctor", "--json").Succeeded().Output);
        Assert.Equal(JsonValueKind.Array, doctor.RootElement.ValueKind);
    }

    [Fact]
    public void Without_the_native_library_help_and_data_work_and_the_rest_says_what_is_missing()
    {
        using var place = new Workplace();
        var crippled = place["program"];
        Directory.CreateDirectory(crippled);
        foreach (var file in Directory.GetFiles(Cli.Folder)) File.Copy(file, Path.Combine(crippled, Path.GetFileName(file)));
        var bars = place.Bars("bars.npz", 40);

        Cli.RunIn(crippled, "--help").Succeeded();
        Cli.RunIn(crippled, "data", "list").Succeeded();
        Cli.RunIn(crippled, "data", "info", bars).Succeeded();
        Cli.RunIn(crippled, "gan", "train", "--data", bars, "--out", place["gan"]).RefusedWith("The tensor library libtorch could not be loaded");
        Assert.False(Directory.Exists(place["gan"]));
        var doctor = Cli.RunIn(crippled, "doctor");
        Assert.Equal(2, doctor.ExitCode);
        Assert.Contains("MISSING tensor library", doctor.Output, StringComparison.Ordinal);
    }
}
