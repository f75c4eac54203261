using Compensation.Access.Accounts;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Pages;

/// <summary>What administrators read of accounts.</summary>
internal static class AccountPages
{
    public const string Path = "/administration/accounts";
    public const string NewPath = "/administration/new-account";

    public const string SignInName = "sign-in-name";
    public const string Key = "key";
    public const string Name = "name";
    public const string RolesField = "roles";
    public const string Seen = "seen";
    public const string Other = "other";
    public const string Reason = "reason";

    public static string AddressOf(string account) => $"{Path}/{account}";

    public static Page List(HttpRequest request, IReadOnlyList<Account> accounts, bool canAdd)
    {
        Language language = Languages.Of(request);
        string title = language.Say("アカウント", "Accounts");
        return OperatorPage.Of(request, StatusCodes.Status200OK, title, Html.Of($"""
            <h1>{title}</h1>
            {new SummaryList(language, [.. accounts.Select(account => new SummaryRow(account.Name, $"{RolesOf(account, language)}\n{StandingOf(account, language)}", language.At(AddressOf(account.Id.Value))))])}
            {(canAdd ? Html.Of($"<p><a class=\"button\" href=\"{language.At(NewPath)}\">{language.Say("アカウントを追加", "Add an account")}</a></p>") : Html.Empty)}
            """));
    }

    /// <param name="request">Whose language and signed-in person the page has.</param>
    /// <param name="account">Whose.</param>
    /// <param name="same">Accounts that are declared to be the same person's by a link to this one.</param>
    /// <param name="acts">What can be done to it.</param>
    public static Page One(HttpRequest request, Account account, IReadOnlyList<Account> same, IReadOnlyList<AccountAct> acts)
    {
        Language language = Languages.Of(request);
        return OperatorPage.Of(request, StatusCodes.Status200OK, account.Name, Html.Of($"""
            <h1>{account.Name}</h1>
            {new SummaryList(language, [
                new SummaryRow(language.Say("サインインの方法", "Signs in"), WayOf(account, language)),
                new SummaryRow(language.Say("役割", "Roles"), RolesOf(account, language)),
                new SummaryRow(language.Say("状態", "Standing"), StandingOf(account, language)),
                new SummaryRow(language.Say("同じ人のアカウント", "The same person's"), same.Count == 0 ? language.Say("なし", "None") : string.Join('\n', same.Select(other => other.Name)))])}
            {acts.Select(act => Html.Of($"""
            <p class="way"><a href="{language.At($"{AddressOf(account.Id.Value)}/{act.Step}")}">{act.Title(language)}</a></p>

            """))}
            <p class="way"><a href="{language.At(Path)}">{language.Say("アカウントの一覧", "All accounts")}</a></p>
            """));
    }

    /// <summary>One act's form.</summary>
    public static Page Ask(HttpRequest request, AccountForm form, Html token, IReadOnlyList<FieldError> errors)
    {
        Language language = Languages.Of(request);
        ErrorSummary summary = new(language, errors);
        return OperatorPage.Of(request, errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, summary.Entitle(form.Title), Html.Of($"""
            {summary}
            <h1>{form.Title}</h1>
            <p>{form.Words}</p>
            {new Form(token, Html.Of($"""
            {form.Fields}
            {new TextField(Reason, language.Say("理由", "Reason")) { Language = language, Value = form.Reason, Error = errors.Of(Reason), Hint = language.Say("操作の記録に残ります。", "It is kept in the record of acts.") }}
            """), form.Title)}
            <p class="way"><a href="{language.At(form.BackTo)}">{language.Say("もどる", "Back")}</a></p>
            """));
    }

