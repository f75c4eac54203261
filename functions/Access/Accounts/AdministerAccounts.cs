using Compensation.Access.LocalAccounts;
using Compensation.Access.OpenIdConnect;
using Compensation.Access.Platform;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;

namespace Compensation.Access.Accounts;

/// <summary>What stands against an act of an administrator.</summary>
public enum AccountFault
{
    None,

    /// <summary>A name, a role or a reason is missing or too long.</summary>
    NotUnderstood,

    /// <summary>This installation has no local accounts.</summary>
    NoLocalAccounts,

    /// <summary>There is an account of this sign-in name; a name is never another's.</summary>
    NameTaken,

    NoSuchAccount,

    /// <summary>Nobody changes his own.</summary>
    OwnAccount,

    /// <summary>A directory says what this person may do.</summary>
    DirectorySaysRoles,

    /// <summary>Somebody else has changed the roles since they were looked at.</summary>
    RolesChanged,

    /// <summary>Its owner signs in elsewhere: there is no password and no authenticator app to begin anew.</summary>
    NotLocal,
}

/// <summary>What became of an act.</summary>
/// <param name="Fault">What stood against it; nothing was changed then.</param>
/// <param name="Account">The account afterwards.</param>
/// <param name="FirstCode">By which its owner signs in for the first time; shown this once.</param>
public sealed record AccountActed(AccountFault Fault, Account? Account = null, string? FirstCode = null);

/// <summary>What administrators do with accounts. Nobody does any of it to himself: nobody gives himself a role, and somebody stays who can let others in.</summary>
public sealed class AdministerAccounts(WaysIn ways, AccountStore accounts, PersonLinks links, Invitations invitations, KeyedHash hash, TimeProvider time)
{
    public const int NameLengthMax = 64;
    public const int ReasonLengthMax = 500;

    /// <summary>Makes an account. Sent again with the same key before its owner has signed in, it shows a first code again: a new one, which counts instead of the one that may not have been seen.</summary>
    public async Task<AccountActed> CreateAsync(Person acting, string? key, string signInName, string name, Roles? roles, string reason, CancellationToken cancellationToken)
    {
        if (!ways.Local)
        {
            return new AccountActed(AccountFault.NoLocalAccounts);
        }

        if (!Operators.IsLine(signInName, NameLengthMax) || !Operators.IsLine(name, NameLengthMax) || !Operators.IsLine(reason, ReasonLengthMax) || roles is not { } may)
        {
            return new AccountActed(AccountFault.NotUnderstood);
        }

        (string code, LocalSecrets waiting) = invitations.Make(signInName.Trim());
        SentAct act = SentAct.Of(hash, key, acting.Id.Value, signInName, name, $"{may}", reason);
        Account account = new(accounts.IdOf(signInName), name, may, time.GetUtcNow()) { Local = waiting, Acts = default(RecentActs).With(act) };
        return await accounts.TryAddAsync(account, cancellationToken) ? new AccountActed(AccountFault.None, account, code)
            : await accounts.ChangeAsync(account.Id, before => IsRepeat(before, act) ? before with { Local = waiting } : null, cancellationToken) is { } there && there.Local == waiting ? new AccountActed(AccountFault.None, there, code)
            : new AccountActed(AccountFault.NameTaken);
    }

    private static bool IsRepeat(Account account, SentAct act) => act.IsExact && account.Acts.Know(act) && account.Local is { PasswordHash: null, FirstCodeHash: not null };

    /// <param name="acting">Who does it.</param>
    /// <param name="account">Whose roles.</param>
    /// <param name="roles">All that he has afterwards; null for what is none.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="seen">Those that were looked at, so that nobody is given back what somebody else has taken away meanwhile; null where none were.</param>
    public async Task<AccountActed> ChangeRolesAsync(Person acting, string account, Roles? roles, string reason, CancellationToken cancellationToken, Roles? seen = null)
    {
        if (roles is not { } may || IsOfDirectory(account))
        {
            return new AccountActed(roles is null ? AccountFault.NotUnderstood : AccountFault.DirectorySaysRoles);
        }

        bool isOther = false;
        AccountActed acted = await ChangeAsync(acting, account, reason, before => (isOther = seen is { } looked && before.Roles != looked && before.Roles != may) ? null : before with { Roles = may }, cancellationToken);
        return isOther ? new AccountActed(AccountFault.RolesChanged) : acted;
    }

