using Compensation.Access.Pages;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.OpenIdConnect;

/// <summary>
/// Signing in with a provider of OpenID Connect. An app of functions has no pipeline that would call the framework's handler before them, so these functions call it.
/// </summary>
public sealed class ProviderSignIn(WaysIn ways, IAuthenticationHandlerProvider handlers)
{
    [Function(nameof(BeginProviderSignIn))]
    [ApiOperation("Leads to the provider where people sign in.", AnswerType = "", Status = 302, Query = [SignInAddress.To, Languages.Parameter])]
    public async Task<IResult> BeginProviderSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sign-in/provider")] HttpRequest request)
    {
        if (!ways.OpenIdConnect)
        {
            return Results.NotFound();
        }

        await request.HttpContext.ChallengeAsync(OpenIdConnectServices.Scheme, new AuthenticationProperties { RedirectUri = SignInAddress.Wanted(request) });
        return Results.Empty;
    }

    [Function(nameof(FinishProviderSignIn))]
    [ApiOperation("Where the provider leads people back to.", AnswerType = "text/html", FaultType = "text/html", Status = 302)]
    public async Task<IResult> FinishProviderSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sign-in/callback")] HttpRequest request)
    {
        if (!ways.OpenIdConnect)
        {
            return Results.NotFound();
        }

        // The handler has signed in and leads on, or has said why not, by the events of its options.
        return await handlers.GetHandlerAsync(request.HttpContext, OpenIdConnectServices.Scheme) is IAuthenticationRequestHandler handler && await handler.HandleRequestAsync()
            ? request.HttpContext.Response.StatusCode == StatusCodes.Status302Found ? Results.Empty : SignInPages.ProviderFailed(request)
            : SignInPages.ProviderFailed(request);
    }
}
