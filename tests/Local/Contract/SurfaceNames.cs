using System.Reflection;
using System.Text;

namespace Compensation.Tests.Local.Contract;

/// <summary>Documentation-comment ids, as the lists of the official packages use them.</summary>
internal static class SurfaceNames
{
    /// <summary>A type where it is declared: <c>Ns.Outer.Inner`1</c>.</summary>
    public static string Declared(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>A type where it is used: <c>Ns.Generic{System.String}</c>, <c>`0</c>, <c>System.Byte[]</c>.</summary>
    public static string Used(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        if (type.HasElementType)
        {
            string suffix = type.IsArray ? Rank(type) : type.IsByRef ? "@" : "*";
            return Used(type.GetElementType()!) + suffix;
        }

        return type.IsGenericType ? Constructed(type) : Declared(type);
    }

    public static string Member(MemberInfo member) => member switch
    {
        MethodBase method => $"M:{Declared(method.DeclaringType!)}.{MethodName(method)}{Parameters(method.GetParameters())}{Conversion(method)}",
        PropertyInfo property => $"P:{Declared(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        FieldInfo => $"F:{Declared(member.DeclaringType!)}.{member.Name}",
        EventInfo => $"E:{Declared(member.DeclaringType!)}.{member.Name}",
        Type type => $"T:{Declared(type)}",
        _ => throw new ArgumentException($"No id for {member}.", nameof(member)),
    };

    private static string MethodName(MethodBase method)
        => method.IsConstructor ? "#ctor" : method.IsGenericMethod ? $"{method.Name}``{method.GetGenericArguments().Length}" : method.Name;

    private static string Parameters(ParameterInfo[] parameters)
        => parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Used(parameter.ParameterType)))})";

    private static string Conversion(MethodBase method)
        => method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion ? "~" + Used(conversion.ReturnType) : "";

    private static string Rank(Type array)
        => array.GetArrayRank() == 1 ? "[]" : $"[{string.Join(',', Enumerable.Repeat("0:", array.GetArrayRank()))}]";

    // A nested type has the arguments of the types around it before its own.
    private static string Constructed(Type type)
    {
        Type[] arguments = type.GetGenericArguments();
        StringBuilder name = new();
        int used = 0;
        foreach (string part in Declared(type.GetGenericTypeDefinition()).Split('.'))
        {
            int tick = part.IndexOf('`', StringComparison.Ordinal);
            name.Append(name.Length > 0 ? "." : "").Append(tick < 0 ? part : part[..tick]);
            if (tick >= 0)
            {
                int arity = int.Parse(part[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture);
                name.Append('{').AppendJoin(',', arguments.Skip(used).Take(arity).Select(Used)).Append('}');
                used += arity;
            }
        }

        return name.ToString();
    }
}
