using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>What is done to those of the list of the unreached who have two contacts, of which one has bounced. It is an order of resending like any other: one wave, which can be watched and stopped.</summary>
public abstract partial class BouncedAction(OrderResend resends, ListUnreached unreached, ActsUnderWay underWay, IOptions<CallCentreOptions> options) : IBulkAction
{
    protected const string Elsewhere = "send-elsewhere";
    protected const string TakenOff = "take-off-contact";

    private const int ListPage = 200;

    /// <summary>So often those are left out whom an order refuses.</summary>
    private const int RoundsMax = 20;

    /// <summary>Left out: the order of resending does not take them.</summary>
    private const string Refused = "refused";

    /// <summary>Left out: another act of the last hours writes to them, in the morning perhaps, and they stand on the list until it does.</summary>
    private const string Spaced = "spaced";

    private static readonly string[] s_kinds = [Elsewhere, TakenOff];

    public abstract string Kind { get; }

    public int PageSize => BulkPlan.TargetsMax;

    public bool IsOffered(Campaign campaign) => campaign.Kind == CampaignKind.Compensation;

    public async Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<BulkTarget> targets = [];
        Dictionary<string, int> leftOut = new(StringComparer.Ordinal);
        EntitlementId? from = null;
        IReadOnlyList<string> writing = await WritingAsync(campaign.Id, except: null, cancellationToken);
        do
        {
            UnreachedPage page = await unreached.ReadAsync(campaign, from, ListPage, cancellationToken);
            IReadOnlySet<EntitlementId> ordered = await underWay.AmongAsync(campaign.Id, writing, [.. page.People.Select(person => person.Entitlement)], cancellationToken);
            foreach (UnreachedPerson person in page.People)
            {
                (string? why, NoticeChannel bounced) = Judge(person);
                if ((why ?? (ordered.Contains(person.Entitlement) ? Spaced : targets.Count < Math.Min(BulkPlan.TargetsMax, options.Value.PeoplePerRequest) ? null : BulkPlan.Later)) is { } left)
                {
                    leftOut[left] = leftOut.GetValueOrDefault(left) + 1;
                }
                else
                {
                    targets.Add(new BulkTarget($"{person.Entitlement}", $"{bounced}"));
                }
            }

            from = page.Next;
        }
        while (from is not null);

