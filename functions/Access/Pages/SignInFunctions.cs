using System.Globalization;
using Compensation.Access.LocalAccounts;
using Compensation.Access.Platform;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Access.Pages;

/// <summary>The page where people sign in, and its form.</summary>
public sealed class SignInFunctions(WaysIn ways, LocalSignIn local, Sessions sessions, FormTokens tokens, IOptions<PlatformOptions> platform, WallClock clock)
{
    [Function(nameof(ShowSignIn))]
    [ApiOperation("The page where people sign in.", AnswerType = "text/html", FaultType = "text/html", Query = [SignInAddress.To, Languages.Parameter])]
    public IResult ShowSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sign-in")] HttpRequest request) =>
        ways.Any ? Ask(request) : Results.NotFound();

    [Function(nameof(SignIn))]
    [ApiOperation("Signs in with an account of the app's own.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [SignInAddress.To, Languages.Parameter])]
    public async Task<IResult> SignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!ways.Local)
        {
            return Results.NotFound();
        }

        if (await PostedForm.ReadAsync(request, cancellationToken) is not { } form || !await tokens.HoldsAsync(request.HttpContext))
        {
            return SignInPages.FormTooOld(request);
        }

        Language language = Languages.Of(request);
        string name = form[SignInPages.Name];
        switch (await local.TryAsync(name, form[SignInPages.Password], form[SignInPages.Code], cancellationToken))
        {
            case SignInOutcome.In { Account: var account }:
                await sessions.BeginAsync(request.HttpContext, account);
                return new SeeOther(language.At(SignInAddress.Wanted(request)));
            case SignInOutcome.Later { At: var at }:
                TimeSpan wait = at - clock.Now;
                request.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Ask(request, name, [SignInPages.Later(language, wait)], StatusCodes.Status429TooManyRequests);
            default:
                return Ask(request, name, [SignInPages.Wrong(language)], StatusCodes.Status422UnprocessableEntity);
        }
    }

    private Page Ask(HttpRequest request, string? name = null, IReadOnlyList<FieldError>? errors = null, int status = StatusCodes.Status200OK) =>
        SignInPages.SignIn(request, ways, platform.Value.SignInPath, tokens.FieldFor(request.HttpContext), name, errors, status);
}
