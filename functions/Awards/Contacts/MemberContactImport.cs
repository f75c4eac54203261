using System.Security.Cryptography;
using Compensation.Awards.Spool;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards.Contacts;

/// <summary>
/// Takes members' contacts in, wholly or not at all: every row is checked, by itself and against the others, before the first is written. Only members who
/// have points are kept. The same file again changes nothing, and finds those who have earned points since; after a crash it completes what is missing.
/// </summary>
public sealed class MemberContactImport(
    CampaignCatalog campaigns, PurchaseStore purchases, MemberContactShard shards, Entitlements.EntitlementContacts contacts, ContactFiles files, TimeProvider time, ILogger<MemberContactImport> log)
{
    private const int ErrorsListedMax = 1_000;
    private const int ShardsAtOnce = 4;

    /// <param name="id">A campaign that awards points.</param>
    /// <param name="csv">The file as <c>docs/member-contacts-format.md</c> describes it; is read once, from its current position.</param>
    /// <param name="fileName">What the file is called in the result and the record.</param>
    /// <param name="dryRun">Check everything, write nothing.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task<MemberContactsResult> ImportAsync(CampaignId id, Stream csv, string fileName, bool dryRun, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        MemberContactsResult nothing = new(MemberContactsOutcome.Closed, fileName, string.Empty, 0, ContactCounts.None, 0, []);
        if (!campaign.NotifiesGrants || time.GetUtcNow() >= campaign.NoticesEndAt)
        {
            return nothing;
        }

        RowErrors errors = new(ErrorsListedMax);
        using MemberSpool<MemberContact> spool = new(campaign.Shards);
        (long rows, string sha256) = await SpoolAsync(campaign, csv, spool, errors, cancellationToken);
        Compare(spool, errors);
        MemberContactsResult read = nothing with { Sha256 = sha256, Rows = rows };
        MemberContactsResult result = errors.Count == 0
            ? await TakeAsync(campaign, spool, read, dryRun, cancellationToken)
            : read with { Outcome = MemberContactsOutcome.Invalid, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
        log.ContactsImported(id, result.Outcome, rows, result.Counts.Added, result.Counts.Corrected, result.Counts.Unchanged, result.Counts.WithoutPoints, result.Counts.Unknown, result.ErrorCount);
        return result;
    }

    /// <summary>Each row by itself; those in order go to their shard's part of the spool. The file's hash comes along.</summary>
    private async Task<(long Rows, string Sha256)> SpoolAsync(Campaign campaign, Stream csv, MemberSpool<MemberContact> spool, RowErrors errors, CancellationToken cancellationToken)
    {
        using SHA256 sha256 = SHA256.Create();
        await using CryptoStream hashed = new(csv, sha256, CryptoStreamMode.Read, leaveOpen: true);
        long rows = 0;
        await foreach ((long line, MemberId member, Entitlements.Contact contact) in MemberContactReader.ReadAsync(hashed, errors, cancellationToken))
        {
            rows++;
            spool.Add(new MemberContact(line, purchases.IdOf(campaign.Id, member, attempt: 0), member, contact));
        }

        await hashed.CopyToAsync(Stream.Null, cancellationToken);
        return (rows, Convert.ToHexStringLower(sha256.Hash!));
    }

    /// <summary>The rows against each other.</summary>
    private static void Compare(MemberSpool<MemberContact> spool, RowErrors errors)
    {
        foreach (int shard in spool.Shards)
        {
            MemberContact? before = null;
            foreach (MemberContact row in spool.Read(shard))
            {
                if (before is not null && before.Member == row.Member)
                {
                    errors.Add(new RowError(row.Line, MemberContactReader.Member, $"the same member as on line {before.Line}", "each member once"));
                }
                else
                {
                    before = row;
                }
            }
        }
    }

    private async Task<MemberContactsResult> TakeAsync(Campaign campaign, MemberSpool<MemberContact> spool, MemberContactsResult read, bool dryRun, CancellationToken cancellationToken)
    {
        Lock gate = new();
        ContactCounts sum = ContactCounts.None;
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(spool.Shards, some, async (shard, stop) =>
        {
            await foreach (ContactPlan plan in shards.PlanAsync(campaign.Id, spool.Read(shard), stop))
            {
                await contacts.KeepAsync(dryRun ? [] : plan.Changes, stop);
                lock (gate)
                {
                    sum += plan.Counts;
                }
            }
        });

        MemberContactsResult taken = read with { Counts = sum };
        if (dryRun)
        {
            return taken with { Outcome = MemberContactsOutcome.Checked };
        }

        // Noted even where it changed nothing: an earlier try may have written everything and died before this line.
        MemberContactsResult done = taken with { Outcome = sum.Added + sum.Corrected == 0 ? MemberContactsOutcome.Unchanged : MemberContactsOutcome.Imported };
        await files.AddAsync(campaign.Id, done, cancellationToken);
        return done;
    }
}
