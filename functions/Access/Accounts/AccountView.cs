using Compensation.Common.Access;

namespace Compensation.Access.Accounts;

/// <summary>An account, as administrators see it.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="SignInName">What he types; empty where he signs in elsewhere.</param>
/// <param name="Name">As colleagues know him.</param>
/// <param name="Roles">What he may do; of somebody who comes by a directory, as it last said.</param>
/// <param name="Disabled">Whether he is shut out.</param>
/// <param name="WaitsForFirstSignIn">Whether a first code of his has not been used yet.</param>
/// <param name="CreatedAt">Since when, UTC.</param>
public sealed record AccountView(string Id, string SignInName, string Name, IReadOnlyList<string> Roles, bool Disabled, bool WaitsForFirstSignIn, DateTimeOffset CreatedAt)
{
    public static AccountView Of(Account account) => new(
        account.Id.Value, account.Local?.SignInName ?? string.Empty, account.Name, account.Roles.Names(), account.Disabled, account.Local?.FirstCodeHash is not null, account.CreatedAt);
}

/// <summary>Accounts, and which of them are one person's.</summary>
public sealed record AccountList(IReadOnlyList<AccountView> Accounts, IReadOnlyList<AccountLink> Links);

/// <summary>Two accounts of one person.</summary>
public sealed record AccountLink(string One, string Other);

/// <summary>An account that waits for its owner.</summary>
/// <param name="Account">The account.</param>
/// <param name="FirstCode">By which he signs in for the first time; shown this once. Hand it over by another way than the name.</param>
public sealed record InvitedAccount(AccountView Account, string FirstCode);

/// <summary>Somebody who is to have an account.</summary>
/// <param name="SignInName">What he will type: 1 to 64 printable characters. It is his for ever.</param>
/// <param name="Name">As colleagues know him.</param>
/// <param name="Roles">What he may do.</param>
/// <param name="Reason">Why.</param>
public sealed record NewAccountRequest(string SignInName, string Name, IReadOnlyList<string> Roles, string Reason);

/// <summary>What somebody may do from now on.</summary>
public sealed record RolesRequest(IReadOnlyList<string> Roles, string Reason);

/// <summary>Why something is done to an account.</summary>
public sealed record AccountActRequest(string Reason);

/// <summary>Two accounts that are one person's, or were declared to be by mistake.</summary>
public sealed record AccountLinkRequest(string One, string Other, string Reason);
