using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    /// <summary>The HTTP exchange of this run; null if an HTTP request did not start it.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(HttpExchange.ItemKey, out object? value) ? value as HttpContext : null;
}
