using System.ComponentModel;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes parameters' values from route segments and query values.</summary>
internal static class TextConversion
{
    /// <summary>How to read the type from text; null if it cannot be.</summary>
    public static Func<string, object?>? To(Type type)
    {
        if (type == typeof(string) || type == typeof(object))
            return text => text;

        TypeConverter converter = TypeDescriptor.GetConverter(type);
        return converter.CanConvertFrom(typeof(string)) ? converter.ConvertFromInvariantString : null;
    }
}
