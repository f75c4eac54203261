using Compensation.Access.OpenIdConnect;
using Compensation.Access.Platform;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Access.Pages;

/// <summary>Who one is here, and the way out.</summary>
public sealed class OwnAccount(WaysIn ways, Sessions sessions, FormTokens tokens, IOptions<PlatformOptions> platform)
{
    [Function(nameof(ShowOwnAccount))]
    [ApiOperation("The page that says as whom somebody is signed in.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public IResult ShowOwnAccount([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "account")] HttpRequest request)
    {
        Language language = Languages.Of(request);
        Person person = Caller.Of(request.HttpContext).Person!;
        string roles = person.Roles == Roles.None ? language.Say("まだ役割がありません", "No role yet") : string.Join(language.Say("、", ", "), RoleNames.All.Where(role => person.IsAny(role)).Select(role => Called(role, language)));
        string title = language.Say("サインインしています", "You are signed in");
        return OperatorPage.Of(request, StatusCodes.Status200OK, title, Html.Of($"""
            <h1>{title}</h1>
            {new SummaryList(language, [new SummaryRow(language.Say("名前", "Name"), person.Name), new SummaryRow(language.Say("役割", "Roles"), roles)])}
            <p class="way"><a href="{SignInAddress.Home(language)}">{language.Say("業務画面", "The console")}</a></p>
            {(person.IsAny(Roles.Administrator) ? Html.Of($"<p class=\"way\"><a href=\"{language.At(AccountPages.Path)}\">{language.Say("アカウントの管理", "Administer accounts")}</a></p>") : Html.Empty)}
            {new Form(tokens.FieldFor(request.HttpContext), Html.Empty, language.Say("サインアウト", "Sign out")) { Action = language.At("/sign-out"), IsQuiet = true }}
            """));
    }

    [Function(nameof(SignOut))]
    [ApiOperation("Ends every session of whoever is signed in.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public async Task<IResult> SignOut([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sign-out")] HttpRequest request, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(request.HttpContext, Caller.Of(request.HttpContext).Person!.Id, cancellationToken);
        string? elsewhere = platform.Value.InFront ? platform.Value.SignOutPath : ways.OpenIdConnect ? ProviderSignOut.Path : null;
        return elsewhere is null ? new SeeOther(SignInAddress.Of(null, Languages.Of(request))) : SignInPages.SignedOutHere(request, elsewhere);
    }

    public static string Called(Roles role, Language language) => role switch
    {
        Roles.Viewer => language.Say("閲覧", "Viewer"),
        Roles.Operator => language.Say("窓口", "Operator"),
        Roles.Supervisor => language.Say("統括", "Supervisor"),
        Roles.Finance => language.Say("経理", "Finance"),
        Roles.Administrator => language.Say("管理者", "Administrator"),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Expected one role."),
    };
}