    public static Page FirstCode(HttpRequest request, Account account, string code)
    {
        Language language = Languages.Of(request);
        string title = language.Say("初回コード", "First code");
        return OperatorPage.Of(request, StatusCodes.Status200OK, title, Html.Of($"""
            <h1>{title}</h1>
            <p>{language.Say($"{account.Name} さんがはじめてサインインするときに使います。この画面でしか表示されません。ユーザー名とは別の方法で渡してください。", $"{account.Name} signs in with it for the first time. It is shown only here. Hand it over by another way than the user name.")}</p>
            <div class="code"><h2>{account.Local!.SignInName}</h2><code translate="no">{code}</code></div>
            <p class="way"><a href="{language.At(AddressOf(account.Id.Value))}">{account.Name}</a></p>
            """));
    }

    public static Page NotFound(HttpRequest request)
    {
        string title = Languages.Of(request).Say("アカウントが見つかりません", "There is no such account");
        return OperatorPage.Of(request, StatusCodes.Status404NotFound, title, Html.Of($"<h1>{title}</h1>"));
    }

    public static Choices RolesChoice(Language language, IReadOnlyCollection<string> chosen, string? error) =>
        new(RolesField, language.Say("役割", "Roles"), [.. RoleNames.All.Select(role => new Choice(RoleNames.NameOf(role), OwnAccount.Called(role, language)))])
        {
            Language = language,
            Several = true,
            Chosen = chosen,
            Error = error,
        };

    /// <summary>What stands against an act, at the field that it is about.</summary>
    public static FieldError FaultOf(AccountFault fault, Language language) => fault switch
    {
        AccountFault.NameTaken => new FieldError(SignInName, language.Say("このユーザー名のアカウントがあります。ユーザー名をほかの人に使い回すことはできません。", "There is an account of this user name. A name is never given to another person.")),
        AccountFault.OwnAccount => new FieldError(Reason, language.Say("自分のアカウントは変更できません。ほかの管理者に頼んでください。", "Nobody changes his own account: ask another administrator.")),
        AccountFault.RolesChanged => new FieldError(RolesField, language.Say("ほかの管理者が先に役割を変更しました。いまの役割を確かめて、選びなおしてください。", "Another administrator has changed the roles in between: these are those of now, choose again.")),
        AccountFault.DirectorySaysRoles => new FieldError(RolesField, language.Say("この人の役割は組織のディレクトリで変更してください。", "The directory says what this person may do: change it there.")),
        AccountFault.NoLocalAccounts => new FieldError(SignInName, language.Say("このシステムではアカウントを追加できません。", "This installation has no accounts of its own.")),
        AccountFault.NoSuchAccount or AccountFault.NotLocal => new FieldError(Reason, language.Say("アカウントが見つかりません。", "There is no such account.")),
        _ => new FieldError(Reason, language.Say("理由を500文字以内で入力してください。", "Enter a reason of at most 500 characters.")),
    };

    private static string RolesOf(Account account, Language language) =>
        account.Roles == Roles.None ? language.Say("まだ役割がありません", "No role yet") : string.Join(language.Say("、", ", "), RoleNames.All.Where(role => (account.Roles & role) != Roles.None).Select(role => OwnAccount.Called(role, language)));

    private static string StandingOf(Account account, Language language) =>
        account.Disabled ? language.Say("停止中", "Locked")
        : account.UnreadableLocal is not null ? language.Say("読み取れません（サインインできません）", "Cannot be read, nor sign in")
        : account.Local?.FirstCodeHash is not null ? language.Say("はじめてのサインイン待ち", "Waits for the first sign-in")
        : language.Say("有効", "Active");

    private static string WayOf(Account account, Language language) =>
        account.Local is { } local ? language.Say($"ユーザー名 {local.SignInName}", $"User name {local.SignInName}")
        : account.UnreadableLocal is not null ? language.Say("ユーザー名を読み取れません。パスワードと認証アプリをやり直してください", "User name cannot be read: begin password and authenticator app anew")
        : language.Say("組織のアカウント", "The organisation's account");
}

/// <summary>One act's form, filled in so far.</summary>
internal sealed record AccountForm(string Title, string Words, Html Fields, string BackTo)
{
    public string Reason { get; init; } = string.Empty;
}
