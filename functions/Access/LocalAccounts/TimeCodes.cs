using Compensation.Access.Accounts;
using Compensation.Common;
using OtpNet;

namespace Compensation.Access.LocalAccounts;

/// <summary>The six digits of an authenticator app (RFC 6238): of this half minute, the one before or the one after, each accepted once.</summary>
public sealed class TimeCodes(AccountStore accounts, WallClock clock)
{
    private const int SecretBytes = 20;
    private static readonly VerificationWindow OneAround = new(previous: 1, future: 1);

    public static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes)).TrimEnd('=');

    /// <summary>The step whose code it is, however it was typed: apps show it in two groups, and a Japanese keyboard writes it wide. Null where it is none.</summary>
    public long? StepOf(string secret, string typed)
    {
        Totp totp = new(Base32Encoding.ToBytes(secret));
        return TypedCode.TryParse(typed, out string? code) && totp.VerifyTotp(clock.Now.UtcDateTime, code, out long step, OneAround) ? step : null;
    }

    /// <summary>Accepts a code, if it is right and newer than every one accepted before: of two who show the same one at once, one comes in.</summary>
    /// <returns>The account afterwards; null where the code is not accepted.</returns>
    public async Task<Account?> AcceptAsync(Account account, string code, CancellationToken cancellationToken)
    {
        if (account.Local?.TotpSecret is not { } secret || StepOf(secret, code) is not { } step)
        {
            return null;
        }

        bool accepted = false;
        Account? after = await accounts.ChangeAsync(
            account.Id,
            now => (accepted = step > now.LastStep && now.Local?.TotpSecret == secret) ? now with { LastStep = step } : null,
            cancellationToken);
        return accepted ? after : null;
    }
}
