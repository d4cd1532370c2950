namespace Mintage.Tests.Data;

/// <summary>A folder for one test's files.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public string this[string file] => Path.Combine(path, file);

    public void Dispose() => Directory.Delete(path, recursive: true);

    public override string ToString() => path;
}
