using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>An error of the table service.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The service's code.</param>
/// <param name="Message">For people.</param>
internal sealed record ServiceError(int Status, string Code, string Message)
{
    public static ServiceError TableAlreadyExists { get; } = new(409, "TableAlreadyExists", "The table specified already exists.");

    public static ServiceError TableNotFound { get; } = new(404, "TableNotFound", "The table specified does not exist.");

    public static ServiceError ResourceNotFound { get; } = new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static ServiceError EntityAlreadyExists { get; } = new(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static ServiceError UpdateConditionNotSatisfied { get; }
        = new(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");

    public static ServiceError EntityTooLarge { get; }
        = new(400, "EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");

    public static ServiceError TooManyProperties { get; }
        = new(400, "TooManyProperties", "The entity contains more properties than allowed.");

    public static ServiceError BodyTooLarge { get; }
        = new(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");

    public static ServiceError Invalid(string message) => new(400, "InvalidInput", message);

    public static ServiceError NotImplemented(string message) => new(501, "NotImplemented", message);

    public byte[] ToJson(int? index = null)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("odata.error");
            writer.WriteString("code", Code);
            writer.WriteStartObject("message");
            writer.WriteString("lang", "en-US");
            writer.WriteString("value", index is { } at ? $"{at}:{Message}" : Message);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}

/// <summary>A request that the service refuses before it looks at any row.</summary>
internal sealed class ServiceErrorException(ServiceError error) : Exception(error.Message)
{
    public ServiceError Error { get; } = error;
}
