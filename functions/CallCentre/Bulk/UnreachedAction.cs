using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Waves;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>What is done to some of the list of the unreached. It is an order of resending like any other: one wave, which can be watched and stopped.</summary>
public abstract class UnreachedAction(OrderResend resends, ListUnreached unreached, EntitlementMarks marks, NoticeStore notices, ActsUnderWay underWay, IOptions<CallCentreOptions> options) : IBulkAction
{
    protected const string Elsewhere = "send-elsewhere";
    protected const string TakenOff = "take-off-contact";
    protected const string Again = "send-again";

    private const int ListPage = 200;

    /// <summary>Left out: the order of resending does not take them.</summary>
    private const string Refused = "refused";

    /// <summary>Left out: another act of the last hours writes to them, in the morning perhaps, and they stand on the list until it does.</summary>
    private const string Spaced = "spaced";

    /// <summary>Left out: the list goes on behind those that were found.</summary>
    private const string NotLookedAt = "notLookedAt";

    private const string Sent = "sent";
    private const string Changed = "changed";

    private static readonly string[] s_kinds = [Elsewhere, TakenOff, Again];

    public abstract string Kind { get; }

    public int PageSize => BulkPlan.TargetsMax;

    public bool IsOffered(Campaign campaign) => campaign.Kind == CampaignKind.Compensation;

    public async Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        int most = Math.Min(BulkPlan.TargetsMax, options.Value.PeoplePerRequest);
        List<BulkTarget> targets = [];
        Dictionary<string, int> leftOut = new(StringComparer.Ordinal);
        EntitlementId? from = null;
        IReadOnlyList<string> writing = await WritingAsync(campaign.Id, except: null, cancellationToken);
        do
        {
            UnreachedPage page = await unreached.ReadAsync(campaign, from, ListPage, cancellationToken);
            IReadOnlySet<EntitlementId> ordered = await underWay.AmongAsync(campaign.Id, writing, [.. page.People.Select(person => person.Entitlement)], cancellationToken);
            List<BulkTarget> meant = [];
            foreach (UnreachedPerson person in page.People)
            {
                (string? why, NoticeChannel channel) = Judge(person);
                if ((why ?? (ordered.Contains(person.Entitlement) ? Spaced : null)) is { } left)
                {
                    Count(leftOut, left);
                }
                else
                {
                    meant.Add(new BulkTarget($"{person.Entitlement}", $"{channel}"));
                }
            }

            foreach ((BulkTarget target, string word) in meant.Zip(await WordsForAsync(campaign, meant, cancellationToken)))
            {
                if (word == Sent && targets.Count < most)
                {
                    targets.Add(target);
                }
                else
                {
                    Count(leftOut, word == Sent ? BulkPlan.Later : word);
                }
            }

            from = page.Next;
        }
        while (from is not null && targets.Count < most);

        if (from is { } place && await marks.CountAfterAsync(campaign.Id, Unreached.ForOperators, place, cancellationToken) is > 0 and var beyond)
        {
            leftOut[NotLookedAt] = beyond;
        }

