using Compensation.Access.Accounts;
using Compensation.Common.Access;
using Compensation.Common.Pages;

namespace Compensation.Access.Pages;

/// <summary>Something that an administrator can do to somebody's account.</summary>
/// <param name="Step">The last part of its page's address.</param>
/// <param name="Japanese">What it is called, and what the button says.</param>
/// <param name="English">Likewise.</param>
/// <param name="Does">Carries it out, with what was chosen: roles, or another account.</param>
internal sealed record AccountAct(string Step, string Japanese, string English, Func<AdministerAccounts, Person, string, PostedForm, CancellationToken, Task<AccountActed>> Does)
{
    public const string Roles = "roles";
    public const string Link = "link";
    public const string Unlink = "unlink";

    public static readonly IReadOnlyList<AccountAct> All =
    [
        new(Roles, "役割を変更する", "Change the roles", (accounts, acting, whose, form, stop) =>
            accounts.ChangeRolesAsync(acting, whose, RoleNames.Parse(form.All(AccountPages.RolesField)), form[AccountPages.Reason], stop, RoleNames.Parse(form[AccountPages.Seen].Split(',', StringSplitOptions.RemoveEmptyEntries)) ?? Common.Access.Roles.None)),
        new("disable", "アカウントを停止する", "Lock the account", (accounts, acting, whose, form, stop) => accounts.DisableAsync(acting, whose, form[AccountPages.Reason], stop)),
        new("enable", "アカウントの停止を解除する", "Unlock the account", (accounts, acting, whose, form, stop) => accounts.EnableAsync(acting, whose, form[AccountPages.Reason], stop)),
        new("invite", "パスワードと認証アプリをやり直す", "Begin password and authenticator app anew", (accounts, acting, whose, form, stop) => accounts.InviteAgainAsync(acting, whose, form[AccountPages.Reason], stop)),
        new(Link, "同じ人のアカウントとして登録する", "Declare another account the same person's", (accounts, acting, whose, form, stop) =>
            accounts.LinkAsync(whose, form[AccountPages.Other], form[AccountPages.Reason], stop)),
        new(Unlink, "同じ人のアカウントの登録を取り消す", "Take back that another account is the same person's", (accounts, acting, whose, form, stop) =>
            accounts.UnlinkAsync(acting, whose, form[AccountPages.Other], form[AccountPages.Reason], stop)),
    ];

    public string Title(Language language) => language.Say(Japanese, English);

    /// <summary>Whether it can be done to an account as it stands.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="linked">How many others are declared to be the same person's.</param>
    /// <param name="others">How many others there are.</param>
    public bool Suits(Account account, int linked, int others) => Step switch
    {
        Roles => !AdministerAccounts.IsOfDirectory(account.Id.Value),
        "disable" => !account.Disabled,
        "enable" => account.Disabled,
        "invite" => account.IsLocal,
        Link => others > linked,
        _ => linked > 0,
    };

    public string Words(Account account, Language language) => Step switch
    {
        Roles => language.Say($"{account.Name} さんの次の操作から有効になります。", $"It holds from the next request of {account.Name} on."),
        "disable" => language.Say($"{account.Name} さんは次の操作からサインインできなくなります。", $"{account.Name} is shut out from the next request on."),
        "enable" => language.Say($"{account.Name} さんがまたサインインできるようになります。", $"{account.Name} can sign in again."),
        "invite" => language.Say($"{account.Name} さんのパスワードと認証アプリは使えなくなり、新しい初回コードが表示されます。", $"Password and authenticator app of {account.Name} count no longer; a new first code is shown."),
        _ => language.Say("二人で行う手続きでは、同じ人のアカウントは一人として扱われます。", "Where two persons are needed, one person's accounts count as one."),
    };
}
