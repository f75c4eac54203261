using Compensation.Access.LocalAccounts;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.Pages;

/// <summary>
/// The first sign-in of a local account, and the one after a lost phone: with the code that an administrator has handed over, one chooses a password and takes the account
/// into an authenticator app. Nobody else ever knows either.
/// </summary>
public sealed class FirstSignIn(WaysIn ways, Invitations invitations, Sessions sessions, FormTokens tokens)
{
    [Function(nameof(ShowFirstSignIn))]
    [ApiOperation("The page of a first sign-in.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public IResult ShowFirstSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sign-in/first")] HttpRequest request) =>
        ways.Local ? FirstSignInPages.AskForCode(request, Token(request)) : Results.NotFound();

    [Function(nameof(BeginFirstSignIn))]
    [ApiOperation("Shows the code of a first sign-in, and asks for a password.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public async Task<IResult> BeginFirstSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in/first")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await OursAsync(request, cancellationToken) is not { } form)
        {
            return SignInPages.FormTooOld(request);
        }

        string name = form[SignInPages.Name];
        return await invitations.OpenAsync(name, form[FirstSignInPages.FirstCode], cancellationToken) is { } opened
            ? FirstSignInPages.AskForPassword(request, Token(request), invitations.Write(opened), opened)
            : FirstSignInPages.AskForCode(request, Token(request), name, [FirstSignInPages.WrongCode(Languages.Of(request))]);
    }

    [Function(nameof(FinishFirstSignIn))]
    [ApiOperation("Takes the password and the first number of the authenticator app, and signs in.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public async Task<IResult> FinishFirstSignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-in/first/finish")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await OursAsync(request, cancellationToken) is not { } form || invitations.Read(form[FirstSignInPages.Invitation]) is not { } opened)
        {
            return SignInPages.FormTooOld(request);
        }

        Language language = Languages.Of(request);
        List<FieldError> errors = FirstSignInPages.CheckPassword(form[SignInPages.Password], opened.SignInName, language);
        if (errors.Count == 0 && await invitations.AcceptAsync(opened, form[SignInPages.Password], form[SignInPages.Code], cancellationToken) is { } account)
        {
            await sessions.BeginAsync(request.HttpContext, account);
            return new SeeOther(SignInAddress.Home(language));
        }

        return FirstSignInPages.AskForPassword(request, Token(request), invitations.Write(opened), opened, errors.Count > 0 ? errors : [FirstSignInPages.WrongNumber(language)]);
    }

    private Compensation.Common.Html Token(HttpRequest request) => tokens.FieldFor(request.HttpContext);

    private async Task<PostedForm?> OursAsync(HttpRequest request, CancellationToken cancellationToken) =>
        ways.Local && await PostedForm.ReadAsync(request, cancellationToken) is { } form && await tokens.HoldsAsync(request.HttpContext) ? form : null;
}
