namespace Mintage.EndToEndTests;

/// <summary>Places that nothing can be written to, and folders that two want at once.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void An_output_that_cannot_be_made_is_refused_by_every_command_before_its_work()
    {
        var bars = place.Bars("bars.npz", 160);
        var blocked = Path.Combine(bars, "below"); // a file is in the way
        Cli.Run("gan", "train", "--data", bars, "--out", blocked).RefusedWith("bars.npz");
        Cli.Run("gan", "train", "--data", bars, "--members", "2", "--out", blocked).RefusedWith("bars.npz");
        Cli.Run("classify", "train", "--data", bars, "--test", bars, "--out", $"{blocked}.safetensors").RefusedWith("bars.npz");
        Cli.Run("data", "convert", bars, "--to", $"{blocked}.npz").RefusedWith("bars.npz");
        Cli.Run("data", "convert", bars, "--to", blocked).RefusedWith("bars.npz");
        Cli.Run("study", "run", "--data", bars, "--out", blocked).RefusedWith("bars.npz");
        Cli.Run("study", "init", "--data", bars, "--out", $"{blocked}.yaml").RefusedWith("bars.npz");
        Cli.Run("reproduce", "--profile", "smoke", "--out", blocked).RefusedWith("bars.npz");
        if (OperatingSystem.IsLinux()) Cli.Run("gan", "train", "--data", bars, "--batch", "8", "--out", "/proc/gan").RefusedWith("/proc/gan");
    }

    [Fact]
    public void Two_trainings_in_one_folder_are_refused_and_a_killed_one_is_taken_over()
    {
        string[] train = ["gan", "train", "--data", place.Bars("bars.npz", 64), "--batch", "8", "--filters", "4", "--out", place["gan"], "--updates"];
        using var first = Cli.Start(Cli.Folder, [.. train, "1000000"]);
        try
        {
            SpinWait.SpinUntil(() => File.Exists(place["gan/.lock"]) || first.HasExited, TimeSpan.FromMinutes(2));
            Cli.Run([.. train, "1000000"]).RefusedWith($"process {first.Id}");
        }
        finally
        {
            first.Kill();
            first.WaitForExit();
        }
        File.Delete(place["gan/checkpoint.safetensors"]);
        Cli.Run([.. train, "5"]).Succeeded();
        Assert.Empty(Directory.GetFiles(place["gan"], ".*"));
    }
}
