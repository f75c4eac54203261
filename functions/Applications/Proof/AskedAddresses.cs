using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>
/// Which addresses journeys have asked codes for: table <c>SendLimits</c>, partition <c>{campaign}:to:{two digits}</c>, a row for each hundred neighbouring numbers and for
/// each e-mail address, with a column for each address in it: how many journeys have written there, and when the last one did. A second column says from when on a number is
/// written to of which too many neighbours have asked: once it is told, nobody can put it off. An address that nobody has asked for costs one request.
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
            (SendLeave leave, bool isNoted) = Ask(found, column);
            if (!isNoted || await TryAsync(() => _table.UpdateEntityAsync(found, found.ETag, TableUpdateMode.Replace, cancellationToken)))
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
    /// <returns>The leave, and whether the row says more than before.</returns>
    private (SendLeave Leave, bool IsNoted) Ask(TableEntity row, string column)
    {
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, Asked> all = row.Keys.Where(IsAddress).ToDictionary(key => key, key => Asked.Parse(row.GetString(key)), StringComparer.Ordinal);
        Asked own = all.GetValueOrDefault(column, new Asked(0, DateTimeOffset.MinValue));
        int journeys = own.At > now - _options.AddressForgetsAfter ? own.Journeys : 0;
        if (journeys > 0 && StoredWait.Until(own.At, DelayAfter(journeys), now) is { } from)
        {
            return (new SendLeave.NotBefore(from), false);
        }

        if (!StoredWait.Lasts(own.At, NeighboursWithin, now) && InSequence(row, column, all.Values, now) is { } stopped)
        {
            return stopped;
        }

        foreach (string useless in all.Where(asked => asked.Value.At <= now - NeighboursWithin && asked.Value.At <= now - _options.AddressForgetsAfter).Select(asked => asked.Key))
        {
            row.Remove(useless);
        }

        foreach (string useless in row.Keys.Where(key => IsTurn(key) && TurnIn(row, key) <= now - _options.AddressForgetsAfter).Append(TurnOf(column)).ToList())
        {
            row.Remove(useless);
        }

        row[column] = new Asked(journeys + 1, now).ToString();
        return (new SendLeave.Granted(), true);
    }

    /// <summary>
    /// Stops a number of which too many neighbours have asked within the hour, longer the more there are: until a time that is noted and stays as it is, so that whoever asks for a whole row keeps
    /// no owner out of his own.
    /// </summary>
    private (SendLeave Leave, bool IsNoted)? InSequence(TableEntity row, string column, IReadOnlyCollection<Asked> all, DateTimeOffset now)
    {
        string turn = TurnOf(column);
        if (row.ContainsKey(turn) && TurnIn(row, turn) is var mine && mine > now - _options.AddressForgetsAfter)
        {
            // One that lies further ahead than anybody waits was noted before the clock was set back.
            return mine > now && mine <= now + _options.AddressDelayMax ? (new SendLeave.InSequence(mine), false) : null;
        }

        int neighbours = all.Count(asked => StoredWait.Lasts(asked.At, NeighboursWithin, now)) + row.Keys.Count(key => IsTurn(key) && TurnIn(row, key) > now - NeighboursWithin);
        if (neighbours < _options.NeighboursPerHour)
        {
            return null;
        }

        DateTimeOffset next = now + DelayAfter(neighbours - _options.NeighboursPerHour + 2);
        row[turn] = next.UtcTicks.ToString(CultureInfo.InvariantCulture);
        return (new SendLeave.InSequence(next), true);
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

    private static bool IsTurn(string column) => column.Length == 17 && column[0] == 'T';

    /// <summary>The column of when an address is written to that was stopped.</summary>
    private static string TurnOf(string column) => $"T{column[1..]}";

    private static DateTimeOffset TurnIn(TableEntity row, string turn) => new(long.Parse(row.GetString(turn), CultureInfo.InvariantCulture), TimeSpan.Zero);

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
