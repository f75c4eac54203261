namespace Azure.Data.Tables;

internal static class ValueTaskExtensions
{
    /// <summary>The result of an operation that was run with <c>async: false</c> and so has ended already.</summary>
    public static T Now<T>(this ValueTask<T> operation) => operation.AsTask().GetAwaiter().GetResult();
}
