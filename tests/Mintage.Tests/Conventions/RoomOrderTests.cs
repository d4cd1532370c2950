using System.Reflection;
using Mintage.Runtime;

namespace Mintage.Tests.Conventions;

/// <summary>A room (folder, namespace) uses rooms above it, never below: read from the compiled code, bodies of methods too.</summary>
public sealed class RoomOrderTests
{
    private static readonly string[] Order =
    [
        "Runtime", "Statistics", "Data", "Splitting", "Results", "Networks", "Augmentation", "Classification", "Metrics", "Gans",
        "Synthesis", "Export", "Scoring", "Reports", "Execution", "Studies",
    ];

    [Fact]
    public void No_room_uses_one_below_it()
    {
        var wrong = (
            from type in typeof(SeedTree).Assembly.GetTypes()
            let room = Room(type)
            where room is not null
            from used in UsedTypes(type)
            let usedRoom = Room(used)
            where usedRoom is not null && Array.IndexOf(Order, usedRoom) > Array.IndexOf(Order, room)
            select $"{type.FullName} uses {used.FullName}").Distinct().ToList();
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_room_is_in_the_order()
    {
        var rooms = typeof(SeedTree).Assembly.GetTypes().Select(Room).OfType<string>().Distinct();
        Assert.All(rooms, room => Assert.Contains(room, Order));
    }

    [Theory]
    [InlineData("Statistics")]
    [InlineData("Results")]
    [InlineData("Reports")]
    [InlineData("Data")]
    [InlineData("Splitting")]
    public void A_room_that_knows_no_tensor_uses_none(string room) => Assert.Empty(
        from type in typeof(SeedTree).Assembly.GetTypes()
        where Room(type) == room
        from used in UsedTypes(type)
        where used.Assembly == typeof(TorchSharp.torch).Assembly
        select $"{type.FullName} uses {used.FullName}");

    private static string? Room(Type type) =>
        type.Namespace is { } name && name.StartsWith("Mintage.", StringComparison.Ordinal) ? name.Split('.')[1] : null;

    private static IEnumerable<Type> UsedTypes(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetFields(All).Select(f => f.FieldType).Concat(type.GetInterfaces()).Append(type.BaseType ?? typeof(object));
        var methods = type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));
        return members.Concat(methods.SelectMany(OfMethod)).SelectMany(Flatten).Distinct();
    }

    private static IEnumerable<Type> OfMethod(MethodBase method)
    {
        var types = method.GetParameters().Select(p => p.ParameterType).ToList();
        if (method is MethodInfo info) types.Add(info.ReturnType);
        if (method.GetMethodBody() is not { } body) return types;
        types.AddRange(body.LocalVariables.Select(v => v.LocalType));
        return types.Concat(Tokens(method, body.GetILAsByteArray()!));
    }

    /// <summary>Types whose members the code calls, makes or reads. Every offset is tried, which finds all of them.</summary>
    private static IEnumerable<Type> Tokens(MethodBase method, byte[] code)
    {
        const int Call = 0x28, CallVirtual = 0x6F, NewObject = 0x73, LoadField = 0x7B, LoadStaticField = 0x7E;
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] is not (Call or CallVirtual or NewObject or LoadField or LoadStaticField)) continue;
            MemberInfo? member = null;
            try
            {
                member = method.Module.ResolveMember(BitConverter.ToInt32(code, i + 1), typeArguments, methodArguments);
            }
            catch (Exception e) when (e is ArgumentException or BadImageFormatException or TypeLoadException)
            {
                // chance bytes, not a token
            }
            if (member?.DeclaringType is { } declaring) yield return declaring;
        }
    }

    private static IEnumerable<Type> Flatten(Type type)
    {
        yield return type;
        if (type.HasElementType)
        {
            foreach (var t in Flatten(type.GetElementType()!)) yield return t;
        }
        if (type.IsGenericType)
        {
            foreach (var t in type.GetGenericArguments().SelectMany(Flatten)) yield return t;
        }
    }
}
