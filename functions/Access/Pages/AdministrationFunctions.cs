using Compensation.Access.Accounts;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.Pages;

/// <summary>The pages on which administrators make accounts, say who may do what, shut people out, and declare which accounts are one person's.</summary>
public sealed class AdministrationFunctions(WaysIn ways, AccountStore accounts, PersonLinks links, AdministerAccounts administer, FormTokens tokens)
{
    private const string Route = "administration/accounts";

    [Function(nameof(ShowAccounts))]
    [ApiOperation("The page that lists who can sign in.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public async Task<IResult> ShowAccounts([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, CancellationToken cancellationToken) =>
        AccountPages.List(request, [.. (await accounts.ReadAllAsync(cancellationToken)).OrderBy(account => account.CreatedAt)], ways.Local);

    [Function(nameof(AskForAccount))]
    [ApiOperation("The page on which an account is added.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public IResult AskForAccount([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "administration/new-account")] HttpRequest request) =>
        AskAnew(request, form: null, []);

    [Function(nameof(AddAccount))]
    [ApiOperation("Adds an account, and shows the code of its owner's first sign-in.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public async Task<IResult> AddAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "administration/new-account")] HttpRequest request, CancellationToken cancellationToken)
    {
        PostedForm form = (await PostedForm.ReadAsync(request, cancellationToken))!;
        Language language = Languages.Of(request);
        List<FieldError> errors = [];
        foreach ((string field, string fault) in ((string, string)[])
        [
            (AccountPages.SignInName, language.Say("ユーザー名を64文字以内で入力してください。", "Enter a user name of at most 64 characters.")),
            (AccountPages.Name, language.Say("名前を64文字以内で入力してください。", "Enter a name of at most 64 characters.")),
        ])
        {
            if (!Operators.IsLine(form[field], AdministerAccounts.NameLengthMax))
            {
                errors.Add(new FieldError(field, fault));
            }
        }

        if (errors.Count > 0)
        {
            return AskAnew(request, form, errors);
        }

        ActNote.Of(request.HttpContext).Reason = form[AccountPages.Reason];
        AccountActed acted = await administer.CreateAsync(
            Caller.Of(request.HttpContext).Person!, form[AccountPages.Key] is { Length: > 0 } key ? key : null, form[AccountPages.SignInName], form[AccountPages.Name], RoleNames.Parse(form.All(AccountPages.RolesField)), form[AccountPages.Reason], cancellationToken);
        return acted.Fault == AccountFault.None
            ? AccountPages.FirstCode(request, acted.Account!, acted.FirstCode!)
            : AskAnew(request, form, [AccountPages.FaultOf(acted.Fault, language)]);
    }

    [Function(nameof(ShowAccount))]
    [ApiOperation("The page of one account, with what can be done to it.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public async Task<IResult> ShowAccount([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{account}")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        await FindAsync(account, cancellationToken) is not { } found
            ? AccountPages.NotFound(request)
            : AccountPages.One(request, found.Account, found.Linked, [.. AccountAct.All.Where(act => act.Suits(found.Account, found.Linked.Count, found.Others.Count))]);

    [Function(nameof(AskForAccountChange))]
    [ApiOperation("The page on which something is done to an account.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public async Task<IResult> AskForAccountChange(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{account}/{act}")] HttpRequest request, string account, string act, CancellationToken cancellationToken) =>
        await FindAsync(account, cancellationToken) is { } found && ActOf(act) is { } one ? Ask(request, found, one, form: null, []) : AccountPages.NotFound(request);

    [Function(nameof(ChangeAccount))]
    [ApiOperation("Does something to an account.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public async Task<IResult> ChangeAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{account}/{act}")] HttpRequest request, string account, string act, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, cancellationToken) is not { } found || ActOf(act) is not { } one)
        {
            return AccountPages.NotFound(request);
        }

        PostedForm form = (await PostedForm.ReadAsync(request, cancellationToken))!;
        Language language = Languages.Of(request);
        if (one.Step is AccountAct.Link or AccountAct.Unlink && form[AccountPages.Other].Length == 0)
        {
            return Ask(request, found, one, form, [new FieldError(AccountPages.Other, language.Say("アカウントを選んでください。", "Choose an account."))]);
        }

        ActNote.Of(request.HttpContext).Reason = form[AccountPages.Reason];
        AccountActed acted = await one.Does(administer, Caller.Of(request.HttpContext).Person!, account, form, cancellationToken);
        return acted switch
        {
            { Fault: AccountFault.RolesChanged } => Ask(request, found, one, form: null, [AccountPages.FaultOf(acted.Fault, language)]),
            { Fault: not AccountFault.None } => Ask(request, found, one, form, [AccountPages.FaultOf(acted.Fault, language)]),
            { FirstCode: { } code } => AccountPages.FirstCode(request, acted.Account!, code),
            _ => new SeeOther(language.At(AccountPages.AddressOf(account))),
        };
    }

    private Page AskAnew(HttpRequest request, PostedForm? form, IReadOnlyList<FieldError> errors)
    {
        Language language = Languages.Of(request);
        AccountForm asked = new(
            language.Say("アカウントを追加する", "Add an account"),
            language.Say("追加すると、初回コードが表示されます。", "Once it is added, the code of the first sign-in is shown."),
            Html.Of($"""
            <input type="hidden" name="{AccountPages.Key}" value="{(form?[AccountPages.Key] is { Length: > 0 and <= 40 } key ? key : Guid.NewGuid().ToString("n"))}">
            {new TextField(AccountPages.SignInName, language.Say("ユーザー名", "User name")) { Language = language, Value = form?[AccountPages.SignInName], Error = errors.Of(AccountPages.SignInName), AutoComplete = "off", Hint = language.Say("サインインのときに入力する名前です。あとで変更できません。", "What is typed to sign in. It is never changed.") }}
            {new TextField(AccountPages.Name, language.Say("名前", "Name")) { Language = language, Value = form?[AccountPages.Name], Error = errors.Of(AccountPages.Name), AutoComplete = "off" }}
            {AccountPages.RolesChoice(language, form?.All(AccountPages.RolesField) ?? [], errors.Of(AccountPages.RolesField))}
            """),
            AccountPages.Path)
        { Reason = form?[AccountPages.Reason] ?? string.Empty };
        return AccountPages.Ask(request, asked, tokens.FieldFor(request.HttpContext), errors);
    }

    private Page Ask(HttpRequest request, Found found, AccountAct act, PostedForm? form, IReadOnlyList<FieldError> errors)
    {
        Language language = Languages.Of(request);
        Html fields = act.Step switch
        {
            AccountAct.Roles => Html.Of($"<input type=\"hidden\" name=\"{AccountPages.Seen}\" value=\"{form?[AccountPages.Seen] ?? string.Join(',', found.Account.Roles.Names())}\">{AccountPages.RolesChoice(language, form?.All(AccountPages.RolesField) ?? found.Account.Roles.Names(), errors.Of(AccountPages.RolesField))}"),
            AccountAct.Link => Html.Of($"{Choice(language, found.Others.Except(found.Linked), form, errors)}"),
            AccountAct.Unlink => Html.Of($"{Choice(language, found.Linked, form, errors)}"),
            _ => Html.Empty,
        };
        AccountForm asked = new(act.Title(language), act.Words(found.Account, language), fields, AccountPages.AddressOf(found.Account.Id.Value)) { Reason = form?[AccountPages.Reason] ?? string.Empty };
        return AccountPages.Ask(request, asked, tokens.FieldFor(request.HttpContext), errors);
    }

    private static Choices Choice(Language language, IEnumerable<Account> among, PostedForm? form, IReadOnlyList<FieldError> errors) =>
        new(AccountPages.Other, language.Say("もう一つのアカウント", "The other account"), [.. among.Select(other => new Choice(other.Id.Value, other.Name, other.Local?.SignInName))])
        {
            Language = language,
            Chosen = form is null ? [] : [form[AccountPages.Other]],
            Error = errors.Of(AccountPages.Other),
        };

    private static AccountAct? ActOf(string step) => AccountAct.All.FirstOrDefault(act => act.Step == step);

    private async Task<Found?> FindAsync(string account, CancellationToken cancellationToken)
    {
        IReadOnlyList<Account> all = await accounts.ReadAllAsync(cancellationToken);
        if (all.FirstOrDefault(one => one.Id.Value == account) is not { } found)
        {
            return null;
        }

        HashSet<PersonId> linked = [.. (await links.ReadAllAsync(cancellationToken)).Where(link => link.One == found.Id || link.Other == found.Id).Select(link => link.One == found.Id ? link.Other : link.One)];
        return new Found(found, [.. all.Where(one => linked.Contains(one.Id))], [.. all.Where(one => one.Id != found.Id)]);
    }

    /// <summary>An account among the others.</summary>
    private sealed record Found(Account Account, IReadOnlyList<Account> Linked, IReadOnlyList<Account> Others);
}
