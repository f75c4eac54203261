using System.Globalization;

namespace Compensation.Tests.Local.Contract;

/// <summary>Default values and constants as the lists write them.</summary>
internal static class SurfaceValues
{
    public static string Format(object? value, Type type) => value switch
    {
        null when type.IsGenericParameter || (type.IsValueType && Nullable.GetUnderlyingType(type) is null) => "default",
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        Enum number => Convert.ToInt64(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
