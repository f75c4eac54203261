using Compensation.Awards.Spool;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements.Search;
using Microsoft.Extensions.Logging;

namespace Compensation.Awards.Contacts;

/// <summary>
/// Takes members' contacts in, wholly or not at all: every row is checked, by itself and against the others, before the first is written. Only members who
/// have points are kept. The same file again changes nothing, and finds those who have earned points since; after a crash it completes what is missing.
/// </summary>
public sealed class MemberContactImport(
    CampaignCatalog campaigns, PurchaseStore purchases, MemberContactShard shards, Entitlements.EntitlementContacts contacts, Entitlements.ForgetContacts forget, PeopleIndex people, ContactFiles files, ImportLeases leases, TimeProvider time, ILogger<MemberContactImport> log)
{
    private const int ErrorsListedMax = 1_000;
    private const int ShardsAtOnce = 4;

    /// <param name="id">A campaign that awards points.</param>
    /// <param name="file">As <c>docs/member-contacts-format.md</c> describes it.</param>
    /// <param name="fileName">What the file is called in the result and the record.</param>
    /// <param name="by">Who brings it, or null.</param>
    /// <param name="dryRun">Check everything, write nothing.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task<MemberContactsResult> ImportAsync(CampaignId id, ReceivedFile file, string fileName, string? by, bool dryRun, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        MemberContactsResult nothing = new(MemberContactsOutcome.Closed, fileName, file.Sha256, 0, ContactCounts.None, 0, []);
        if (!campaign.NotifiesGrants || time.GetUtcNow() >= campaign.NoticesEndAt)
        {
            return nothing with { Detail = campaign.NotifiesGrants ? $"Members are written to until {JapanTime.LastMinuteBefore(campaign.NoticesEndAt)}: contacts are not kept any more." : "The members of this campaign are not written to: their contacts are not kept." };
        }

        RowErrors errors = new(ErrorsListedMax);
        using MemberSpool<MemberContact> spool = new(campaign.Shards);
        long rows = await SpoolAsync(campaign, file, spool, errors, cancellationToken);
        Compare(spool, errors);
        MemberContactsResult read = nothing with { Sha256 = file.Sha256, Encoding = file.Encoding.Name, Rows = rows };
        MemberContactsResult result = errors.Count == 0
            ? await TakeAsync(campaign, spool, read, by, dryRun, cancellationToken)
            : read with { Outcome = MemberContactsOutcome.Invalid, ErrorCount = errors.Count, Errors = [.. errors.Listed.OrderBy(error => error.Line)] };
        log.ContactsImported(id, result.Outcome, rows, result.Counts.Added, result.Counts.Corrected, result.Counts.Unchanged, result.Counts.WithoutPoints, result.Counts.Unknown, result.ErrorCount);
        return result;
    }

    /// <summary>Each row by itself; those in order go to their shard's part of the spool.</summary>
    private async Task<long> SpoolAsync(Campaign campaign, ReceivedFile file, MemberSpool<MemberContact> spool, RowErrors errors, CancellationToken cancellationToken)
    {
        long rows = 0;
        await foreach ((long line, MemberId member, Entitlements.Contact contact) in MemberContactReader.ReadAsync(file, errors, cancellationToken))
        {
            rows++;
            spool.Add(new MemberContact(line, purchases.IdOf(campaign.Id, member, attempt: 0), member, contact));
        }

        return rows;
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

    /// <summary>With the members' contacts to itself, over all instances.</summary>
    private async Task<MemberContactsResult> TakeAsync(Campaign campaign, MemberSpool<MemberContact> spool, MemberContactsResult read, string? by, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
        {
            return read with { Outcome = MemberContactsOutcome.Checked, Counts = await KeepAsync(campaign, spool, dryRun, cancellationToken) };
        }

        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.MemberContacts, read.File, by) { Sha256 = read.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return read with { Outcome = MemberContactsOutcome.Busy, Rows = 0, Detail = await leases.WhoIsAtWorkAsync(campaign.Id, ImportKind.MemberContacts, cancellationToken) };
        }

        try
        {
            MemberContactsResult done = await turn.WriteAsync(stop => WriteAsync(campaign, spool, read, stop), cancellationToken);
            await turn.CompleteAsync(done.Outcome == MemberContactsOutcome.Imported, CountsOf(done));
            return done;
        }
        catch (ImportTurnLostException lost)
        {
            return read with { Outcome = MemberContactsOutcome.Busy, Rows = 0, Detail = ImportLeases.LostHalfWay(lost) };
        }
    }

    private async Task<MemberContactsResult> WriteAsync(Campaign campaign, MemberSpool<MemberContact> spool, MemberContactsResult read, CancellationToken cancellationToken)
    {
        ContactCounts counts = await KeepAsync(campaign, spool, dryRun: false, cancellationToken);
        await forget.ErasedMeanwhileAsync(campaign.Id, cancellationToken);

        // Noted even where it changed nothing: an earlier try may have written everything and died before this line.
        MemberContactsResult done = read with { Counts = counts, Outcome = counts.Added + counts.Corrected == 0 ? MemberContactsOutcome.Unchanged : MemberContactsOutcome.Imported };
        await files.AddAsync(campaign.Id, done, cancellationToken);
        return done;
    }

    /// <returns>What became of the rows, or would.</returns>
    private async Task<ContactCounts> KeepAsync(Campaign campaign, MemberSpool<MemberContact> spool, bool dryRun, CancellationToken cancellationToken)
    {
        Lock gate = new();
        PeopleIndexBatch found = people.Open(campaign.Id);
        ContactCounts sum = ContactCounts.None;
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(spool.Shards, some, async (shard, stop) =>
        {
            await foreach (ContactPlan plan in shards.PlanAsync(campaign.Id, spool.Read(shard), stop))
            {
                await contacts.KeepAsync(dryRun ? [] : plan.Changes, stop);
                foreach ((Entitlements.Entitlement member, Entitlements.Contact contact) in dryRun ? [] : plan.Changes)
                {
                    await found.AddAsync(member.Id, SearchKey.Of(contact), stop);
                }

                lock (gate)
                {
                    sum += plan.Counts;
                }
            }
        });
        await found.FlushAsync(cancellationToken);
        return sum;
    }

    private static Dictionary<string, long> CountsOf(MemberContactsResult result) => new(StringComparer.Ordinal)
    {
        ["rows"] = result.Rows,
        ["added"] = result.Counts.Added,
        ["corrected"] = result.Counts.Corrected,
        ["unchanged"] = result.Counts.Unchanged,
    };
}
