using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads the service's <c>odata.error</c>.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public override bool TryParse(
        Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is null ? null : Parse(response.Content.ToMemory());
        return error is not null;
    }

    public static ResponseError? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("odata.error", out JsonElement error))
            {
                return null;
            }

            string? code = error.TryGetProperty("code", out JsonElement found) ? found.GetString() : null;
            string? message = error.TryGetProperty("message", out JsonElement text) && text.TryGetProperty("value", out JsonElement value)
                ? value.GetString()
                : null;
            return new ResponseError(code, message);
        }
        catch (JsonException)
        {
            // A proxy in between may answer with a page of its own.
            return null;
        }
    }
}
