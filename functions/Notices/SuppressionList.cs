using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Notices;

/// <summary>
/// Numbers and addresses that are not to be written to, by any campaign: table <c>Suppressions</c>, keyed by a keyed hash; the address itself is not kept.
/// Held in memory, some hundred bytes each, and read anew every minute.
/// </summary>
public sealed class SuppressionList(TableServiceClient tables, KeyedHash hash, TimeProvider time) : IDisposable
{
    public const string TableName = "Suppressions";

    private const string Partition = "all";
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly SemaphoreSlim _oneReader = new(1);
    private HashSet<string>? _keys;
    private long _readAt;

    public void Dispose() => _oneReader.Dispose();

    /// <summary>Whether an address is on the list, as it stood at most a minute ago. What has been taken off since is not on it any more: few are on it, and they are asked for one by one.</summary>
    public async ValueTask<bool> ContainsAsync(string address, CancellationToken cancellationToken)
    {
        HashSet<string> keys = await ReadAsync(cancellationToken);
        return keys.Count > 0 && keys.Contains(KeyOf(address)) && await ContainsNowAsync(address, cancellationToken);
    }

    /// <summary>Whether an address is on the list now, whichever instance has entered it: one point read.</summary>
    internal async Task<bool> ContainsNowAsync(string address, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(Partition, KeyOf(address), [nameof(TableEntity.RowKey)], cancellationToken)).HasValue;

    public async Task AddAsync(string address, string reason, string by, CancellationToken cancellationToken)
    {
        TableEntity row = new(Partition, KeyOf(address)) { ["Reason"] = reason, ["By"] = by, ["At"] = time.GetUtcNow(), ["Masked"] = Masked(address) };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        Volatile.Write(ref _keys, null);
    }

    public async Task RemoveAsync(string address, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(Partition, KeyOf(address), ETag.All, cancellationToken);
        Volatile.Write(ref _keys, null);
    }

    private async ValueTask<HashSet<string>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _keys) is { } fresh && time.GetElapsedTime(Interlocked.Read(ref _readAt)) < Freshness)
        {
            return fresh;
        }

        await _oneReader.WaitAsync(cancellationToken);
        try
        {
            if (_keys is { } known && time.GetElapsedTime(_readAt) < Freshness)
            {
                return known;
            }

            long began = time.GetTimestamp();
            HashSet<string> keys = new(StringComparer.Ordinal);
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
            {
                keys.Add(row.RowKey);
            }

            Interlocked.Exchange(ref _readAt, began);
            Volatile.Write(ref _keys, keys);
            return keys;
        }
        finally
        {
            _oneReader.Release();
        }
    }

    /// <summary>All that are on the list, by their masked addresses, in no order.</summary>
    internal async Task<(IReadOnlyList<SuppressedAddress> Page, string? Next)> ReadPageAsync(string? from, int take, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {from ?? string.Empty}");
        List<SuppressedAddress> page = [];
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, maxPerPage: take + 1, cancellationToken: cancellationToken))
        {
            if (page.Count == take)
            {
                return (page, row.RowKey);
            }

            page.Add(new SuppressedAddress(row.GetString("Masked") ?? string.Empty, row.GetString("Reason") ?? string.Empty, row.GetString("By") ?? string.Empty, row.GetDateTimeOffset("At")));
        }

        return (page, null);
    }

    /// <summary>Enough for somebody who has the address in front of him, too little for anybody else.</summary>
    internal static string Masked(string address)
    {
        int at = address.LastIndexOf('@');
        return at > 0 ? $"{address[0]}…{address[at..]}" : $"{address[..Math.Min(5, address.Length)]}…{address[^Math.Min(2, address.Length)..]}";
    }

    private string KeyOf(string address) => hash.LookUpKey("suppression", address.ToUpperInvariant());
}
