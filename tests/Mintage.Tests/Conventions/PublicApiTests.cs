using Mintage.Runtime;
using PublicApiGenerator;

namespace Mintage.Tests.Conventions;

/// <summary>The public API as declarations without bodies; a change of it is a decision and shows in a diff.</summary>
public sealed class PublicApiTests
{
    private const string Path = "tests/Mintage.Tests/Conventions/PublicApi.txt", Refresh = "MINTAGE_REFRESH_API";

    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Fact]
    public void The_public_API_is_the_approved_one() => Repository.AssertIs(
        Path, typeof(SeedTree).Assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n", GetType(), Refresh);
}
