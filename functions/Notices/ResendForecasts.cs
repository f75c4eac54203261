using System.Collections.Concurrent;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>What a resend would do for each of those whom it looks at, before anything of it is done.</summary>
public sealed class ResendForecasts(
    CampaignCatalog campaigns,
    EntitlementStore entitlements,
    NoticeStore notices,
    Recipients recipients,
    AddressBook book,
    EntitlementContacts contacts,
    AddressRules rules,
    NoticeCosts costs,
    ClaimHolders holders,
    TimeProvider time)
{
    private const int PageSize = 1000;
    private const int ShardsAtATime = 8;

    /// <summary>Those whom an order names, each as they will stand once they are corrected.</summary>
    internal async Task<IReadOnlyDictionary<EntitlementId, PersonForecast>> OfAsync(NoticeOrder order, IReadOnlyList<Entitlement> people, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
        {
            return new Dictionary<EntitlementId, PersonForecast>();
        }

        Entitlement[] inOrder = [.. people.OrderBy(person => person.Id)];
        Campaign campaign = campaigns[inOrder[0].Campaign];
        NoticeClaimTerms terms = new(time.GetUtcNow(), Guid.Empty, TimeSpan.Zero, holders);
        IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = book.SeenFromToday(inOrder, await notices.ReadHistoriesAsync(order, inOrder, cancellationToken));
        Dictionary<EntitlementId, PersonForecast> forecasts = new(inOrder.Length);
        foreach (Recipient recipient in await recipients.ReadAsync(inOrder, cancellationToken))
        {
            NoticeHistory history = histories.GetValueOrDefault(recipient.Person.Id, NoticeHistory.Empty);
            forecasts[recipient.Person.Id] = await OfOneAsync(campaign, order, recipient, history, terms, cancellationToken);
        }

        return forecasts;
    }

    /// <summary>Everybody of a campaign, for a filter: walks all shards as the wave would.</summary>
    internal async Task<(MessageCount Messages, IReadOnlyDictionary<ResendVerdict, long> Verdicts)> OfEverybodyAsync(Campaign campaign, NoticeOrder order, CancellationToken cancellationToken)
    {
        ConcurrentBag<(MessageCount Messages, Dictionary<ResendVerdict, long> Verdicts)> counts = [];
        ParallelOptions some = new() { MaxDegreeOfParallelism = ShardsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, token) => counts.Add(await OfShardAsync(campaign, order, shard, token)));
        return (
            counts.Aggregate(MessageCount.None, (sum, count) => sum + count.Messages),
            counts.SelectMany(count => count.Verdicts).GroupBy(count => count.Key).ToDictionary(verdict => verdict.Key, verdict => verdict.Sum(count => count.Value)));
    }

    private async Task<(MessageCount Messages, Dictionary<ResendVerdict, long> Verdicts)> OfShardAsync(Campaign campaign, NoticeOrder order, int shard, CancellationToken cancellationToken)
    {
        MessageCount messages = MessageCount.None;
        Dictionary<ResendVerdict, long> verdicts = [];
        IReadOnlyList<Entitlement> page;
        EntitlementId? after = null;
        do
        {
            page = await entitlements.ReadPageAsync(campaign.Id, shard, after, PageSize, cancellationToken);
            foreach (PersonForecast forecast in (await OfAsync(order, page, cancellationToken)).Values)
            {
                messages += forecast.Messages;
                verdicts[forecast.Verdict] = verdicts.GetValueOrDefault(forecast.Verdict) + 1;
            }

            after = page.Count == 0 ? after : page[^1].Id;
        }
        while (page.Count == PageSize);

        return (messages, verdicts);
    }

    private async ValueTask<PersonForecast> OfOneAsync(
        Campaign campaign, NoticeOrder order, Recipient recipient, NoticeHistory history, NoticeClaimTerms terms, CancellationToken cancellationToken)
    {
        ResendVerdict verdict = ResendAudience.VerdictOf(order, recipient, history, terms.Now);
        string[] orders = [.. history.Earlier.Where(notice => notice.State != NoticeState.Deferred || notice.MayHaveGoneOut).Select(notice => notice.Order).OfType<string>()];
        bool wasWrittenTo = history.Earlier.Any(notice => notice.State != NoticeState.Deferred || notice.MayHaveGoneOut);
        if (verdict != ResendVerdict.Send || NoticeDecision.For(order, recipient, history, terms) is not NoticeDecision.Send send)
        {
            return new PersonForecast(verdict, MessageCount.None, wasWrittenTo) { Orders = orders };
        }

        return contacts.ContactOf(recipient.Person)?.By(NoticeAudience.KindOf(send.Claim.Channel)) is { } to && await IsRefusedAsync(order, recipient.Person, to, cancellationToken)
            ? new PersonForecast(ResendVerdict.Suppressed, MessageCount.None, wasWrittenTo) { Orders = orders }
            : new PersonForecast(ResendVerdict.Send, costs.Of(campaign, order.Kind, send), wasWrittenTo) { Orders = orders };
    }

    /// <summary>A correction takes the old link away: that the new address takes nothing must be known before, whichever instance was told so.</summary>
    private async ValueTask<bool> IsRefusedAsync(NoticeOrder order, Entitlement person, string to, CancellationToken cancellationToken) =>
        (person.IsCorrectedBy(order.Resend!.Order) ? await rules.RefusalNowAsync(to, cancellationToken) : await rules.RefusalOfAsync(to, cancellationToken)) is not null;
}

/// <summary>What a resend would do for one person.</summary>
/// <param name="Verdict">Whether the link is sent.</param>
/// <param name="Messages">One or none.</param>
/// <param name="WasWrittenTo">Something has gone out, or may have, or was refused: what is only put off goes to the address on file when its time comes.</param>
internal sealed record PersonForecast(ResendVerdict Verdict, MessageCount Messages, bool WasWrittenTo)
{
    /// <summary>Orders whose message has gone out, or may have.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];
}
