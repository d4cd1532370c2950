using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Reports;
using Mintage.Runtime;

namespace Mintage.Tests.Reports;

public sealed class ResultsSchemaTests
{
    private const string Refresh = "MINTAGE_REFRESH_SCHEMA";

    [Fact]
    public void The_shipped_schema_is_the_one_of_the_records()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "schema", "results.schema.json");
        if (Environment.GetEnvironmentVariable(Refresh) == "1") WholeFile.WriteText(path, ResultsSchema.Json);
        var shipped = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(shipped == ResultsSchema.Json,
            $"docs/schema/results.schema.json differs from the records. Run '{Refresh}=1 dotnet test -c Release --project tests/Mintage.Tests "
            + $"-- --filter-class {typeof(ResultsSchemaTests).FullName}', look at the difference and commit it; "
            + "raise schema_version if a reader would have to change.");
    }

    [Fact]
    public void What_is_written_has_the_properties_that_the_schema_names()
    {
        var written = JsonNode.Parse(JsonSerializer.Serialize(SampleResults.Create(), Json.File))!;
        AssertProperties(written, JsonNode.Parse(ResultsSchema.Json)!);
    }

    private static void AssertProperties(JsonNode value, JsonNode schema)
    {
        if (value is JsonArray { Count: > 0 } list && schema["items"] is { } items) AssertProperties(list[0]!, items);
        if (value is not JsonObject written) return;
        var named = schema["properties"]!.AsObject();
        Assert.Equal(named.Select(p => p.Key).Order(), written.Select(p => p.Key).Order());
        foreach (var (name, child) in written)
        {
            if (child is JsonObject or JsonArray) AssertProperties(child, named[name]!);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mintage.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
