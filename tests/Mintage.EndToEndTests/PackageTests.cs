namespace Mintage.EndToEndTests;

/// <summary>Packages as somebody else gets them: packed, restored or installed from a folder, and used outside the repository.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Version = "0.1.0-packed"; // of one folder only, so no cache ever holds another of this name

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_project_that_references_only_the_package_builds_and_trains()
    {
        Pack("Mintage");
        Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Mintage" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        // Beside the machine's sources. The package is restored into this folder; the machine's cache is only read.
        Write("app/nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{place["cache"]}" /></config>
              <fallbackPackageFolders><add key="machine" value="{Dotnet.PackageCache}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{place["packages"]}" /></packageSources>
            </configuration>
            """);
        File.Copy(Path.Combine(Dotnet.Repository, "samples", "quickstart", "Program.cs"), place["app/Program.cs"]);
        Dotnet.Run(place["app"], "build", "-c", "Release", "-o", place["built"], "--nologo").Succeeded();

        var run = Dotnet.Run(place["app"], place["built/app.dll"], place.Bars("bars.npz", 200), place["gan"], "12");
        Quickstart.AssertWorked(run, place["gan"]);
    }

    [Fact]
    public void The_package_carries_documentation_licence_symbols_and_what_makes_libtorch_load()
    {
        Pack("Mintage");
        using var package = System.IO.Compression.ZipFile.OpenRead(place[$"packages/Mintage.{Version}.nupkg"]);
        var names = package.Entries.Select(e => e.FullName).ToList();
        foreach (var file in new[] { "lib/net10.0/Mintage.dll", "lib/net10.0/Mintage.xml", "buildTransitive/Mintage.targets", "library.md" })
            Assert.Contains(file, names);
        using var reader = new StreamReader(package.GetEntry("Mintage.nuspec")!.Open());
        var specification = reader.ReadToEnd();
        Assert.Contains("<license type=\"expression\">MIT</license>", specification, StringComparison.Ordinal);
        Assert.Contains("<dependency id=\"libtorch-cpu-", specification, StringComparison.Ordinal);
        Assert.DoesNotContain("BannedApiAnalyzers", specification, StringComparison.Ordinal);
        Assert.True(File.Exists(place[$"packages/Mintage.{Version}.snupkg"]));
    }

    [Fact]
    public void The_tool_is_installed_and_trains()
    {
        Pack("Mintage.Cli");
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{place["cache"]}" /></config>
            </configuration>
            """);
        Dotnet.Run(place["."], "tool", "install", "Mintage.Tool", "--version", Version, "--tool-path", place["tools"], "--add-source", place["packages"]).Succeeded();

        var mintage = place[OperatingSystem.IsWindows() ? "tools/mintage.exe" : "tools/mintage"];
        Assert.Matches(@"^\d+\.\d+\.\d+", Dotnet.Start(mintage, place["."], "--version").Succeeded().Output);
        Assert.Contains("libtorch", Dotnet.Start(mintage, place["."], "doctor").Succeeded().Output, StringComparison.Ordinal);
        Dotnet.Start(mintage, place["."], "gan", "train", "--data", place.Bars("bars.npz", 64), "--model", "cgan", "--updates", "5", "--batch", "8", "--filters", "4", "--out", "gan").Succeeded();
        Assert.True(File.Exists(place["gan/generator.safetensors"]));
    }

    /// <summary>Packs what is built already, into the folder "packages".</summary>
    private void Pack(string project) => Dotnet.Run(
        Dotnet.Repository, "pack", Path.Combine("src", project), "-c", Path.GetFileName(Cli.Folder), "--no-build", "-o", place["packages"], $"-p:PackageVersion={Version}", "--nologo").Succeeded();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place[name])!);
        File.WriteAllText(place[name], text);
    }
}
