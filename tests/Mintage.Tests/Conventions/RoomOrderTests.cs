using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Mintage.Runtime;

namespace Mintage.Tests.Conventions;

/// <summary>A room (folder, namespace) uses rooms above it, never below: read from the compiled code, bodies of methods too.</summary>
public sealed class RoomOrderTests
{
    private static readonly Architecture Library = new ArchLoader().LoadAssembly(typeof(SeedTree).Assembly).Build();

    private static readonly string[] Order =
    [
        "Runtime", "Statistics", "Data", "Splitting", "Results", "Foreign", "Networks", "Augmentation", "Classification", "Metrics", "Gans",
        "Synthesis", "Export", "Scoring", "Reports", "Execution", "Studies",
    ];

    [Fact]
    public void No_room_uses_one_below_it() =>
        Assert.Empty(Uses((room, used) => Array.IndexOf(Order, Room(used)) > Array.IndexOf(Order, room)));

    [Fact]
    public void Every_room_is_in_the_order() =>
        Assert.All(Library.Types.Select(Room).OfType<string>(), room => Assert.Contains(room, Order));

    [Theory]
    [InlineData("Statistics")]
    [InlineData("Results")]
    [InlineData("Reports")]
    [InlineData("Data")]
    [InlineData("Splitting")]
    public void A_room_that_knows_no_tensor_uses_none(string tensorless) =>
        Assert.Empty(Uses((room, used) => room == tensorless && used.FullName.Split('.')[0] == "TorchSharp"));

    private static string? Room(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Mintage", var room, ..] ? room : null;

    private static IEnumerable<string> Uses(Func<string, IType, bool> areWrong) => (
        from type in Library.Types
        let room = Room(type)
        where room is not null
        from use in type.Dependencies
        where areWrong(room, use.Target)
        select $"{type.FullName} uses {use.Target.FullName}").Distinct();
}
