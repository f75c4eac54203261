using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Hosting.Keys;
using Compensation.Notices;
using Compensation.Operations.Alarms;
using Compensation.Transfers;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle.Preflight;

/// <summary>What the installation itself stands on: settings, keys, storage, clock, and who hears of alarms.</summary>
public sealed class InstallationChecks(
    ICampaignsRunHere runs,
    TableServiceClient tables,
    ProtectedFields fields,
    IOptions<KeyRingOptions> keys,
    IOptions<NoticeOptions> notices,
    IOptions<AlarmOptions> alarms,
    IOptions<TransferOptions> transfers,
    TimeProvider time)
{
    private const string Sample = "090-0000-0000";

    private static readonly TimeSpan s_skewMax = TimeSpan.FromSeconds(30);

    internal async Task<IReadOnlyList<PreflightCheck>> TryAsync(Campaign campaign, CancellationToken cancellationToken) =>
        [Campaign(campaign), TestMode(), Keys(), .. await StorageAsync(campaign, cancellationToken), Alarms(), .. Transfers(campaign)];

    private PreflightCheck Campaign(Campaign campaign) => !runs.Runs(campaign.Id)
        ? Red("campaign", $"Lifecycle:Campaigns does not name {campaign.Id}: nothing of it would run.")
        : Green("campaign", $"It runs here; balances are sealed after {JapanTime.LastMinuteBefore(campaign.CutoffAt)}, {(time.GetUtcNow() < campaign.CutoffAt ? "which is to come" : "which has passed")}.");

    private PreflightCheck TestMode() => notices.Value.OnlyTo.Length > 0
        ? Red("testMode", "Notices:OnlyTo is set: nobody but the numbers and addresses in it is written to.")
        : Green("testMode", "Notices:OnlyTo is empty: everybody is written to.");

    private PreflightCheck Keys()
    {
        try
        {
            if (fields.Unprotect(fields.Protect(Sample)) != Sample)
            {
                return Red("keys", "What is encrypted is not the same when it is read.");
            }
        }
        catch (CryptographicException unusable)
        {
            return Red("keys", $"Fields cannot be encrypted: {unusable.GetType().Name}.");
        }

        return keys.Value.Unwrapped ? Red("keys", "KeyRing:Unwrapped: a copy of the store opens everything in it. Set VaultKey, KeyFile or CertificateFile.") : Green("keys", "Fields are encrypted, and the key is wrapped.");
    }

    /// <summary>Writes a row, reads it and takes it away; the store's clock is held against ours.</summary>
    private async Task<IReadOnlyList<PreflightCheck>> StorageAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        TableClient table = tables.GetTableClient(ClosingReportStore.TableName);
        TableEntity row = new($"{campaign.Id}:preflight", "tried") { ["At"] = time.GetUtcNow() };
        long began = time.GetTimestamp();
        try
        {
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
            Response<TableEntity> read = await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            string took = string.Create(CultureInfo.InvariantCulture, $"A row was written, read and taken away in {time.GetElapsedTime(began).TotalMilliseconds:0} ms.");
            return [Green("storage", took), Clock(read.GetRawResponse().Headers.Date)];
        }
        catch (RequestFailedException failed)
        {
            return [Red("storage", string.Create(CultureInfo.InvariantCulture, $"The store answers {failed.Status} {failed.ErrorCode}.")), Red("clock", "The store's clock could not be asked.")];
        }
    }

    private PreflightCheck Clock(DateTimeOffset? theirs)
    {
        if (theirs is not { } date)
        {
            return Green("clock", string.Create(CultureInfo.InvariantCulture, $"It is {time.GetUtcNow().ToJapan():yyyy-MM-dd HH:mm:ss} in Japan; the store tells no time to hold against it."));
        }

        TimeSpan skew = time.GetUtcNow() - date;
        string words = string.Create(CultureInfo.InvariantCulture, $"It is {time.GetUtcNow().ToJapan():yyyy-MM-dd HH:mm:ss} in Japan, {Math.Abs(skew.TotalSeconds):0} seconds {(skew < TimeSpan.Zero ? "behind" : "before")} the store.");
        return skew.Duration() <= s_skewMax ? Green("clock", words) : Red("clock", $"{words} Deadlines are kept by this clock: set it right.");
    }

    private PreflightCheck Alarms() => alarms.Value.Webhook is null && string.IsNullOrEmpty(alarms.Value.EmailTo)
        ? Red("alarms", "Neither Alarms:Webhook nor Alarms:EmailTo is set: an alarm is a line on a list that somebody has to look at.")
        : Green("alarms", "Alarms are told outside.");

    /// <summary>Nothing to say where the campaign's file offers none.</summary>
    private IEnumerable<PreflightCheck> Transfers(Campaign campaign) => campaign.BankTransfer is null ? []
        : transfers.Value.IsConfigured ? [Green("transfers", "There is an account from which transfers are paid.")]
        : [Red("transfers", $"The campaign's file offers bankTransfer, and {TransferOptions.Section}:ClientCode is not set: nobody can ask for a transfer. Set the section {TransferOptions.Section}.")];

    private static PreflightCheck Green(string name, string words) => new(name, true, words);

    private static PreflightCheck Red(string name, string words) => new(name, false, words);
}
