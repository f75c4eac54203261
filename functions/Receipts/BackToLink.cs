using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts;

/// <summary>After the form: look at the link again, by GET, so that a reload repeats nothing. The address is relative, whatever stands in front of us.</summary>
/// <param name="Address">The link's address as seen from the form's.</param>
internal sealed record BackToLink(string Address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = Address;
        PublicPage.Protect(response.Headers);
        return Task.CompletedTask;
    }
}
