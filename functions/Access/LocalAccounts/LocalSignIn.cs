using Compensation.Access.Accounts;
using Compensation.Common.Access;
using Microsoft.Extensions.Logging;

namespace Compensation.Access.LocalAccounts;

/// <summary>How an attempt to sign in ended.</summary>
public abstract record SignInOutcome
{
    /// <summary>It is he.</summary>
    public sealed record In(Account Account) : SignInOutcome;

    /// <summary>It is not, or he is shut out; which is not said.</summary>
    public sealed record Wrong : SignInOutcome;

    /// <summary>Too many were wrong: none is looked at until then.</summary>
    public sealed record Later(DateTimeOffset At) : SignInOutcome;
}

/// <summary>Signing in by name, password and the code of an authenticator app.</summary>
public sealed class LocalSignIn(AccountStore accounts, SignInTries tries, Passwords passwords, TimeCodes codes, ILogger<LocalSignIn> logger)
{
    public async Task<SignInOutcome> TryAsync(string signInName, string password, string code, CancellationToken cancellationToken)
    {
        PersonId whose = accounts.IdOf(signInName);
        if (await tries.BeginAsync(whose, cancellationToken) is { } shutUntil)
        {
            logger.TooManyTries(whose);
            return new SignInOutcome.Later(shutUntil);
        }

        Account? account = await accounts.FindAsync(whose, cancellationToken);
        if (!await passwords.HoldsAsync(account, password, cancellationToken) || account!.Disabled || await codes.AcceptAsync(account, code, cancellationToken) is not { } accepted)
        {
            logger.NotSignedIn(whose);
            return new SignInOutcome.Wrong();
        }

        await tries.ForgetAsync(whose, cancellationToken);
        logger.SignedIn(whose);
        return new SignInOutcome.In(accepted);
    }
}
