using System.Runtime.CompilerServices;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Notices;

/// <summary>The operators' list: people whom no message has reached, with what was tried and why it failed. No addresses: an operator finds those by the id.</summary>
public sealed class ListUnreached(CampaignCatalog campaigns, EntitlementMarks marks, NoticeStore notices, AddressBook book)
{
    private const int PageSize = 200;

    /// <summary>Everything that may have reached a person before.</summary>
    private static readonly NoticeOrder Everything = new(NoticeKind.Resend, 0, null) { Resend = new ResendTerms(string.Empty, ResendFilter.All, 1, null) };

    [Function(nameof(ListUnreached))]
    [ApiOperation("People whom no message has reached, and why.", Answer = typeof(UnreachedPage), Query = ["from"])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/unreached")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        EntitlementId from = default;
        if (request.Query["from"].FirstOrDefault() is { Length: > 0 } place && !EntitlementId.TryParse(place, out from))
        {
            return JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        }

        return JsonBody.Answer(await ReadAsync(found, from == default ? null : from, PageSize, cancellationToken));
    }

    /// <param name="campaign">Whose people.</param>
    /// <param name="after">Where the page before ended, or null.</param>
    /// <param name="take">How many are looked at.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async Task<UnreachedPage> ReadAsync(Campaign campaign, EntitlementId? after, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> marked = await marks.ReadPageAsync(campaign.Id, Unreached.ForOperators, after, take, cancellationToken);
        return new UnreachedPage(await ListAsync(marked, cancellationToken), marked.Count == take ? marked[^1].Id : null);
    }

    [Function("ExportUnreached")]
    [ApiOperation("People whom no message has reached as CSV: a row for each message that was tried, or one where none was.", AnswerType = "text/csv")]
    public IResult Export([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "campaigns/{campaign}/unreached.csv")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) ? CsvDownload.Of($"{found.Id}-unreached.csv", UnreachedRow.Fields, RowsAsync(found, cancellationToken), cancellationToken) : CampaignRoutes.NoSuchCampaign();

    private async IAsyncEnumerable<UnreachedRow> RowsAsync(Campaign campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EntitlementId? from = null;
        do
        {
            IReadOnlyList<Entitlement> marked = await marks.ReadPageAsync(campaign.Id, Unreached.ForOperators, from, PageSize, cancellationToken);
            foreach (UnreachedRow row in (await ListAsync(marked, cancellationToken)).SelectMany(UnreachedRow.Of))
            {
                yield return row;
            }

            from = marked.Count == PageSize ? marked[^1].Id : null;
        }
        while (from is not null);
    }

    private async Task<IReadOnlyList<UnreachedPerson>> ListAsync(IReadOnlyList<Entitlement> marked, CancellationToken cancellationToken)
    {
        if (marked.Count == 0)
        {
            return [];
        }

        IReadOnlyDictionary<EntitlementId, NoticeHistory> histories = book.SeenFromToday(marked, await notices.ReadHistoriesAsync(Everything, marked, cancellationToken));
        IReadOnlySet<EntitlementId> unsent = await marks.AmongAsync(marked[0].Campaign, Unreached.Unsent, [.. marked.Select(person => person.Id)], cancellationToken);
        IReadOnlyDictionary<EntitlementId, NoticeHistory> since = await ReadSinceAsync(marked, cancellationToken);
        return [.. from person in marked
                   let history = since.GetValueOrDefault(person.Id) ?? histories.GetValueOrDefault(person.Id, NoticeHistory.Empty)
                   where person.ErasedAt is null && (!history.WasReached || history.LacksWordOfCode || history.LacksWordOfTransfer || unsent.Contains(person.Id))
                   select UnreachedPerson.Of(person, history) with { Unsent = unsent.Contains(person.Id) }];
    }

    /// <summary>What counts for more than the messages before: whose code came late, where neither the notice of it nor anything since has arrived; and whose transfer failed, whether he has been told.</summary>
    private async Task<IReadOnlyDictionary<EntitlementId, NoticeHistory>> ReadSinceAsync(IReadOnlyList<Entitlement> marked, CancellationToken cancellationToken)
    {
        IEnumerable<KeyValuePair<EntitlementId, NoticeHistory>> ofCodes = await ReadAsync(NoticeOrder.CodeReadyAgain, EntitlementState.Paid);
        IEnumerable<KeyValuePair<EntitlementId, NoticeHistory>> ofTransfers = await ReadAsync(NoticeOrder.TransferResultAgain, EntitlementState.TransferFailed);
        return ofCodes.Where(person => person.Value.LacksWordOfCode).Concat(ofTransfers).ToDictionary();

        async Task<IReadOnlyDictionary<EntitlementId, NoticeHistory>> ReadAsync(NoticeOrder order, EntitlementState state)
        {
            Entitlement[] some = [.. marked.Where(person => person.State == state)];
            return some.Length == 0 ? new Dictionary<EntitlementId, NoticeHistory>() : book.SeenFromToday(some, await notices.ReadHistoriesAsync(order, some, cancellationToken));
        }
    }
}

