using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.CallCentre;

/// <summary>The audit record of every resend: table <c>Resends</c>, partition <c>{campaign}</c>, row <c>{order}</c>. Never deleted, and never changed but for the reason, which is encrypted, as people write what they like into it, and erased once its time of keeping is over.</summary>
public sealed class ResendStore(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "Resends";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async Task<ResendRecord?> FindAsync(CampaignId campaign, string order, CancellationToken cancellationToken)
    {
        NullableResponse<ResendRow> row = await _table.GetEntityIfExistsAsync<ResendRow>(campaign.Value, order, cancellationToken: cancellationToken);
        return row.HasValue ? RecordOf(row.Value!) : null;
    }

    public async IAsyncEnumerable<ResendRecord> ListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ResendRow row in _table.QueryAsync<ResendRow>(TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}"), cancellationToken: cancellationToken))
        {
            yield return RecordOf(row);
        }
    }

    /// <summary>Erases why: of those that name somebody, or of all.</summary>
    /// <returns>How many there were.</returns>
    internal async Task<int> ForgetReasonsAsync(CampaignId campaign, EntitlementId? person, CancellationToken cancellationToken)
    {
        int forgotten = 0;
        string filter = $"{TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value}")} and Reason gt ''";
        await foreach (ResendRow row in _table.QueryAsync<ResendRow>(filter, cancellationToken: cancellationToken).Where(row => person is not { } id || row.People.Contains(id.ToString(), StringComparison.Ordinal)))
        {
            await _table.UpdateEntityAsync(new TableEntity(campaign.Value, row.RowKey) { [nameof(ResendRow.Reason)] = string.Empty }, ETag.All, TableUpdateMode.Merge, cancellationToken);
            forgotten++;
        }

        return forgotten;
    }

    /// <returns>False where the order is on record already.</returns>
    public async Task<bool> TryAddAsync(CampaignId campaign, ResendRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(ResendRow.From(campaign, record with { Reason = fields.Protect(record.Reason) }), cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return false;
        }
    }

    private ResendRecord RecordOf(ResendRow row)
    {
        ResendRecord record = row.ToRecord();
        return record with { Reason = fields.UnprotectOrClear(record.Reason) };
    }

    private sealed class ResendRow : ITableEntity
    {
        public string PartitionKey { get; set; } = string.Empty;

        public string RowKey { get; set; } = string.Empty;

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string Fingerprint { get; set; } = string.Empty;

        public string By { get; set; } = string.Empty;

        /// <summary>Encrypted, in clear where an earlier release wrote it; empty once it was erased.</summary>
        public string Reason { get; set; } = string.Empty;

        public DateTimeOffset At { get; set; }

        public ResendFilter Filter { get; set; }

        public NoticeChannel? Channel { get; set; }

        /// <summary>Named people, separated by spaces, each <c>id:verdict:corrected:wrong</c>: at most a thousand of twenty characters.</summary>
        public string People { get; set; } = string.Empty;

        /// <summary>JSON.</summary>
        public string Outlook { get; set; } = string.Empty;

        /// <summary>The wave's order, as JSON.</summary>
        public string Sends { get; set; } = string.Empty;

        /// <summary>JSON.</summary>
        public string Window { get; set; } = string.Empty;

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
            People = string.Join(' ', record.People.Select(TextOf)),
            Outlook = JsonSerializer.Serialize(record.Outlook, JsonBody.Format),
            Sends = record.Sends.ToString(),
            Window = JsonSerializer.Serialize(record.Window, JsonBody.Format),
        };

        public ResendRecord ToRecord() => new(
            RowKey, Fingerprint, By, Reason, At, Filter, Channel,
            [.. People.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PersonOf)],
            Read<ResendOutlook>(Outlook),
            NoticeOrder.Parse(Sends),
            Read<SendingWindow>(Window));

        private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonBody.Format) ?? throw new InvalidDataException($"A resend holds null instead of {typeof(T).Name}.");

        private static string TextOf(NamedPerson person) =>
            string.Create(CultureInfo.InvariantCulture, $"{person.Entitlement}:{(int)person.Verdict}:{(person.IsCorrected ? 1 : 0)}:{(int)person.Wrong}");

        private static NamedPerson PersonOf(string text) => text.Split(':') is [var id, var verdict, var corrected, var wrong]
            ? new NamedPerson(EntitlementId.Parse(id), (ResendVerdict)NumberOf(verdict), NumberOf(corrected) == 1, (ContactKinds)NumberOf(wrong))
            : throw new InvalidDataException("A resend names somebody in an unknown form.");

        private static int NumberOf(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
