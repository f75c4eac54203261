using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>Whether a code may go out, beyond what the journey itself allows.</summary>
internal abstract record SendLeave
{
    private SendLeave()
    {
    }

    public sealed record Granted : SendLeave;

    /// <summary>Other journeys have written to this address: it can be asked again then.</summary>
    public sealed record NotBefore(DateTimeOffset At) : SendLeave;

    /// <summary>No more SMS today, or a row of neighbouring numbers is being tried: another way is open.</summary>
    public sealed record NoMoreSms : SendLeave;
}

/// <summary>
/// What holds over all journeys and all instances of the app, so it lies in a table: <c>SendLimits</c>. An address meets delays that grow with each journey that writes
/// to it, and never a lock, so that a stranger cannot shut its owner out; SMS have a ceiling; rows of numbers are stopped.
/// </summary>
public sealed class SendLimits(TableServiceClient tables, KeyedHash hash, IAlarms alarms, IOptions<ApplicationOptions> options, TimeProvider time)
{
    public const string TableName = "SendLimits";

    private const int Buckets = 16;
    private const int ChangesAtMost = 50;

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly ApplicationOptions _options = options.Value;

    /// <param name="campaign">Whose.</param>
    /// <param name="to">Where the code is to go: one way.</param>
    /// <param name="addressKey">Its key.</param>
    /// <param name="isNewHere">Whether the journey has not written there before.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    internal async Task<SendLeave> AskAsync(Campaign campaign, Contact to, string addressKey, bool isNewHere, CancellationToken cancellationToken)
    {
        if (isNewHere && await DelayAsync(campaign, addressKey, cancellationToken) is { } wait)
        {
            return new SendLeave.NotBefore(wait);
        }

        return to.Phone is { } phone && (!await MayAskAsync(campaign, phone, cancellationToken) || !await TakeSmsAsync(campaign, addressKey, cancellationToken))
            ? new SendLeave.NoMoreSms()
            : new SendLeave.Granted();
    }

    /// <summary>Whose contact is proved has nothing to wait for next time.</summary>
    internal Task ForgetAsync(CampaignId campaign, string addressKey, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(AddressPartition(campaign, addressKey), addressKey, ETag.All, cancellationToken);

    /// <returns>From when on another journey may write there; null where this one may now, and has been counted.</returns>
    private Task<DateTimeOffset?> DelayAsync(Campaign campaign, string addressKey, CancellationToken cancellationToken) => ChangeAsync<DateTimeOffset?>(
        AddressPartition(campaign.Id, addressKey), addressKey,
        row =>
        {
            DateTimeOffset now = time.GetUtcNow();
            int journeys = row.GetDateTimeOffset("LastAt") > now - _options.AddressForgetsAfter ? row.GetInt32("Journeys") ?? 0 : 0;
            DateTimeOffset from = journeys == 0 ? now : row.GetDateTimeOffset("LastAt")!.Value + DelayAfter(journeys);
            if (from > now)
            {
                return (false, from);
            }

            (row["Journeys"], row["LastAt"]) = (journeys + 1, now);
            return (true, null);
        },
        cancellationToken);

    private TimeSpan DelayAfter(int journeys)
    {
        TimeSpan doubled = _options.CodeInterval * Math.Pow(2, Math.Clamp(journeys - 1, 0, 16));
        return doubled < _options.AddressDelayMax ? doubled : _options.AddressDelayMax;
    }

    private async Task<bool> TakeSmsAsync(Campaign campaign, string addressKey, CancellationToken cancellationToken)
    {
        int ceiling = _options.SmsPerDay / Buckets;
        int used = await ChangeAsync(
            string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}:sms:{time.GetUtcNow().DateInJapan():yyyyMMdd}"), addressKey[..1],
            row =>
            {
                int taken = (row.GetInt32("Count") ?? 0) + 1;
                row["Count"] = Math.Min(taken, ceiling + 1);
                return (taken <= ceiling + 1, taken);
            },
            cancellationToken);
        if (used == ceiling * 4 / 5 || used == ceiling + 1)
        {
            await alarms.RaiseAsync(
                AlarmKind.CodeSmsCeiling, campaign.Id, used > ceiling ? "reached" : "near",
                $"Codes by SMS have {(used > ceiling ? "reached" : "come to four fifths of")} the {_options.SmsPerDay} that the campaign pays for in a day (Applications:SmsPerDay).", cancellationToken);
        }

        return used <= ceiling;
    }

    /// <summary>False where too many neighbours of the number have asked within the hour.</summary>
    private async Task<bool> MayAskAsync(Campaign campaign, string phone, CancellationToken cancellationToken)
    {
        string block = hash.LookUpKey("number-block", $"{campaign.Id}\n{phone[..^2]}");
        (int neighbours, bool isNew) = await ChangeAsync(
            $"{campaign.Id}:numbers:{block[..2]}", block,
            row =>
            {
                DateTimeOffset now = time.GetUtcNow();
                List<string> asked = [.. (row.GetString("Asked") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(entry => SecondsOf(entry) > now.AddHours(-1).ToUnixTimeSeconds())];
                string own = hash.LookUpKey("number-of-block", phone)[..8];
                bool known = asked.Exists(entry => entry.StartsWith(own, StringComparison.Ordinal));
                if (known || asked.Count > _options.NeighboursPerHour)
                {
                    return (false, (asked.Count, !known));
                }

                asked.Add(string.Create(CultureInfo.InvariantCulture, $"{own}:{now.ToUnixTimeSeconds()}"));
                row["Asked"] = string.Join(' ', asked);
                return (true, (asked.Count, true));
            },
            cancellationToken);
        if (!isNew || neighbours <= _options.NeighboursPerHour)
        {
            return true;
        }

        await alarms.RaiseAsync(
            AlarmKind.NumbersInSequence, campaign.Id, string.Empty,
            $"More than {_options.NeighboursPerHour} neighbouring mobile numbers have asked for codes within an hour; further ones are not written to.", cancellationToken);
        return false;
    }

    private static long SecondsOf(string entry) => long.Parse(entry.AsSpan(entry.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    /// <summary>Reads a row, changes it and writes it back, again and again while others do the same.</summary>
    private async Task<T> ChangeAsync<T>(string partition, string key, Func<TableEntity, (bool Write, T Result)> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            TableEntity row = found.HasValue ? found.Value! : new TableEntity(partition, key);
            (bool write, T result) = change(row);
            if (!write)
            {
                return result;
            }

            try
            {
                await (found.HasValue ? _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken) : _table.AddEntityAsync(row, cancellationToken));
                return result;
            }
            catch (RequestFailedException raced) when (raced.Status is 409 or 412 or 404 && attempt < ChangesAtMost)
            {
                // Somebody else was quicker.
            }
        }
    }

    private static string AddressPartition(CampaignId campaign, string addressKey) => $"{campaign}:to:{addressKey[..2]}";
}
