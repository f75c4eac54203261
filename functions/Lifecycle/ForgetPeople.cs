using System.Globalization;
using Compensation.Applications;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Notices;
using Compensation.Notices.Persons;
using Compensation.Operations.Acts;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Lifecycle;

/// <summary>
/// Erases who people are once the time that their campaign's file states is over: where they are reached, what they have applied with, what was noted of their calls. Money, states, dates, seal and acts stay.
/// Page by page, some shards at a time; a kill loses nothing, since a repeat reads only what is left. What still waits for a code or a transfer keeps its contact until it is through.
/// </summary>
public sealed class ForgetPeople(
    CampaignCatalog campaigns,
    ForgetContacts contacts,
    ForgetHolders holders,
    ForgetApplicants applicants,
    NoticeStore notices,
    NoteStore notes,
    PeopleIndex index,
    PersonIndex persons,
    KeptPasses passes,
    MarkPersons marks,
    ActTrail trail,
    TimeProvider time)
{
    private const int ShardsAtATime = 4;

    [Function(nameof(ForgetPeople))]
    public Task Run([TimerTrigger("%LifecycleSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        campaigns.All.EachOnItsOwnAsync(campaign => ForgetAsync(campaign, cancellationToken), cancellationToken);

    private async Task ForgetAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        await WhenDueAsync(campaign, "ForgetContacts", campaign.Retention.Contacts, ForgetContactsAsync, cancellationToken);
        await WhenDueAsync(campaign, "ForgetApplicants", campaign.Retention.Applications, async (one, stop) => new Pass(await applicants.AllAsync(one.Id, stop), IsThrough: true), cancellationToken);

        // Somebody may ring whenever it be: they are few, and looked for each time.
        await WhenDueAsync(campaign, "ForgetNotes", campaign.Retention.Notes, async (one, stop) => new Pass(await notes.ForgetAllAsync(one.Id, stop), IsThrough: false), cancellationToken);
    }

    /// <summary>A pass that went through to its end is not begun again: it reads everything that there is of a campaign.</summary>
    private async Task WhenDueAsync(Campaign campaign, string operation, TimeSpan kept, Func<Campaign, CancellationToken, Task<Pass>> forget, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now < campaign.KeepingBeginsAt + kept || await passes.IsThroughAsync(campaign.Id, operation, cancellationToken))
        {
            return;
        }

        // That it went through is on record too: a kill may have come between what was erased and its act.
        Pass pass = await forget(campaign, cancellationToken);
        if (pass.Forgotten > 0 || pass.IsThrough)
        {
            await trail.RecordOwnAsync(campaign.Id.Value, operation, [new ActNoteRow("rows", pass.Forgotten.ToString(CultureInfo.InvariantCulture))], now);
        }

        if (pass.IsThrough)
        {
            await passes.KeepAsync(campaign.Id, operation, now, cancellationToken);
        }
    }

    private async Task<Pass> ForgetContactsAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        await MarkPersonsAsync(campaign, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        (int forgotten, int waiting) = (0, 0);
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, stop) =>
        {
            (int rights, int unsettled) = await contacts.ShardAsync(campaign.Id, shard, now, stop);
            Interlocked.Add(ref waiting, unsettled);
            Interlocked.Add(ref forgotten, rights + await holders.ShardAsync(campaign.Id, shard, stop));
            await notices.ForgetAddressesAsync(campaign.Id, shard, stop);
            await persons.RemoveAllAsync(campaign.Id, shard, stop);
        });
        await index.RemoveAllAsync(campaign.Id, cancellationToken);
        return new Pass(forgotten, IsThrough: waiting == 0);
    }

    /// <summary>Whose rights are one person's is written down wholly before the first contact is erased; then never again, since contacts are missing.</summary>
    private async Task MarkPersonsAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        const string marked = nameof(MarkPersons);
        if (campaign.Kind == CampaignKind.Compensation && !await passes.IsThroughAsync(campaign.Id, marked, cancellationToken))
        {
            await marks.RunAsync(campaign, cancellationToken);
            await passes.KeepAsync(campaign.Id, marked, time.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>What going through a campaign came to.</summary>
    /// <param name="Forgotten">Rows of which something was erased.</param>
    /// <param name="IsThrough">Whether nothing is left for a later pass.</param>
    private sealed record Pass(int Forgotten, bool IsThrough);
}