/// <summary>A part of the list.</summary>
/// <param name="People">Those found.</param>
/// <param name="Next">Where the list goes on, or null at its end.</param>
public sealed record UnreachedPage(IReadOnlyList<UnreachedPerson> People, EntitlementId? Next);

/// <summary>One person whom nothing has reached.</summary>
/// <param name="Entitlement">The id.</param>
/// <param name="State">How the entitlement stands: who has claimed was reached some other way.</param>
/// <param name="Contacts">Which ways are on file.</param>
/// <param name="Tried">What was tried at the addresses on file, the oldest first.</param>
public sealed record UnreachedPerson(EntitlementId Entitlement, EntitlementState State, ContactKinds Contacts, IReadOnlyList<FailedNotice> Tried)
{
    /// <summary>How many more entitlements of the person wait for the same message: correcting this one's number corrects theirs.</summary>
    public int Companions { get; init; }

    /// <summary>An operator had the link sent again, and it became too late for it.</summary>
    public bool Unsent { get; init; }

    internal static UnreachedPerson Of(Entitlement person, NoticeHistory history) => new(
        person.Id,
        person.State,
        person.Contacts,
        [.. history.OnFile.OrderBy(notice => notice.FirstTriedAt).Select(notice => new FailedNotice(
            notice.Id.Kind, notice.Channel, notice.Outcome, notice.UndeliveredReason ?? notice.Reason ?? string.Empty, notice.FirstTriedAt ?? notice.ClaimedAt))])
    {
        Companions = person.Companions.Count,
    };
}

/// <summary>A line of the list as a file.</summary>
/// <param name="Person">Whom nothing has reached.</param>
/// <param name="Tried">A message that was tried; null where none was.</param>
internal sealed record UnreachedRow(UnreachedPerson Person, FailedNotice? Tried)
{
    public static readonly IReadOnlyList<CsvField<UnreachedRow>> Fields =
    [
        new("entitlement", row => row.Person.Entitlement.ToString()), new("state", row => row.Person.State), new("contacts", row => row.Person.Contacts), new("companions", row => row.Person.Companions), new("unsent", row => row.Person.Unsent),
        new("notice", row => row.Tried?.Kind), new("channel", row => row.Tried?.Channel), new("outcome", row => row.Tried?.Outcome), new("reason", row => row.Tried?.Reason), new("tried_at_jst", row => row.Tried?.At),
    ];

    public static IEnumerable<UnreachedRow> Of(UnreachedPerson person) => person.Tried.Count == 0 ? [new UnreachedRow(person, null)] : person.Tried.Select(tried => new UnreachedRow(person, tried));
}

/// <summary>One message that did not arrive.</summary>
/// <param name="Reason">The provider's or the carrier's code.</param>
/// <param name="At">UTC.</param>
public sealed record FailedNotice(NoticeKind Kind, NoticeChannel Channel, NoticeOutcome Outcome, string Reason, DateTimeOffset At);
