namespace Microsoft.DurableTask;

internal static class Inputs
{
    /// <summary>An absent input reads as the type's default value.</summary>
    public static T As<T>(object? value) => value switch
    {
        null => default!,
        T typed => typed,
        _ => throw new ArgumentException($"An input of type {typeof(T)} was expected, but one of type {value.GetType()} was given.", nameof(value)),
    };
}
