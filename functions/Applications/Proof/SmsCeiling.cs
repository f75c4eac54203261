using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>
/// How many codes by SMS a campaign pays for in a day in Japan, over all instances of the app: table <c>SendLimits</c>, row <c>{campaign}:sms</c>, <c>{day}</c>. Each instance
/// takes a thousandth of them at a time, so that not every code asks the store; what it has not used when it ends is not used by others, so the ceiling is never passed.
/// </summary>
public sealed class SmsCeiling(TableServiceClient tables, IAlarms alarms, IOptions<ApplicationOptions> options, TimeProvider time)
{
    private const string Taken = "Taken";
    private const int ChangesAtMost = 50;

    private readonly TableClient _table = tables.GetTableClient(AskedAddresses.TableName);
    private readonly int _perDay = options.Value.SmsPerDay;
    private readonly ConcurrentDictionary<CampaignId, Purse> _purses = new();

    /// <summary>Takes one; false where there is none left today.</summary>
    internal async Task<bool> TakeAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        Purse purse = _purses.GetOrAdd(campaign, _ => new Purse());
        await purse.Turn.WaitAsync(cancellationToken);
        try
        {
            DateOnly today = time.GetUtcNow().DateInJapan();
            if (purse.Day != today)
            {
                (purse.Day, purse.Left, purse.IsLast) = (today, 0, false);
            }

            if (purse.Left == 0 && !purse.IsLast)
            {
                purse.Left = await TakePortionAsync(campaign, today, cancellationToken);
                purse.IsLast = purse.Left == 0;
            }

            return purse.Left > 0 && purse.Left-- > 0;
        }
        finally
        {
            purse.Turn.Release();
        }
    }

    private async Task<int> TakePortionAsync(CampaignId campaign, DateOnly day, CancellationToken cancellationToken)
    {
        (int before, int after) = await MoveAsync($"{campaign}:sms", day.ToString("yyyyMMdd", CultureInfo.InvariantCulture), cancellationToken);
        int near = (int)(_perDay * 4L / 5);
        if (after == before || (before < near && after >= near))
        {
            await alarms.RaiseAsync(
                AlarmKind.CodeSmsCeiling, campaign, after == before ? "reached" : "near",
                $"Codes by SMS have {(after == before ? "reached" : "come to four fifths of")} the {_perDay} that the campaign pays for in a day (Applications:SmsPerDay).", cancellationToken);
        }

        return after - before;
    }

    private async Task<(int Before, int After)> MoveAsync(string partition, string key, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            TableEntity row = found.HasValue ? found.Value! : new TableEntity(partition, key);
            int before = row.GetInt32(Taken) ?? 0;
            int after = Math.Max(before, Math.Min(_perDay, before + Math.Max(1, _perDay / 1000)));
            if (after == before)
            {
                return (before, after);
            }

            row[Taken] = after;
            try
            {
                await (found.HasValue ? _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken) : _table.AddEntityAsync(row, cancellationToken));
                return (before, after);
            }
            catch (RequestFailedException raced) when (raced.Status is 409 or 412 or 404 && attempt < ChangesAtMost)
            {
                // Another instance was quicker.
            }
        }
    }

    /// <summary>What this instance has taken and not used.</summary>
    private sealed class Purse
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public DateOnly Day { get; set; }

        public int Left { get; set; }

        /// <summary>There is nothing more to be had today.</summary>
        public bool IsLast { get; set; }
    }
}
