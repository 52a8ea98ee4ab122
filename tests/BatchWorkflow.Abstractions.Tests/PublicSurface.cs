using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace BatchWorkflow.Abstractions.Tests;

/// <summary>Writes what an assembly shows to others, one line a member, in a stable order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The text of an assembly's surface.</summary>
    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        string modifier = type switch
        {
            { IsClass: true, IsAbstract: true, IsSealed: true } => "static ",
            { IsClass: true, IsAbstract: true } => "abstract ",
            { IsClass: true, IsSealed: true } => "sealed ",
            _ => "",
        };
        IEnumerable<string> bases = new[] { type.BaseType }.OfType<Type>()
            .Where(b => b != typeof(object) && b != typeof(Enum) && b != typeof(ValueType))
            .Concat(type.GetInterfaces().Where(i => !i.IsGenericType && !type.IsEnum)).Select(Name);
        string after = string.Join(", ", bases);
        return $"{modifier}{kind} {type.FullName}{(after.Length == 0 ? "" : $" : {after}")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        return type.GetMembers(Declared).Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Select(Line).OfType<string>();
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo c when IsSeen(c) => $"{Level(c)}.ctor({Parameters(c)})",
        MethodInfo m when IsSeen(m) && !m.IsSpecialName => $"{Level(m)}{Modifier(m)}{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        PropertyInfo p when p.GetMethod is { } get && IsSeen(get) =>
            $"{Level(get)}{Modifier(get)}{Required(p)}{Name(p)} {p.Name} {{ {Accessors(p)} }}",
        FieldInfo { IsPublic: true, IsLiteral: true } f => $"const {Name(f.FieldType)} {f.Name} = {f.GetRawConstantValue()}",
        FieldInfo { IsPublic: true } f => $"{Name(f.FieldType)} {f.Name}",
        _ => null,
    };

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Level(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Required(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";

    private static string Modifier(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => "",
        { IsAbstract: true } => "abstract ",
        _ when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Accessors(PropertyInfo property) => property.SetMethod is not { } set || !IsSeen(set)
        ? "get;"
        : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "get; init;" : "get; set;";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{Name(p.ParameterType)}{Mark(new NullabilityInfoContext().Create(p))} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "default"}" : "")}"));

    private static string Name(PropertyInfo property) => Name(property.PropertyType) + Mark(new NullabilityInfoContext().Create(property));

    private static string Mark(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType ? "?" : "";

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Name(inner) + "?";
        if (!type.IsGenericType)
            return type.Namespace is "System" or "BatchWorkflow" ? type.Name : type.FullName ?? type.Name;
        string arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }
}