    /// <summary>From his next request on, whichever way he comes.</summary>
    public Task<AccountActed> DisableAsync(Person acting, string account, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(acting, account, reason, before => before with { Disabled = true, Stamp = before.Stamp + 1 }, cancellationToken);

    public Task<AccountActed> EnableAsync(Person acting, string account, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(acting, account, reason, before => before with { Disabled = false }, cancellationToken);

    /// <summary>A new first code, as after a lost phone: password, authenticator app and sessions count no longer.</summary>
    public async Task<AccountActed> InviteAgainAsync(Person acting, string account, string reason, CancellationToken cancellationToken)
    {
        if (await FindAsync(account, cancellationToken) is not { IsLocal: true } found)
        {
            return new AccountActed(AccountFault.NotLocal);
        }

        (string code, LocalSecrets waiting) = invitations.Make(found.Local?.SignInName ?? ProtectedFields.Unreadable);
        return await ChangeAsync(acting, account, reason, before => before with { Local = waiting, Stamp = before.Stamp + 1 }, cancellationToken) with { FirstCode = code };
    }

    /// <summary>Declares two accounts to be one person's, so that he is never two where two persons are needed.</summary>
    public Task<AccountActed> LinkAsync(string one, string other, string reason, CancellationToken cancellationToken) =>
        OfTwoAsync(one, other, reason, links.DeclareAsync, cancellationToken);

    /// <summary>Takes that back. Nobody does so for an account of his own.</summary>
    public async Task<AccountActed> UnlinkAsync(Person acting, string one, string other, string reason, CancellationToken cancellationToken) => await OfTwoAsync(
        one, other, reason,
        async (first, second, stop) => await IsHisAsync(acting, first, second, stop) ? AccountFault.OwnAccount : await DoneAsync(links.TakeBackAsync(first, second, stop)),
        cancellationToken);

    /// <summary>A directory says with each request, or each time that it is asked, what its people may do.</summary>
    public static bool IsOfDirectory(string account) =>
        account.StartsWith($"{PlatformPrincipal.Way}:", StringComparison.Ordinal) || account.StartsWith($"{ProviderAccounts.Way}:", StringComparison.Ordinal);

    private async Task<bool> IsHisAsync(Person acting, PersonId one, PersonId other, CancellationToken cancellationToken) =>
        await links.AreOneAsync(acting.Id, one, cancellationToken) || await links.AreOneAsync(acting.Id, other, cancellationToken);

    private Task<AccountActed> OfTwoAsync(string one, string other, string reason, Func<PersonId, PersonId, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        OfTwoAsync(one, other, reason, async (first, second, stop) => await DoneAsync(act(first, second, stop)), cancellationToken);

    private async Task<AccountActed> OfTwoAsync(string one, string other, string reason, Func<PersonId, PersonId, CancellationToken, Task<AccountFault>> act, CancellationToken cancellationToken) =>
        !PersonId.TryParse(one, out PersonId first) || !PersonId.TryParse(other, out PersonId second) || first == second || !Operators.IsLine(reason, ReasonLengthMax) ? new AccountActed(AccountFault.NotUnderstood)
        : await accounts.FindAsync(first, cancellationToken) is not { } found || await accounts.FindAsync(second, cancellationToken) is null ? new AccountActed(AccountFault.NoSuchAccount)
        : new AccountActed(await act(first, second, cancellationToken), found);

    private static async Task<AccountFault> DoneAsync(Task act)
    {
        await act;
        return AccountFault.None;
    }

    private async Task<AccountActed> ChangeAsync(Person acting, string account, string reason, Func<Account, Account?> change, CancellationToken cancellationToken) =>
        await FindAsync(account, cancellationToken) is not { } found ? new AccountActed(AccountFault.NoSuchAccount)
        : !Operators.IsLine(reason, ReasonLengthMax) ? new AccountActed(AccountFault.NotUnderstood)
        : acting.Id == found.Id ? new AccountActed(AccountFault.OwnAccount)
        : await accounts.ChangeAsync(found.Id, change, cancellationToken) is { } after ? new AccountActed(AccountFault.None, after)
        : new AccountActed(AccountFault.NoSuchAccount);

    private Task<Account?> FindAsync(string account, CancellationToken cancellationToken) =>
        PersonId.TryParse(account, out PersonId id) ? accounts.FindAsync(id, cancellationToken) : Task.FromResult<Account?>(null);
}
