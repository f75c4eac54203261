using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Waves;

/// <summary>Every wave's plan and standing: table <c>Waves</c>, partition <c>{campaign}</c>, row <c>{wave id}</c>. What stands here decides; orchestrations obey. Why it stands so, and why it departs from the campaign's file, is encrypted, as people write what they like into it.</summary>
public sealed class WaveStore(TableServiceClient tables, ProtectedFields fields)
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
        return row.HasValue ? row.Value!.ToWave(fields) : null;
    }

    /// <summary>Ids come out of addresses; what the store takes as no key, no wave is called.</summary>
    private static bool CanBeKey(string id) => id.Length is > 0 and <= 100 && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && id.AsSpan().IndexOfAny("/\\#?") < 0;

    /// <summary>All waves of a campaign, in the order of their ids.</summary>
    public async IAsyncEnumerable<Wave> ListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}");
        await foreach (WaveRow row in _table.QueryAsync<WaveRow>(filter, cancellationToken: cancellationToken))
        {
            yield return row.ToWave(fields);
        }
    }

    /// <summary>All but those whose names begin so, of which there may be thousands; of them those that have not ended.</summary>
    public IAsyncEnumerable<Wave> ListWithoutAsync(CampaignId campaign, string beginning, CancellationToken cancellationToken)
    {
        (string finished, string stopped) = ($"{WaveStanding.Finished}", $"{WaveStanding.Stopped}");
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and (RowKey lt {$"{beginning}-"} or RowKey ge {$"{beginning}."} or (Standing ne {finished} and Standing ne {stopped}))");
        return _table.QueryAsync<WaveRow>(filter, cancellationToken: cancellationToken).Select(row => row.ToWave(fields));
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
            await _table.AddEntityAsync(WaveRow.From(wave, fields), cancellationToken);
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
            await _table.UpdateEntityAsync(WaveRow.From(wave, fields), wave.Version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return false;
        }
    }

    /// <summary>Erases why those that have ended were brought there, and why they left the campaign's file.</summary>
    public async Task ForgetReasonsAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and (Reason gt '' or Departure gt '')");
        await foreach (Wave wave in _table.QueryAsync<WaveRow>(filter, cancellationToken: cancellationToken).Select(row => row.ToWave(fields)))
        {
            if (wave.Standing is WaveStanding.Stopped or WaveStanding.Finished && (wave.Reason.Length > 0 || wave.Departure is { Why.Length: > 0 }))
            {
                // Whoever is quicker has changed it: the next time.
                await TryReplaceAsync(wave with { Reason = string.Empty, Departure = wave.Departure is { } departure ? departure with { Why = string.Empty } : null }, cancellationToken);
            }
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

        /// <summary>Encrypted; in clear where an earlier release wrote it.</summary>
        public string Reason { get; set; } = string.Empty;

        public string ChangedBy { get; set; } = string.Empty;

        public DateTimeOffset ChangedAt { get; set; }

        public string? Result { get; set; }

        /// <summary>JSON, encrypted likewise.</summary>
        public string? Departure { get; set; }

        public string? Acts { get; set; }

        public static WaveRow From(Wave wave, ProtectedFields fields) => new()
        {
            PartitionKey = wave.Plan.Campaign.Value,
            RowKey = wave.Plan.WaveId,
            ETag = wave.Version,
            Standing = wave.Standing,
            Plan = JsonSerializer.Serialize(wave.Plan),
            Reason = fields.ProtectOrEmpty(wave.Reason),
            ChangedBy = wave.ChangedBy,
            ChangedAt = wave.ChangedAt,
            Result = wave.Result is null ? null : JsonSerializer.Serialize(wave.Result),
            Departure = wave.Departure is null ? null : fields.ProtectJson(wave.Departure),
            Acts = wave.Acts.ToString(),
        };

        public Wave ToWave(ProtectedFields fields) => new(
            JsonSerializer.Deserialize<WavePlan>(Plan)!, Standing, fields.UnprotectOrClear(Reason), ChangedBy, ChangedAt, Result is null ? null : JsonSerializer.Deserialize<WaveResult>(Result), ETag)
        {
            Departure = Departure is null ? null : fields.UnprotectOrClear(Departure) is var departure && departure != ProtectedFields.Unreadable ? JsonSerializer.Deserialize<WaveDeparture>(departure) : new WaveDeparture([], ProtectedFields.Unreadable, ProtectedFields.Unreadable),
            Acts = RecentActs.Parse(Acts),
        };
    }
}
