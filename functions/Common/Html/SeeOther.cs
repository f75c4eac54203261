using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Pages;

/// <summary>After a form: look at a page by GET, so that a reload repeats nothing.</summary>
/// <param name="Address">Where to, seen from the form's own address or from the root, whatever stands in front of us; never from outside's words.</param>
public sealed record SeeOther(string Address) : IResult, IStatusCodeHttpResult
{
    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status303SeeOther;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = Address;
        Page.Protect(response.Headers);
        return Task.CompletedTask;
    }
}
