using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>Reads requests and writes answers as JSON: camel case, enums by name, nothing unknown let through.</summary>
public static class JsonBody
{
    /// <summary>How operators' requests and answers are written.</summary>
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The largest body of an operator's request, in bytes.</summary>
    private const int SizeMax = 1 << 20;

    /// <returns>The body, or what is wrong with it as an answer with status 400. The answer names fields, never their values.</returns>
    public static async Task<(T? Body, IResult? Fault)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentLength > SizeMax)
        {
            return (null, Fault($"The body has {request.ContentLength} bytes; expected at most {SizeMax}."));
        }

        try
        {
            T? body = await JsonSerializer.DeserializeAsync<T>(request.Body, Format, cancellationToken);
            return body is null ? (null, Fault("The body is null; expected a JSON object.")) : (body, null);
        }
        catch (JsonException wrong)
        {
            string where = wrong.Path is { Length: > 0 } path ? $"{path}, " : string.Empty;
            return (null, Fault($"The body is not as expected at {where}line {wrong.LineNumber + 1}, position {wrong.BytePositionInLine + 1}."));
        }
    }

    public static IResult Fault(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Answer<T>(T body, int status = StatusCodes.Status200OK) => Results.Json(body, Format, statusCode: status);
}
