using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Waves;

/// <summary>Every wave's plan and standing: table <c>Waves</c>, partition <c>{campaign}</c>, row <c>{wave id}</c>. What stands here decides; orchestrations obey.</summary>
public sealed class WaveStore(TableServiceClient tables)
{
    public const string TableName = "Waves";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>Null where there is none.</summary>
    public async Task<Wave?> FindAsync(WaveId id, CancellationToken cancellationToken)
    {
        if (!CanBeKey(id.Id))
        {
            return null;
        }

        NullableResponse<WaveRow> row = await _table.GetEntityIfExistsAsync<WaveRow>(id.Campaign.Value, id.Id, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ToWave() : null;
    }

    /// <summary>Ids come out of addresses; what the store takes as no key, no wave is called.</summary>
    private static bool CanBeKey(string id) => id.Length is > 0 and <= 100 && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && id.AsSpan().IndexOfAny("/\\#?") < 0;

    /// <summary>All waves of a campaign, in the order of their ids.</summary>
    public async IAsyncEnumerable<Wave> ListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}");
        await foreach (WaveRow row in _table.QueryAsync<WaveRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToWave();
        }
    }

    /// <summary>Enters a wave that is about to be started by itself, so that whoever stops it before it has begun is heard.</summary>
    /// <returns>False where it is there already.</returns>
    public Task<bool> TryPlanAsync(WavePlan plan, DateTimeOffset now, CancellationToken cancellationToken) =>
        TryAddAsync(new Wave(plan, WaveStanding.Planned, string.Empty, Wave.Itself, now, null, default), cancellationToken);

    /// <returns>False where a wave of this id exists already.</returns>
    public async Task<bool> TryAddAsync(Wave wave, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(WaveRow.From(wave), cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return false;
        }
    }

    /// <returns>False where someone else changed the wave since it was read.</returns>
    public async Task<bool> TryReplaceAsync(Wave wave, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(WaveRow.From(wave), wave.Version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return false;
        }
    }

    private sealed class WaveRow : ITableEntity
    {
        public string PartitionKey { get; set; } = string.Empty;

        public string RowKey { get; set; } = string.Empty;

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public WaveStanding Standing { get; set; }

        public string Plan { get; set; } = string.Empty;

        public string Reason { get; set; } = string.Empty;

        public string ChangedBy { get; set; } = string.Empty;

        public DateTimeOffset ChangedAt { get; set; }

        public string? Result { get; set; }

        public string? Departure { get; set; }

        public string? Acts { get; set; }

        public static WaveRow From(Wave wave) => new()
        {
            PartitionKey = wave.Plan.Campaign.Value,
            RowKey = wave.Plan.WaveId,
            ETag = wave.Version,
            Standing = wave.Standing,
            Plan = JsonSerializer.Serialize(wave.Plan),
            Reason = wave.Reason,
            ChangedBy = wave.ChangedBy,
            ChangedAt = wave.ChangedAt,
            Result = wave.Result is null ? null : JsonSerializer.Serialize(wave.Result),
            Departure = wave.Departure is null ? null : JsonSerializer.Serialize(wave.Departure),
            Acts = wave.Acts.ToString(),
        };

        public Wave ToWave() => new(
            JsonSerializer.Deserialize<WavePlan>(Plan)!, Standing, Reason, ChangedBy, ChangedAt, Result is null ? null : JsonSerializer.Deserialize<WaveResult>(Result), ETag)
        {
            Departure = Departure is null ? null : JsonSerializer.Deserialize<WaveDeparture>(Departure),
            Acts = RecentActs.Parse(Acts),
        };
    }
}
