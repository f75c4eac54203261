using System.Reflection;

namespace Compensation.Tests;

/// <summary>For tests of stored shapes: whoever adds a property adds it there too.</summary>
internal static class EveryProperty
{
    /// <summary>Fails where a property that can be set has the value that it has by itself.</summary>
    /// <param name="filled">The one of which all are to be set.</param>
    /// <param name="bare">One of which as few as possible are.</param>
    /// <param name="but">Properties that are not stored, or that say which one it is.</param>
    public static void IsSet<T>(T filled, T bare, params string[] but)
        where T : notnull => Assert.DoesNotContain(
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && !but.Contains(property.Name, StringComparer.Ordinal)),
        property => Equals(property.GetValue(filled), property.GetValue(bare)));
}
