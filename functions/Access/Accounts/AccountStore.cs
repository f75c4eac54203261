using System.Net;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Access;

namespace Compensation.Access.Accounts;

/// <summary>
/// Accounts: table <c>Accounts</c>, partition <c>a</c>, one row each. It stays for ever: what somebody did is found under its id. Names and secrets are encrypted.
/// </summary>
public sealed class AccountStore(TableServiceClient tables, ProtectedFields fields, KeyedHash hash)
{
    public const string TableName = "Accounts";
    private const string Partition = "a";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async Task<Account?> FindAsync(PersonId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id.Value, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Whose a sign-in name is, however it is written, whether there is such an account or not: the id follows from it, so that a name is never another's.</summary>
    public PersonId IdOf(string signInName) => PersonId.Parse($"local:{hash.LookUpKey("sign-in-name", Folding.Plain(signInName).Trim().ToLowerInvariant())}");

    public async Task<IReadOnlyList<Account>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<Account> accounts = [];
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
        {
            accounts.Add(Read(row));
        }

        return accounts;
    }

    /// <returns>False where there is one of this id.</returns>
    public Task<bool> TryAddAsync(Account account, CancellationToken cancellationToken) => TryWriteAsync(token => _table.AddEntityAsync(Write(account), token), cancellationToken);

    /// <returns>False where somebody else has changed it since it was read; nothing is written then.</returns>
    public Task<bool> TryChangeAsync(Account account, CancellationToken cancellationToken) =>
        TryWriteAsync(token => _table.UpdateEntityAsync(Write(account), account.Version, TableUpdateMode.Replace, token), cancellationToken);

    /// <summary>Changes an account as it stands, however often somebody else does so in between.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="change">The account afterwards, or null where nothing is to be written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The account as it stands, or null where there is none.</returns>
    public async Task<Account?> ChangeAsync(PersonId id, Func<Account, Account?> change, CancellationToken cancellationToken)
    {
        while (await FindAsync(id, cancellationToken) is { } account)
        {
            if (change(account) is not { } changed)
            {
                return account;
            }

            if (await TryChangeAsync(changed, cancellationToken))
            {
                return changed;
            }
        }

        return null;
    }

    private static async Task<bool> TryWriteAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
            return true;
        }
        catch (RequestFailedException lost) when (lost.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private TableEntity Write(Account account) => new(Partition, account.Id.Value)
    {
        [nameof(Account.Name)] = fields.Protect(account.Name),
        [nameof(Account.Roles)] = string.Join(',', account.Roles.Names()),
        [nameof(Account.CreatedAt)] = account.CreatedAt,
        [nameof(Account.Disabled)] = account.Disabled,
        [nameof(Account.Stamp)] = account.Stamp,
        [nameof(Account.LastStep)] = account.LastStep,
        [nameof(Account.Acts)] = account.Acts.ToString(),
        [nameof(Account.Local)] = account.Local is null ? account.UnreadableLocal : fields.ProtectJson(account.Local),
    };

    private Account Read(TableEntity row)
    {
        string? stored = row.GetString(nameof(Account.Local));
        LocalSecrets? local = stored is null ? null : fields.UnprotectJsonOrNull<LocalSecrets>(stored);
        return new Account(
            PersonId.Parse(row.RowKey),
            fields.UnprotectWords(row.GetString(nameof(Account.Name))),
            RoleNames.Parse(row.GetString(nameof(Account.Roles)).Split(',', StringSplitOptions.RemoveEmptyEntries)) ?? Roles.None,
            row.GetDateTimeOffset(nameof(Account.CreatedAt))!.Value)
        {
            Disabled = row.GetBoolean(nameof(Account.Disabled)) ?? false,
            Stamp = row.GetInt32(nameof(Account.Stamp)) ?? 0,
            LastStep = row.GetInt64(nameof(Account.LastStep)) ?? 0,
            Local = local,
            UnreadableLocal = local is null ? stored : null,
            Acts = RecentActs.Parse(row.GetString(nameof(Account.Acts))),
            Version = row.ETag,
        };
    }
}
