using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>An answer in the one JSON format.</summary>
internal sealed record JsonAnswer<T>(T Body, int Status, string? Location) : IResult, IStatusCodeHttpResult
{
    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        return JsonSerializer.SerializeAsync(response.Body, Body, JsonBody.Format, httpContext.RequestAborted);
    }
}
