using Compensation.Access.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Compensation.Access.LocalAccounts;

/// <summary>Passwords, as ASP.NET Core Identity hashes them. A name that nobody has costs the same time as a wrong password.</summary>
public sealed class Passwords
{
    /// <summary>What OWASP advises for PBKDF2 with HMAC-SHA512.</summary>
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Lazy<string> _nobodys;

    public Passwords() => _nobodys = new Lazy<string>(() => Hash(Guid.NewGuid().ToString("n")));

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <returns>Whether it is the account's; false for no account, and for one that has no password yet.</returns>
    public bool Holds(Account? account, string password)
    {
        string? hash = account?.Local?.PasswordHash;
        PasswordVerificationResult result = _hasher.VerifyHashedPassword(null!, hash ?? _nobodys.Value, password);
        return hash is not null && result != PasswordVerificationResult.Failed;
    }
}
