using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>What is done to those of the list of the unreached who have two contacts, of which one has bounced. It is an order of resending like any other: one wave, which can be watched and stopped.</summary>
public abstract partial class BouncedAction(OrderResend resends, ListUnreached unreached, IOptions<CallCentreOptions> options) : IBulkAction
{
    private const int ListPage = 200;

    /// <summary>So often those are left out whom an order refuses.</summary>
    private const int RoundsMax = 20;

    /// <summary>Left out: the order of resending does not take them.</summary>
    private const string Refused = "refused";

    public abstract string Kind { get; }

    public int PageSize => BulkPlan.TargetsMax;

    public bool IsOffered(Campaign campaign) => campaign.Kind == CampaignKind.Compensation;

    public async Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        List<BulkTarget> targets = [];
        Dictionary<string, int> leftOut = new(StringComparer.Ordinal);
        EntitlementId? from = null;
        do
        {
            UnreachedPage page = await unreached.ReadAsync(campaign, from, ListPage, cancellationToken);
            foreach (UnreachedPerson person in page.People)
            {
                (string? why, NoticeChannel bounced) = Judge(person);
                if ((why ?? (targets.Count < Math.Min(BulkPlan.TargetsMax, options.Value.PeoplePerRequest) ? null : BulkPlan.Later)) is { } left)
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

    public async Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        ResendRequest request = RequestOf(page.Targets, page.Act.Reason);
        return await resends.RunAsync(page.Campaign, request, $"bulk-{page.Act.Id}", page.Act.By.Name, orchestrations, cancellationToken) switch
        {
            ResendAnswer.Ordered { Resend: var order } => new BulkWorked(OutcomesOf(page.Targets, order.Named!), order.Wave),
            // Somebody of them has moved on since: whoever is still to be reached is on the list, and the act can be started again.
            _ => new BulkWorked([.. page.Targets.Select(_ => "changed")]),
        };
    }

    protected abstract ResendPerson RequestFor(BulkTarget target);

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

    private static string[] OutcomesOf(IReadOnlyList<BulkTarget> targets, IReadOnlyList<NamedPersonView> named)
    {
        Dictionary<string, ResendVerdict> verdicts = named.ToDictionary(one => $"{one.Entitlement}", one => one.Verdict, StringComparer.Ordinal);
        return [.. targets.Select(target => verdicts.TryGetValue(target.On, out ResendVerdict verdict) ? verdict == ResendVerdict.Send ? "sent" : $"{verdict}" : "changed")];
    }
}
