using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Operations.Alarms;

/// <summary>
/// Table <c>Alarms</c>: partition <c>all</c>, one row for each alarm, the newest first; partition <c>last</c>, row <c>{hash of kind, campaign and matter}</c>,
/// where the newest of each stands.
/// </summary>
public sealed class AlarmList(TableServiceClient tables, KeyedHash hash, IEnumerable<IAlarmWayOut> waysOut, TimeProvider time, IOptions<AlarmOptions> options, ILogger<AlarmList> log) : IAlarms
{
    public const string TableName = "Alarms";

    private const string All = "all";
    private const string Last = "last";
    private const string Place = "Place";
    private const int MatterLengthMax = 100;
    private const int TextLengthMax = 1000;

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly NewestFirst _places = new();

    public async Task RaiseAsync(AlarmKind kind, CampaignId? campaign, string matter, string text, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        string last = hash.LookUpKey("alarm", $"{kind}\n{campaign}\n{matter}");
        NullableResponse<TableEntity> known = await _table.GetEntityIfExistsAsync<TableEntity>(Last, last, [Place], cancellationToken);
        if (known.HasValue && await CountAsync(known.Value!.GetString(Place)!, now, cancellationToken))
        {
            return;
        }

        Alarm alarm = new(_places.KeyOf(now), kind, campaign, ForeignWords.Line(matter, MatterLengthMax), ForeignWords.Line(text, TextLengthMax), now, now, Times: 1);
        log.AlarmRaised(kind, campaign?.Value ?? "-", alarm.Matter, alarm.Text);
        await _table.UpsertEntityAsync(AlarmRow.Of(All, alarm), TableUpdateMode.Replace, cancellationToken);
        await _table.UpsertEntityAsync(new TableEntity(Last, last) { [Place] = alarm.Id }, TableUpdateMode.Replace, cancellationToken);
        await TellAsync(alarm, cancellationToken);
    }

    /// <param name="from">The place to begin at, or null for the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="campaign">Whose, beside those that belong to none; null for all.</param>
    internal async Task<IReadOnlyList<Alarm>> ReadPageAsync(string? from, int take, CancellationToken cancellationToken, CampaignId? campaign = null)
    {
        string after = from ?? string.Empty;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {All} and RowKey ge {after}") + Of(campaign);
        return await _table.QueryAsync<TableEntity>(filter, maxPerPage: take, cancellationToken: cancellationToken).Select(AlarmRow.Read).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>Alarms of a campaign, and those that belong to none, that were raised or counted after an instant: however many others were since.</summary>
    internal IAsyncEnumerable<Alarm> ReadSinceAsync(CampaignId campaign, DateTimeOffset after, CancellationToken cancellationToken)
    {
        // It stands where it was raised first, and is counted there for as long as the quiet lasts.
        string older = NewestFirst.OlderThan(after - options.Value.QuietFor);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {All} and RowKey lt {older} and LastAt gt {after}") + Of(campaign);
        return _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(AlarmRow.Read);
    }

    private static string Of(CampaignId? campaign) => campaign is { } id ? TableClient.CreateQueryFilter($" and (Campaign eq {id.Value} or Campaign eq '')") : string.Empty;

    /// <returns>Whether the alarm was counted as one that is known: else it is a new one.</returns>
    private async Task<bool> CountAsync(string place, DateTimeOffset now, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(All, place, cancellationToken: cancellationToken);
        if (!row.HasValue || AlarmRow.Read(row.Value!) is not { } known || !StoredWait.Lasts(known.At, options.Value.QuietFor, now))
        {
            return false;
        }

        TableEntity counted = new(All, place) { [nameof(Alarm.LastAt)] = now, [nameof(Alarm.Times)] = known.Times + 1 };
        await _table.UpdateEntityAsync(counted, ETag.All, TableUpdateMode.Merge, cancellationToken);
        return true;
    }

    /// <summary>The list and the log have it; a way out that fails must not fail whoever raised it.</summary>
    private async Task TellAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        foreach (IAlarmWayOut way in waysOut)
        {
            try
            {
                await way.TellAsync(alarm, cancellationToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                log.AlarmNotTold(way.Name, failed.GetType().Name);
            }
        }
    }
}
