
namespace Compensation.Local.Tables;

/// <summary>Responses as the service gives them.</summary>
internal static class Answers
{
    public static MemoryResponse NoContent() => new(204, "No Content", default);

    public static MemoryResponse Json(byte[] json)
        => new MemoryResponse(200, "OK", json).With("Content-Type", WireNames.MinimalMetadata);

    public static MemoryResponse Error(ServiceError error)
        => new MemoryResponse(error.Status, Reason(error.Status), error.ToJson())
            .With("Content-Type", WireNames.MinimalMetadata)
            .With("x-ms-error-code", error.Code);

    public static string Reason(int status) => status switch
    {
        204 => "No Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        507 => "Insufficient Storage",
        _ => "Error",
    };
}
