using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.CallCentre;

/// <summary>The audit record of every resend: table <c>Resends</c>, partition <c>{campaign}</c>, row <c>{order}</c>. Never changed, never deleted.</summary>
public sealed class ResendStore(TableServiceClient tables)
{
    public const string TableName = "Resends";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async Task<ResendRecord?> FindAsync(CampaignId campaign, string order, CancellationToken cancellationToken)
    {
        NullableResponse<ResendRow> row = await _table.GetEntityIfExistsAsync<ResendRow>(campaign.Value, order, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.ToRecord() : null;
    }

    public async IAsyncEnumerable<ResendRecord> ListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ResendRow row in _table.QueryAsync<ResendRow>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), cancellationToken: cancellationToken))
        {
            yield return row.ToRecord();
        }
    }

    /// <returns>False where the order is on record already.</returns>
    public async Task<bool> TryAddAsync(CampaignId campaign, ResendRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(ResendRow.From(campaign, record), cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return false;
        }
    }

    private sealed class ResendRow : ITableEntity
    {
        public string PartitionKey { get; set; } = string.Empty;

        public string RowKey { get; set; } = string.Empty;

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string Fingerprint { get; set; } = string.Empty;

        public string By { get; set; } = string.Empty;

        public string Reason { get; set; } = string.Empty;

        public DateTimeOffset At { get; set; }

        public ResendFilter Filter { get; set; }

        public NoticeChannel? Channel { get; set; }

        /// <summary>Entitlement ids, separated by spaces: at most a thousand of twelve digits.</summary>
        public string People { get; set; } = string.Empty;

        public string Corrected { get; set; } = string.Empty;

        public static ResendRow From(CampaignId campaign, ResendRecord record) => new()
        {
            PartitionKey = campaign.Value,
            RowKey = record.Order,
            Fingerprint = record.Fingerprint,
            By = record.By,
            Reason = record.Reason,
            At = record.At,
            Filter = record.Filter,
            Channel = record.Channel,
            People = string.Join(' ', record.People),
            Corrected = string.Join(' ', record.Corrected),
        };

        public ResendRecord ToRecord() => new(RowKey, Fingerprint, By, Reason, At, Filter, Channel, Ids(People), Ids(Corrected));

        private static IReadOnlyList<EntitlementId> Ids(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(EntitlementId.Parse)];
    }
}

/// <summary>What was asked for, by whom, and why.</summary>
/// <param name="Order">Made from the request's idempotency key.</param>
/// <param name="Fingerprint">Keyed hash of the request's body: the same key with another body is a mistake.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">The operator's words.</param>
/// <param name="At">UTC.</param>
/// <param name="Filter">To whom; <c>all</c> where people were named.</param>
/// <param name="Channel">By which way, or null for the most likely.</param>
/// <param name="People">Who was named; empty for a filter.</param>
/// <param name="Corrected">Whose number or address was corrected.</param>
public sealed record ResendRecord(
    string Order, string Fingerprint, string By, string Reason, DateTimeOffset At, ResendFilter Filter, NoticeChannel? Channel, IReadOnlyList<EntitlementId> People, IReadOnlyList<EntitlementId> Corrected)
{
    /// <summary>The wave that carries it out.</summary>
    public string WaveId => $"resend-{Order}";
}
