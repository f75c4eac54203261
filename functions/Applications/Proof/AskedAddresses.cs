using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>
/// Which addresses journeys have asked codes for: table <c>SendLimits</c>, partition <c>{campaign}:to:{two digits}</c>, a row for each hundred neighbouring numbers and for
/// each e-mail address, with a column for each address in it: how many journeys have written there, and when the last one did. An address that nobody has asked for costs
/// one request.
/// </summary>
public sealed class AskedAddresses(TableServiceClient tables, KeyedHash hash, IOptions<ApplicationOptions> options, TimeProvider time)
{
    public const string TableName = "SendLimits";

    private const int ChangesAtMost = 50;

    private static readonly TimeSpan NeighboursWithin = TimeSpan.FromHours(1);

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly ApplicationOptions _options = options.Value;

    /// <summary>Counts that one more journey writes to an address, where it may; one that may not is not counted.</summary>
    internal async Task<SendLeave> CountAsync(CampaignId campaign, string address, CancellationToken cancellationToken)
    {
        (TableEntity row, string column) = PlaceOf(campaign, address);
        row[column] = new Asked(1, time.GetUtcNow()).ToString();
        if (await TryAsync(() => _table.AddEntityAsync(row, cancellationToken)))
        {
            return new SendLeave.Granted();
        }

        for (int attempt = 1; attempt <= ChangesAtMost; attempt++)
        {
            TableEntity found = await _table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            SendLeave leave = Ask(found, column);
            if (leave is not SendLeave.Granted || await TryAsync(() => _table.UpdateEntityAsync(found, found.ETag, TableUpdateMode.Replace, cancellationToken)))
            {
                return leave;
            }
        }

        return new SendLeave.NotBefore(time.GetUtcNow() + _options.CodeInterval);
    }

    /// <summary>The next journey that writes there has nothing to wait for.</summary>
    internal async Task ForgetAsync(CampaignId campaign, string address, CancellationToken cancellationToken)
    {
        (TableEntity row, string column) = PlaceOf(campaign, address);
        row[column] = new Asked(0, time.GetUtcNow()).ToString();
        await TryAsync(() => _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken));
    }

    /// <summary>Whether another journey may write there now. Where it may, it is entered into the row, and what is of no use any more is taken out.</summary>
    private SendLeave Ask(TableEntity row, string column)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, Asked> all = row.Keys.Where(IsAddress).ToDictionary(key => key, key => Asked.Parse(row.GetString(key)), StringComparer.Ordinal);
        Asked own = all.GetValueOrDefault(column, new Asked(0, DateTimeOffset.MinValue));
        int journeys = own.At > now - _options.AddressForgetsAfter ? own.Journeys : 0;
        if (journeys > 0 && StoredWait.Until(own.At, DelayAfter(journeys), now) is { } from)
        {
            return new SendLeave.NotBefore(from);
        }

        DateTimeOffset lately = now - NeighboursWithin;
        if (!StoredWait.Lasts(own.At, NeighboursWithin, now) && all.Values.Count(asked => StoredWait.Lasts(asked.At, NeighboursWithin, now)) >= _options.NeighboursPerHour)
        {
            return new SendLeave.NoMoreSms();
        }

        foreach (string useless in all.Where(asked => asked.Value.At <= lately && asked.Value.At <= now - _options.AddressForgetsAfter).Select(asked => asked.Key))
        {
            row.Remove(useless);
        }

        row[column] = new Asked(journeys + 1, now).ToString();
        return new SendLeave.Granted();
    }

    private TimeSpan DelayAfter(int journeys)
    {
        TimeSpan doubled = _options.CodeInterval * Math.Pow(2, Math.Clamp(journeys - 1, 0, 16));
        return doubled < _options.AddressDelayMax ? doubled : _options.AddressDelayMax;
    }

    /// <summary>Numbers that are equal but for their last two digits share a row; an e-mail address has one for itself, whatever the case of its letters.</summary>
    private (TableEntity Row, string Column) PlaceOf(CampaignId campaign, string address)
    {
        string folded = address.ToUpperInvariant();
        string shared = folded.Contains('@', StringComparison.Ordinal) ? folded : folded[..^2];
        string key = hash.LookUpKey("asked-addresses", $"{campaign}\n{shared}");
        return (new TableEntity($"{campaign}:to:{key[..2]}", key), $"A{hash.LookUpKey("asked-address", folded)[..16]}");
    }

    private static bool IsAddress(string column) => column.Length == 17 && column[0] == 'A';

    /// <returns>False where the row is not as it was thought to be: somebody else was quicker.</returns>
    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException raced) when (raced.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>What is known of one address: how many journeys have written there, and when the last one did.</summary>
    private readonly record struct Asked(int Journeys, DateTimeOffset At)
    {
        public static Asked Parse(string stored)
        {
            int blank = stored.IndexOf(' ', StringComparison.Ordinal);
            return new Asked(
                int.Parse(stored.AsSpan(0, blank), CultureInfo.InvariantCulture), new DateTimeOffset(long.Parse(stored.AsSpan(blank + 1), CultureInfo.InvariantCulture), TimeSpan.Zero));
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Journeys} {At.UtcTicks}");
    }
}
