using System.Security.Cryptography;
using System.Text;
using Compensation.Access.Accounts;
using Compensation.Common;
using Compensation.Common.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Compensation.Access.LocalAccounts;

/// <summary>A first sign-in that has begun: carried by its page, encrypted.</summary>
/// <param name="Id">Whose.</param>
/// <param name="SignInName">What he types when he signs in.</param>
/// <param name="FirstCodeHash">Of the code by which it began; it ends with that.</param>
/// <param name="TotpSecret">For his authenticator app, base32.</param>
/// <param name="EndsAt">Until when he may go on, exclusive.</param>
public sealed record OpenedInvitation(string Id, string SignInName, string FirstCodeHash, string TotpSecret, DateTimeOffset EndsAt);

/// <summary>Codes by which a local account's owner signs in for the first time, each for one account and one time.</summary>
public sealed class Invitations(AccountStore accounts, SignInTries tries, Passwords passwords, TimeCodes codes, IDataProtectionProvider protection, IOptions<LocalAccountOptions> options, WallClock clock)
{
    private const int CodeLength = 20;
    private const string CodeAlphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    private static readonly TimeSpan PageLives = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _protector = protection.CreateProtector("Compensation.Invitation.v1");

    /// <summary>A new code, and the secrets of an account that waits for it: a password and an authenticator app that were there count no longer.</summary>
    public (string Code, LocalSecrets Waiting) Make(string signInName)
    {
        string code = RandomNumberGenerator.GetString(CodeAlphabet, CodeLength);
        return (code, new LocalSecrets(signInName) { FirstCodeHash = HashOf(code), FirstCodeEndsAt = clock.Now + options.Value.FirstCodeLives });
    }

    /// <returns>What is needed to go on; null where name and code do not belong together, the code has been used or is too old, or it was tried too often.</returns>
    public async Task<OpenedInvitation?> OpenAsync(string signInName, string code, CancellationToken cancellationToken)
    {
        PersonId whose = accounts.IdOf(signInName);
        if (await tries.BeginAsync(whose, cancellationToken) is not null
            || await accounts.FindAsync(whose, cancellationToken) is not { Disabled: false, Local: { FirstCodeHash: { } hash } local }
            || clock.Now >= local.FirstCodeEndsAt
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(code))))
        {
            return null;
        }

        await tries.ForgetAsync(whose, cancellationToken);
        string name = local.SignInName == ProtectedFields.Unreadable ? signInName.Trim() : local.SignInName;
        return new OpenedInvitation(whose.Value, name, hash, TimeCodes.NewSecret(), clock.Now + PageLives);
    }

    public string Write(OpenedInvitation opened) => _protector.Protect(System.Text.Json.JsonSerializer.Serialize(opened));

    /// <returns>What a page of ours carried; null where it is not ours, or too old.</returns>
    public OpenedInvitation? Read(string carried)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize<OpenedInvitation>(_protector.Unprotect(carried)) is { } opened && clock.Now < opened.EndsAt ? opened : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>The account, signed in by its new secrets; null where the number is not the app's, or the invitation has been used meanwhile.</returns>
    public async Task<Account?> AcceptAsync(OpenedInvitation opened, string password, string code, CancellationToken cancellationToken)
    {
        if (codes.StepOf(opened.TotpSecret, code) is not { } step)
        {
            return null;
        }

        LocalSecrets secrets = new(opened.SignInName) { PasswordHash = passwords.Hash(password), TotpSecret = opened.TotpSecret };
        bool accepted = false;
        Account? after = await accounts.ChangeAsync(
            PersonId.Parse(opened.Id),
            now => (accepted = !now.Disabled && now.Local?.FirstCodeHash == opened.FirstCodeHash) ? now with { Local = secrets, LastStep = step, Stamp = now.Stamp + 1 } : null,
            cancellationToken);
        return accepted ? after : null;
    }

    /// <summary>However it was typed.</summary>
    private static string HashOf(string code) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Folding.Plain(code).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)))));
}
