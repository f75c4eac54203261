namespace Compensation.Emulators.Communication.Protocol;

/// <summary>Errors in the service's form: <c>{ error { code, message } }</c>, and the code once more as a header.</summary>
internal static class ServiceErrors
{
    public static IResult Of(HttpContext http, int status, string code, string message)
    {
        http.Response.Headers["x-ms-error-code"] = code;
        return Results.Json(new { error = new { code, message } }, statusCode: status);
    }

    public static IResult Failure(HttpContext http, int status, int? retryAfter)
    {
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return status == 429
            ? Of(http, status, "TooManyRequests", "The number of messages is over the limit.")
            : Of(http, status, status == 503 ? "ServiceUnavailable" : "InternalServerError", "The service failed.");
    }
}
