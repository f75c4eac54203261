using Compensation.Access.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Compensation.Access.LocalAccounts;

/// <summary>Passwords, as ASP.NET Core Identity hashes them. A name that nobody has costs the same time as a wrong password.</summary>
public sealed class Passwords : IDisposable
{
    /// <summary>What OWASP advises for PBKDF2 with HMAC-SHA512.</summary>
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Lazy<string> _nobodys;

    /// <summary>A hash is meant to cost much; whoever sends very many passwords at once waits, and the app's other work does not.</summary>
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Passwords() => _nobodys = new Lazy<string>(() => Hash(Guid.NewGuid().ToString("n")));

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <returns>Whether it is the account's; false for no account, and for one that has no password yet.</returns>
    public async Task<bool> HoldsAsync(Account? account, string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            string? hash = account?.Local?.PasswordHash;
            PasswordVerificationResult result = _hasher.VerifyHashedPassword(null!, hash ?? _nobodys.Value, password);
            return hash is not null && result != PasswordVerificationResult.Failed;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
