using System.Reflection;
using System.Runtime.CompilerServices;

namespace Compensation.Tests.Local.Contract;

/// <summary>Prints an assembly's public surface in the format that the head of each list describes.</summary>
internal static class SurfacePrinter
{
    private const BindingFlags Declared
        = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Print(Assembly assembly) => assembly.GetTypes().Where(IsVisible).SelectMany(Print);

    private static IEnumerable<string> Print(Type type)
    {
        yield return TypeLine(type);
        bool isDelegate = type.BaseType == typeof(MulticastDelegate);
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            string? line = member.Name.Contains('<', StringComparison.Ordinal) || (isDelegate && member.Name != "Invoke") ? null : MemberLine(member);
            if (line is not null)
            {
                yield return line;
            }
        }
    }

    private static string? MemberLine(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor)
            => $"{SurfaceNames.Member(constructor)}{Markers(Protected(constructor), Obsolete(constructor))}{Parameters(constructor.GetParameters())}",
        MethodInfo method when IsVisible(method) && !IsAccessor(method) => MethodLine(method),
        PropertyInfo property when Widest(property) is { } accessor && IsVisible(accessor) => PropertyLine(property, accessor),
        FieldInfo field when (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName => FieldLine(field),
        EventInfo { AddMethod: { } add } happening when IsVisible(add)
            => $"{SurfaceNames.Member(happening)} : {SurfaceNames.Used(happening.EventHandlerType!)}{Markers([.. Slot(add), Obsolete(happening)])}",
        _ => null,
    };

    private static string TypeLine(Type type)
    {
        string kind = type.BaseType == typeof(MulticastDelegate) ? "delegate"
            : type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : "class";
        string? shape = kind != "class" ? null : type is { IsAbstract: true, IsSealed: true } ? "static" : type.IsAbstract ? "abstract" : type.IsSealed ? "sealed" : null;
        string? flags = type.IsEnum && type.IsDefined(typeof(FlagsAttribute), inherit: false) ? "flags" : null;
        string? nested = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : null;
        return $"{SurfaceNames.Member(type)} : {Bases(type, kind)}{Markers(kind, shape, flags, nested, Obsolete(type))}{Constraints(type.GetGenericArguments())}";
    }

    private static string Bases(Type type, string kind)
    {
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<string> interfaces = kind is "enum" or "delegate"
            ? []
            : type.GetInterfaces().Except(inherited).Where(IsVisible).Select(SurfaceNames.Used).Order(StringComparer.Ordinal);
        string[] bases = [.. type.BaseType is { } above ? (string[])[SurfaceNames.Used(above)] : [], .. interfaces];
        return bases.Length == 0 ? "-" : string.Join(", ", bases);
    }

    private static string MethodLine(MethodInfo method)
    {
        string? extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "extension" : null;
        return $"{SurfaceNames.Member(method)} : {SurfaceNames.Used(method.ReturnType)}{Markers([.. Slot(method), extension, Obsolete(method)])}"
            + Constraints(method.GetGenericArguments()) + Parameters(method.GetParameters());
    }

    private static string PropertyLine(PropertyInfo property, MethodInfo widest)
    {
        string? required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required" : null;
        ParameterInfo[] index = property.GetIndexParameters();
        string names = index.Length == 0 ? "" : $" {{{string.Join("; ", index.Select(parameter => parameter.Name))}}}";
        return $"{SurfaceNames.Member(property)} : {SurfaceNames.Used(property.PropertyType)}"
            + Markers([.. Slot(widest), Accessor(property.GetMethod, widest, "get"), Accessor(property.SetMethod, widest, SetWord(property)), required, Obsolete(property)])
            + names;
    }

    private static string FieldLine(FieldInfo field)
    {
        string?[] markers =
        [
            field.IsPublic ? null : "protected",
            field.IsLiteral ? "const" : null,
            field is { IsStatic: true, IsLiteral: false } ? "static" : null,
            field.IsInitOnly ? "readonly" : null,
            field.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required" : null,
            Obsolete(field),
        ];
        string value = field.IsLiteral ? $" {{value={SurfaceValues.Format(field.GetRawConstantValue(), field.FieldType)}}}" : "";
        return $"{SurfaceNames.Member(field)} : {SurfaceNames.Used(field.FieldType)}{Markers(markers)}{value}";
    }

    private static string Parameters(ParameterInfo[] parameters)
        => parameters.Length == 0 ? "" : $" {{{string.Join("; ", parameters.Select(Parameter))}}}";

    private static string Parameter(ParameterInfo parameter)
    {
        bool isParams = parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) || parameter.IsDefined(typeof(ParamCollectionAttribute), inherit: false);
        string prefix = isParams ? "params "
            : !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : "ref ";
        string value = parameter.IsOptional ? "=" + SurfaceValues.Format(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return prefix + parameter.Name + value;
    }

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Where(type => type.IsGenericParameter).Select(parameter =>
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? (string[])["class"] : [],
            .. isStruct ? (string[])["struct"] : [],
            .. parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(SurfaceNames.Used).Order(StringComparer.Ordinal),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? (string[])["new()"] : [],
        ];
        return constraints.Length == 0 ? "" : $" [where {SurfaceNames.Used(parameter)}: {string.Join(", ", constraints)}]";
    }));

    private static string?[] Slot(MethodInfo method)
    {
        bool newSlot = method.Attributes.HasFlag(MethodAttributes.NewSlot);
        return
        [
            Protected(method),
            method.IsStatic ? "static" : null,
            method.IsAbstract ? "abstract" : null,
            method is { IsVirtual: true, IsFinal: true } && !newSlot ? "sealed" : null,
            method is { IsVirtual: true, IsAbstract: false, IsFinal: false } && newSlot ? "virtual" : null,
            method.IsVirtual && !newSlot && !method.IsStatic ? "override" : null,
        ];
    }

    private static string Markers(params string?[] markers) => string.Concat(markers.Where(marker => marker is not null).Select(marker => $" [{marker}]"));

    private static string? Protected(MethodBase method) => method.IsPublic ? null : "protected";

    private static string? Accessor(MethodInfo? accessor, MethodInfo widest, string word)
        => accessor is null || !IsVisible(accessor) ? null : widest.IsPublic && !accessor.IsPublic ? $"protected {word}" : word;

    private static string SetWord(PropertyInfo property)
        => property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true ? "init" : "set";

    private static MethodInfo? Widest(PropertyInfo property)
        => new[] { property.GetMethod, property.SetMethod }.Where(accessor => accessor is not null).OrderByDescending(accessor => accessor!.IsPublic)
            .ThenByDescending(accessor => IsVisible(accessor!)).FirstOrDefault();

    private static string? Obsolete(MemberInfo member)
        => member.IsDefined(typeof(ObsoleteAttribute), inherit: false) && !member.IsDefined(typeof(CompilerFeatureRequiredAttribute), inherit: false) ? "obsolete" : null;

    private static bool IsAccessor(MethodInfo method)
        => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(Type type)
    {
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition.IsNested
            ? (definition.IsNestedPublic || definition.IsNestedFamily || definition.IsNestedFamORAssem) && IsVisible(definition.DeclaringType!)
            : definition.IsPublic;
    }
}
