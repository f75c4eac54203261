using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts.Proof;

/// <summary>
/// How often somebody has tried to prove who opens a link: table <c>Entitlements</c>, in the entitlement's own partition, row <c>p:{id}</c>, written only where a campaign asks for
/// it. A try is counted, conditionally, before it is looked at, so that a thousand at once are a thousand.
/// </summary>
public sealed class ProofTries(TableServiceClient tables, CampaignCatalog campaigns, IOptions<ProofOptions> options, TimeProvider time)
{
    private const int ChangesAtMost = 50;
    private const string LinkVersion = "LinkVersion";
    private const string Tries = "Tries";
    private const string TriedAt = "TriedAt";
    private const string Sends = "Sends";
    private const string SentAt = "SentAt";
    private const string CodeKey = "CodeKey";

    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);
    private readonly ProofOptions _options = options.Value;

    /// <summary>Counts a try.</summary>
    /// <returns>From when on one may be made, where none may be made now; else the code that was sent last, hashed, where there is one that still counts.</returns>
    internal Task<(DateTimeOffset? NotBefore, string? CodeKey)> CountAsync(Entitlement entitlement, CancellationToken cancellationToken) => ChangeAsync(entitlement, row =>
    {
        DateTimeOffset now = time.GetUtcNow();
        int tries = row.GetInt32(Tries) ?? 0;
        if (StoredWait.Until(row.GetDateTimeOffset(TriedAt), _options.DelayAfter(tries, _options.FreeTries - 1, _options.FirstDelay), now) is { } from)
        {
            return (false, ((DateTimeOffset?)from, (string?)null));
        }

        (row[Tries], row[TriedAt]) = (tries + 1, now);
        return (true, (null, CodeIn(row)));
    }, cancellationToken);

    /// <summary>Whether a code has been sent that still counts: a page that is opened again, as phones do on the way back from a message, asks for it.</summary>
    internal Task<bool> IsCodeOutAsync(Entitlement entitlement, CancellationToken cancellationToken) => ChangeAsync(entitlement, row => (false, CodeIn(row) is not null), cancellationToken);

    /// <summary>Counts a code that is about to be sent.</summary>
    /// <returns>From when on one may be sent, where none may be sent now.</returns>
    internal Task<DateTimeOffset?> CountSendAsync(Entitlement entitlement, string codeKey, CancellationToken cancellationToken) => ChangeAsync<DateTimeOffset?>(entitlement, row =>
    {
        DateTimeOffset now = time.GetUtcNow();
        int sends = row.GetInt32(Sends) ?? 0;
        if (StoredWait.Until(row.GetDateTimeOffset(SentAt), _options.DelayAfter(sends, 0, _options.CodeInterval), now) is { } from)
        {
            return (false, from);
        }

        (row[Sends], row[SentAt], row[CodeKey]) = (sends + 1, now, codeKey);
        return (true, null);
    }, cancellationToken);

    /// <summary>It was not sent after all: nothing can be entered, and the next has to wait all the same.</summary>
    internal Task ForgetCodeAsync(Entitlement entitlement, string codeKey, CancellationToken cancellationToken) => ChangeAsync(entitlement, row =>
    {
        bool isLast = row.GetString(CodeKey) == codeKey;
        row[CodeKey] = isLast ? string.Empty : row.GetString(CodeKey);
        return (isLast, isLast);
    }, cancellationToken);

    /// <summary>Whose proof was right has nothing to wait for next time; a code opens once.</summary>
    internal Task ForgetAsync(Entitlement entitlement, CancellationToken cancellationToken) => ChangeAsync(entitlement, row =>
    {
        (row[Tries], row[Sends], row[CodeKey]) = (0, 0, string.Empty);
        return (true, true);
    }, cancellationToken);

    private string? CodeIn(TableEntity row) =>
        row.GetString(CodeKey) is { Length: > 0 } key && row.GetDateTimeOffset(SentAt) + _options.CodeLifetime > time.GetUtcNow() ? key : null;

    private async Task<T> ChangeAsync<T>(Entitlement entitlement, Func<TableEntity, (bool Write, T Answer)> change, CancellationToken cancellationToken)
    {
        (string partition, string key) = (Shards.PartitionKey(entitlement.Campaign, entitlement.Id.ShardOf(campaigns[entitlement.Campaign].Shards)), $"p:{entitlement.Id}");
        for (int attempt = 1; ; attempt++)
        {
            NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            bool stands = found.HasValue && found.Value!.GetInt32(LinkVersion) == entitlement.LinkVersion;
            TableEntity row = stands ? found.Value! : new TableEntity(partition, key) { [LinkVersion] = entitlement.LinkVersion };
            (bool write, T answer) = change(row);
            if (!write)
            {
                return answer;
            }

            try
            {
                await (found.HasValue ? _table.UpdateEntityAsync(row, found.Value!.ETag, TableUpdateMode.Replace, cancellationToken) : _table.AddEntityAsync(row, cancellationToken));
                return answer;
            }
            catch (RequestFailedException raced) when (raced.Status is 404 or 409 or 412 && attempt < ChangesAtMost)
            {
                // Somebody else was quicker: count again from what stands there now.
            }
        }
    }
}