        return targets.Count == 0 ? new BulkPlan([], leftOut) : await WithOutlookAsync(campaign, targets, leftOut, cancellationToken);
    }

    public string? WaveOf(BulkRecord act) => resends.WaveOf(act.Campaign, KeyOf(act));

    public async Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> words = await WordsForAsync(page, cancellationToken);
        BulkTarget[] left = [.. page.Targets.Zip(words).Where(one => one.Second == Sent).Select(one => one.First)];
        if (left.Length == 0)
        {
            return new BulkWorked(words);
        }

        return await resends.RunAsync(page.Campaign, RequestOf(left, page.Act.Reason), KeyOf(page.Act), page.Act.By.Name, orchestrations, cancellationToken) switch
        {
            ResendAnswer.Ordered { Resend: var order } => new BulkWorked(OutcomesOf(page.Targets, words, order.Named!), order.Wave),
            // Somebody of them has moved on since: whoever is still to be reached is on the list, and the act can be started again.
            _ => new BulkWorked([.. words.Select(word => word == Sent ? Changed : word)]),
        };
    }

    public async Task<IReadOnlyDictionary<string, NoticeOutcome>> MessagesAsync(BulkPage page, CancellationToken cancellationToken) => page.Act.Wave is not { } wave
        ? new Dictionary<string, NoticeOutcome>(StringComparer.Ordinal)
        : (await notices.ReadOutcomesAsync(new WaveId(page.Campaign.Id, wave), NoticeKind.Resend, [.. page.Targets.Select(IdOf)], cancellationToken)).ToDictionary(one => $"{one.Key}", one => one.Value, StringComparer.Ordinal);

    /// <summary>What becomes of each row of a page: of one that was ordered before a death, what was ordered then.</summary>
    private async Task<IReadOnlyList<string>> WordsForAsync(BulkPage page, CancellationToken cancellationToken)
    {
        // Whoever starts two acts in one moment has seen the same people twice.
        IReadOnlyList<string> writing = await WritingAsync(page.Campaign.Id, page.Act.Id, cancellationToken);
        IReadOnlySet<EntitlementId> ordered = await underWay.AmongAsync(page.Campaign.Id, writing, [.. page.Targets.Select(IdOf)], cancellationToken);
        return await resends.NamedUnderAsync(page.Campaign, KeyOf(page.Act), cancellationToken) is { } named
            ? [.. page.Targets.Select(target => named.Contains(IdOf(target)) ? Sent : ordered.Contains(IdOf(target)) ? Spaced : Changed)]
            : [.. page.Targets.Zip(await WordsForAsync(page.Campaign, page.Targets, cancellationToken), (target, word) => ordered.Contains(IdOf(target)) ? Spaced : word)];
    }

    /// <summary>What an order would do for each: <see cref="Sent"/>, or why it would not write to him.</summary>
    private async Task<IReadOnlyList<string>> WordsForAsync(Campaign campaign, IReadOnlyList<BulkTarget> targets, CancellationToken cancellationToken) =>
        [.. (await resends.JudgeAsync(campaign, [.. targets.Select(RequestFor)], cancellationToken)).Select(verdict => verdict switch { null => Refused, ResendVerdict.Send => Sent, { } other => WordOf(other) })];

    private static string WordOf(ResendVerdict verdict) => JsonNamingPolicy.CamelCase.ConvertName($"{verdict}");

    private static void Count(Dictionary<string, int> leftOut, string why) => leftOut[why] = leftOut.GetValueOrDefault(why) + 1;

    protected abstract ResendPerson RequestFor(BulkTarget target);

    private Task<IReadOnlyList<string>> WritingAsync(CampaignId campaign, string? except, CancellationToken cancellationToken) => underWay.WavesAsync(campaign, s_kinds, WaveOf, except, cancellationToken);

    private static string KeyOf(BulkRecord act) => $"bulk-{act.Id}";

    private ResendRequest RequestOf(IEnumerable<BulkTarget> targets, string reason) => new(reason) { People = [.. targets.Select(RequestFor)] };

    /// <summary>What the order comes to.</summary>
    private async Task<BulkPlan> WithOutlookAsync(Campaign campaign, List<BulkTarget> targets, Dictionary<string, int> leftOut, CancellationToken cancellationToken) =>
        await resends.PlanAsync(campaign, RequestOf(targets, "plan"), cancellationToken) switch
        {
            ResendAnswer.Planned { Plan.Outlook: var outlook } => new BulkPlan(targets, leftOut) { Sms = outlook.Sms, SmsSegments = outlook.SmsSegments, Emails = outlook.Emails, CostYen = outlook.CostYen },
            ResendAnswer.Faulty { Why: var why } => new BulkPlan(targets, leftOut) { WhyNot = why },
            ResendAnswer.NotNow { Why: var why } => new BulkPlan(targets, leftOut) { WhyNot = why },
            _ => new BulkPlan(targets, leftOut) { WhyNot = "It cannot be done now." },
        };

    /// <summary>Why somebody of the list is left out, or null; and by which way he was written to in vain. Unless an action says otherwise it is for those who have two contacts, of which one has bounced.</summary>
    protected virtual (string? Why, NoticeChannel Tried) Judge(UnreachedPerson person)
    {
        NoticeChannel[] bounced = [.. person.Tried.Where(one => one.Outcome == NoticeOutcome.Failed).Select(one => one.Channel).Distinct()];
        return !HasToOpen(person) ? ("nothingToOpen", default)
            : person.Contacts != (ContactKinds.Sms | ContactKinds.Email) ? ("noOtherContact", default)
            : bounced.Length != 1 ? (bounced.Length == 0 ? "notBounced" : "bothBounced", default)
            : (null, bounced[0]);
    }

    protected static bool HasToOpen(UnreachedPerson person) => person.State is EntitlementState.Open or EntitlementState.Claimed;

    private static EntitlementId IdOf(BulkTarget target) => EntitlementId.Parse(target.On);

    private static string[] OutcomesOf(IReadOnlyList<BulkTarget> targets, IReadOnlyList<string> words, IReadOnlyList<NamedPersonView> named)
    {
        Dictionary<string, ResendVerdict> verdicts = named.ToDictionary(one => $"{one.Entitlement}", one => one.Verdict, StringComparer.Ordinal);
        return [.. targets.Zip(words, (target, word) => word != Sent ? word : !verdicts.TryGetValue(target.On, out ResendVerdict verdict) ? Changed : verdict == ResendVerdict.Send ? Sent : WordOf(verdict))];
    }
}