        return targets.Count == 0 ? new BulkPlan([], leftOut) : await WithOutlookAsync(campaign, targets, leftOut, cancellationToken);
    }

    public string? WaveOf(BulkRecord act) => resends.WaveOf(act.Campaign, KeyOf(act));

    public async Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        // Whoever starts two acts in one moment has seen the same people twice.
        IReadOnlyList<string> writing = await WritingAsync(page.Campaign.Id, page.Act.Id, cancellationToken);
        IReadOnlySet<EntitlementId> ordered = await underWay.AmongAsync(page.Campaign.Id, writing, [.. page.Targets.Select(IdOf)], cancellationToken);
        BulkTarget[] left = [.. page.Targets.Where(target => !ordered.Contains(IdOf(target)))];
        if (left.Length == 0)
        {
            return new BulkWorked([.. page.Targets.Select(_ => Spaced)]);
        }

        ResendRequest request = RequestOf(left, page.Act.Reason);
        return await resends.RunAsync(page.Campaign, request, KeyOf(page.Act), page.Act.By.Name, orchestrations, cancellationToken) switch
        {
            ResendAnswer.Ordered { Resend: var order } => new BulkWorked(OutcomesOf(page.Targets, order.Named!, ordered), order.Wave),
            // Somebody of them has moved on since: whoever is still to be reached is on the list, and the act can be started again.
            _ => new BulkWorked([.. page.Targets.Select(_ => "changed")]),
        };
    }

    protected abstract ResendPerson RequestFor(BulkTarget target);

    private Task<IReadOnlyList<string>> WritingAsync(CampaignId campaign, string? except, CancellationToken cancellationToken) => underWay.WavesAsync(campaign, s_kinds, WaveOf, except, cancellationToken);

    private static string KeyOf(BulkRecord act) => $"bulk-{act.Id}";

    private ResendRequest RequestOf(IEnumerable<BulkTarget> targets, string reason) => new(reason) { People = [.. targets.Select(RequestFor)] };

    /// <summary>What the order would do, and whom of them it would leave out.</summary>
    private async Task<BulkPlan> WithOutlookAsync(Campaign campaign, List<BulkTarget> targets, Dictionary<string, int> leftOut, CancellationToken cancellationToken)
    {
        ResendAnswer answer = await resends.PlanAsync(campaign, RequestOf(targets, "plan"), cancellationToken);
        for (int round = 0; round < RoundsMax && answer is ResendAnswer.Faulty { Why: var refused } && IndexesIn(refused) is { Length: > 0 } indexes && indexes.Length < targets.Count; round++)
        {
            leftOut[Refused] = leftOut.GetValueOrDefault(Refused) + indexes.Length;
            targets = [.. targets.Where((_, index) => !indexes.Contains(index))];
            answer = await resends.PlanAsync(campaign, RequestOf(targets, "plan"), cancellationToken);
        }

        switch (answer)
        {
            case ResendAnswer.Planned { Plan: { Outlook: var outlook, Named: var named } }:
                HashSet<string> sent = [.. named.Where(one => one.Verdict == ResendVerdict.Send).Select(one => $"{one.Entitlement}")];
                foreach (IGrouping<ResendVerdict, NamedPersonView> others in named.Where(one => one.Verdict != ResendVerdict.Send).GroupBy(one => one.Verdict))
                {
                    string why = char.ToLowerInvariant($"{others.Key}"[0]) + $"{others.Key}"[1..];
                    leftOut[why] = leftOut.GetValueOrDefault(why) + others.Count();
                }

                return new BulkPlan([.. targets.Where(target => sent.Contains(target.On))], leftOut) { Sms = outlook.Sms, SmsSegments = outlook.SmsSegments, Emails = outlook.Emails, CostYen = outlook.CostYen };
            case ResendAnswer.Faulty { Why: var why }:
                return new BulkPlan(targets, leftOut) { WhyNot = why };
            case ResendAnswer.NotNow { Why: var why }:
                return new BulkPlan(targets, leftOut) { WhyNot = why };
            default:
                return new BulkPlan(targets, leftOut) { WhyNot = "It cannot be done now." };
        }
    }

    /// <summary>Whom of those it names an order refuses, by their places.</summary>
    private static int[] IndexesIn(string faults) => [.. PersonIn().Matches(faults).Select(match => int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)).Distinct()];

    [GeneratedRegex(@"^people\[(?<index>[0-9]{1,4})\]", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PersonIn();

    private static (string? Why, NoticeChannel Bounced) Judge(UnreachedPerson person)
    {
        NoticeChannel[] bounced = [.. person.Tried.Where(one => one.Outcome == NoticeOutcome.Failed).Select(one => one.Channel).Distinct()];
        return person.State is not (EntitlementState.Open or EntitlementState.Claimed) ? ("nothingToOpen", default)
            : person.Contacts != (ContactKinds.Sms | ContactKinds.Email) ? ("noOtherContact", default)
            : bounced.Length != 1 ? (bounced.Length == 0 ? "notBounced" : "bothBounced", default)
            : (null, bounced[0]);
    }

    private static EntitlementId IdOf(BulkTarget target) => EntitlementId.Parse(target.On);

    private static string[] OutcomesOf(IReadOnlyList<BulkTarget> targets, IReadOnlyList<NamedPersonView> named, IReadOnlySet<EntitlementId> ordered)
    {
        Dictionary<string, ResendVerdict> verdicts = named.ToDictionary(one => $"{one.Entitlement}", one => one.Verdict, StringComparer.Ordinal);
        return [.. targets.Select(target => ordered.Contains(IdOf(target)) ? Spaced : verdicts.TryGetValue(target.On, out ResendVerdict verdict) ? verdict == ResendVerdict.Send ? "sent" : $"{verdict}" : "changed")];
    }
}
