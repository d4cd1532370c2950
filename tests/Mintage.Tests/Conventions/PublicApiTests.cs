using System.Reflection;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Tests.Conventions;

/// <summary>Every public type and member of the library, one a line; a change of them is a decision and shows in a diff.</summary>
public sealed class PublicApiTests
{
    private const string Path = "tests/Mintage.Tests/Conventions/PublicApi.txt", Refresh = "MINTAGE_REFRESH_API";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_API_is_the_approved_one() => Repository.AssertIs(Path, PublicApi(), GetType(), Refresh);

    private static string PublicApi()
    {
        var text = new StringBuilder();
        foreach (var type in typeof(SeedTree).Assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static string Head(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        if (IsRecord(type)) kind += " record";
        IEnumerable<string> bases = type.GetInterfaces().Where(i => i.IsPublic).Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)) bases = bases.Prepend(Name(parent));
        var list = string.Join(", ", type.IsEnum ? [] : bases);
        return $"{kind} {type.Namespace}.{Name(type)}{(list.Length == 0 ? "" : $" : {list}")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => $"{f.Name} = {f.GetRawConstantValue()}");
        var generated = IsRecord(type) ? new[] { "PrintMembers", "get_EqualityContract", "<Clone>$", "Equals", "GetHashCode", "ToString", "Deconstruct" } : [];
        var fields = type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily)
            .Select(f => f.IsLiteral ? $"const {Name(f.FieldType)} {f.Name} = {f.GetRawConstantValue()}" : $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}");
        var constructors = type.GetConstructors(Declared).Where(c => IsVisible(c) && !IsCopy(c)).Select(c => $"new({Parameters(c)})");
        var properties = type.GetProperties(Declared).Where(p => p.Name != "EqualityContract").Select(Property).OfType<string>();
        var methods = type.GetMethods(Declared).Where(m => IsVisible(m) && !m.IsSpecialName && !generated.Contains(m.Name))
            .Select(m => $"{(m.IsStatic ? "static " : "")}{Name(m.ReturnType)} {m.Name}{Arguments(m)}({Parameters(m)})");
        return [.. fields, .. constructors, .. properties, .. methods];
    }

    private static string? Property(PropertyInfo property)
    {
        var (get, set) = (property.GetMethod is { } g && IsVisible(g), property.SetMethod is { } s && IsVisible(s));
        if (!get && !set) return null;
        var setter = !set ? "" : property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)) ? " init;" : " set;";
        var words = $"{((property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "")}{(property.CustomAttributes.Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.RequiredMemberAttribute") ? "required " : "")}";
        return $"{words}{Name(property.PropertyType)} {property.Name} {{{(get ? " get;" : "")}{setter} }}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "default"}" : "")}"));

    private static string Arguments(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        var name = type.IsNested && !type.IsGenericParameter ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsCopy(ConstructorInfo constructor) => IsRecord(constructor.DeclaringType!) && constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType;

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;
}
