using Compensation.Access.Pages;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Doors;

/// <summary>How the app says no: to programs in JSON, to people by a page, or by the way to sign in.</summary>
public sealed class Refusals(WaysIn waysIn)
{
    public IResult Unknown(HttpRequest request, HttpFunction function) =>
        function.IsPage && waysIn.Any && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) ? new SeeOther(SignInAddress.For(request))
        : function.IsPage && waysIn.Any ? SignInPages.SessionEnded(request)
        : Results.Problem("Sign in, or show a function key in the header x-functions-key.", statusCode: StatusCodes.Status401Unauthorized);

    public IResult Forbidden(HttpRequest request, HttpFunction function) => function.IsPage
        ? SignInPages.Forbidden(request)
        : Results.Problem("Your roles do not open this door.", statusCode: StatusCodes.Status403Forbidden);

    public IResult FromElsewhere(HttpRequest request, HttpFunction function) => function.IsPage
        ? SignInPages.FormTooOld(request)
        : Results.Problem("A request of a session must come from a page of this app (Sec-Fetch-Site or Origin).", statusCode: StatusCodes.Status403Forbidden);
}
