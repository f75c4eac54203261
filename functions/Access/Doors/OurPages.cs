using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Access.Doors;

/// <summary>
/// Tells a request that a page of ours has sent from one that a page of somebody else's has a browser send along with a session. Forms show their token. What is no form says by
/// <c>Sec-Fetch-Site</c>, or in older browsers by <c>Origin</c>, where it comes from: no page can write these itself.
/// </summary>
public sealed class OurPages(FormTokens tokens, IOptions<AccessOptions> options)
{
    private const string Site = "Sec-Fetch-Site";

    public async Task<bool> SentAsync(HttpContext http, HttpFunction function, CancellationToken cancellationToken)
    {
        HttpRequest request = http.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return true;
        }

        return function.IsPage
            ? await PostedForm.ReadAsync(request, cancellationToken) is not null && await tokens.HoldsAsync(http)
            : request.Headers[Site].ToString() is { Length: > 0 } site ? site == "same-origin" : IsOurs(request.Headers.Origin.ToString());
    }

    private bool IsOurs(string origin) =>
        options.Value.PublicBaseUrl is { } ours && string.Equals(origin, ours.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
