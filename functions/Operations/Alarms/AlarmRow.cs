using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Operations.Alarms;

/// <summary>The stored shape of an <see cref="Alarm"/>.</summary>
internal static class AlarmRow
{
    public static TableEntity Of(string partition, Alarm alarm) => new(partition, alarm.Id)
    {
        [nameof(Alarm.Kind)] = alarm.Kind.ToString(),
        [nameof(Alarm.Campaign)] = alarm.Campaign?.Value ?? string.Empty,
        [nameof(Alarm.Matter)] = alarm.Matter,
        [nameof(Alarm.Text)] = alarm.Text,
        [nameof(Alarm.At)] = alarm.At,
        [nameof(Alarm.LastAt)] = alarm.LastAt,
        [nameof(Alarm.Times)] = alarm.Times,
    };

    public static Alarm Read(TableEntity row) => new(
        row.RowKey,
        Enum.Parse<AlarmKind>(row.GetString(nameof(Alarm.Kind))!),
        CampaignId.TryParse(row.GetString(nameof(Alarm.Campaign)), out CampaignId campaign) ? campaign : null,
        row.GetString(nameof(Alarm.Matter))!,
        row.GetString(nameof(Alarm.Text))!,
        row.GetDateTimeOffset(nameof(Alarm.At))!.Value,
        row.GetDateTimeOffset(nameof(Alarm.LastAt))!.Value,
        row.GetInt32(nameof(Alarm.Times))!.Value);
}
