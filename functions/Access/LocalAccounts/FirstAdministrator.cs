using Compensation.Access.Accounts;
using Compensation.Common.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Access.LocalAccounts;

/// <summary>Makes the administrator whom the settings name, where nobody has the name yet. Somebody must make the others.</summary>
public sealed class FirstAdministrator(AccountStore accounts, Passwords passwords, IOptions<LocalAccountOptions> options, TimeProvider time, ILogger<FirstAdministrator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        LocalAccountOptions settings = options.Value;
        if (!settings.Enabled || settings.FirstName.Length == 0)
        {
            return;
        }

        PersonId id = accounts.IdOf(settings.FirstName);
        if (await accounts.FindAsync(id, cancellationToken) is not null)
        {
            return;
        }

        Account first = new(id, settings.FirstName, Roles.Administrator | Roles.Viewer, time.GetUtcNow())
        {
            Local = new LocalSecrets(settings.FirstName) { PasswordHash = passwords.Hash(settings.FirstPassword), TotpSecret = settings.FirstTotpSecret },
        };
        if (await accounts.TryAddAsync(first, cancellationToken))
        {
            logger.FirstAdministrator(id);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
