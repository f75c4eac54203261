using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reads a parameter marked with FromBody.</summary>
internal static class RequestBody
{
    public static async ValueTask<object?> ReadAsync(HttpContext http, string parameter, Type type)
    {
        JsonSerializerOptions options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, options, http.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new FunctionInputConverterException($"Parameter '{parameter}': the request's body is not the JSON of a {type.Name}. {e.Message}", e);
        }
    }
}
