using System.Globalization;
using Compensation.Campaigns;
using Compensation.Campaigns.Deadlines;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Operations.Uptime;

namespace Compensation.Lifecycle.Deadlines;

/// <summary>
/// Extends collecting by what was lost while the app was down in the deadline's last 48 hours, for everybody who was reached and has not claimed: one person proposes, another approves. Persons are compared, not accounts, at the
/// moment of approval. What has begun to expire cannot be brought back, so an extension comes before expiry has begun or not at all.
/// </summary>
public sealed class DeadlineDesk(ReceiptDeadlines deadlines, UptimeStore uptime, IPersons persons, CampaignCatalog campaigns, KeyedHash hash, TimeProvider time)
{
    private const int ReasonLengthMax = 500;
    private const int AttemptsMax = 20;

    /// <summary>How the deadline stands, and what could be made good.</summary>
    public async Task<DeadlineView> ShowAsync(CampaignId id, CancellationToken cancellationToken)
    {
        DeadlineRecord record = await deadlines.ReadAsync(id, cancellationToken);
        return DeadlineView.Of(campaigns[id], record, await LostAsync(id, cancellationToken));
    }

    /// <summary>Puts an extension before a second person. A proposal that is open already is replaced by it; the same again changes nothing, and with a key neither once it was approved or taken away.</summary>
    internal async Task<DeadlineDone> ProposeAsync(CampaignId id, int minutes, string reason, Person by, string? key, CancellationToken cancellationToken)
    {
        if (!Operators.IsLine(reason, ReasonLengthMax))
        {
            return new DeadlineDone.Faulty($"reason: expected 1 to {ReasonLengthMax} characters on one line");
        }

        SentAct act = SentAct.Of(hash, key, by.Id.Value, "propose", minutes.ToString(CultureInfo.InvariantCulture), reason);
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            DeadlineRecord record = await deadlines.ReadAsync(id, cancellationToken);
            if (act.IsExact && record.Acts.Know(act))
            {
                return new DeadlineDone.Done(await ShowAsync(id, cancellationToken));
            }

            int left = await LeftAsync(record, cancellationToken);
            if (WhyNotNow(record) is { } why)
            {
                return new DeadlineDone.NotNow(why);
            }

            if (minutes < 1 || minutes > left)
            {
                return left < 1 ? new DeadlineDone.NotNow("No minute was lost in the last 48 hours before the deadline that has not been made good.") : new DeadlineDone.Faulty($"minutes: expected 1 to {left}, because so many were lost and have not been made good");
            }

            bool isThere = record.Proposal is { } open && open.Minutes == minutes && string.Equals(open.Reason, reason, StringComparison.Ordinal) && string.Equals(open.By.Subject, by.Id.Value, StringComparison.Ordinal);
            DeadlineRecord proposed = record with { Proposal = new DeadlineProposal(minutes, reason, new Signature(by.Id.Value, by.Name, time.GetUtcNow())), Acts = record.Acts.With(act) };
            if (isThere || await deadlines.TryChangeAsync(record, proposed, cancellationToken) is not null)
            {
                return new DeadlineDone.Done(await ShowAsync(id, cancellationToken));
            }
        }

        return Busy();
    }

    /// <summary>Carries out what another person has proposed, in the revision that was looked at. The same again changes nothing.</summary>
    internal async Task<DeadlineDone> ApproveAsync(CampaignId id, int revision, Person by, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            DeadlineRecord record = await deadlines.ReadAsync(id, cancellationToken);
            if (record.Extensions.Any(one => one.Revision == revision && string.Equals(one.Approved.Subject, by.Id.Value, StringComparison.Ordinal)))
            {
                return new DeadlineDone.Done(await ShowAsync(id, cancellationToken));
            }

            if (await WhyNotApprovedAsync(record, revision, by, cancellationToken) is { } why)
            {
                return new DeadlineDone.NotNow(why);
            }

            DeadlineProposal proposal = record.Proposal!;
            IReadOnlyList<DateTimeOffset> lost = await LostAsync(id, cancellationToken);
            DeadlineExtension extension = new(
                revision, proposal.Minutes, lost.Count, campaigns[id].ReceiptEndsAt.AddMinutes(proposal.Minutes), proposal.Reason, proposal.By, new Signature(by.Id.Value, by.Name, time.GetUtcNow()));
            if (await deadlines.TryChangeAsync(record, record with { Proposal = null, Extensions = [.. record.Extensions, extension] }, cancellationToken) is not null)
            {
                return new DeadlineDone.Done(await ShowAsync(id, cancellationToken));
            }
        }

        return Busy();
    }

    /// <summary>Takes the open proposal away, in the revision that was looked at. None is taken away twice.</summary>
    internal async Task<DeadlineDone> WithdrawAsync(CampaignId id, int revision, Person by, CancellationToken cancellationToken)
    {
        SentAct act = SentAct.OfVersion(hash, by.Id.Value, "withdraw", revision.ToString(CultureInfo.InvariantCulture));
        DeadlineRecord record = await deadlines.ReadAsync(id, cancellationToken);
        return record.Proposal is null || record.Acts.Know(act) ? new DeadlineDone.Done(await ShowAsync(id, cancellationToken))
            : record.Revision == revision && await deadlines.TryChangeAsync(record, record with { Proposal = null, Acts = record.Acts.With(act) }, cancellationToken) is not null ? new DeadlineDone.Done(await ShowAsync(id, cancellationToken))
            : Busy();
    }

    /// <summary>Minutes that were lost from 48 hours before the printed end until the end as it stands, or until now.</summary>
    private Task<IReadOnlyList<DateTimeOffset>> LostAsync(CampaignId id, CancellationToken cancellationToken)
    {
        Campaign campaign = campaigns[id];
        DateTimeOffset now = time.GetUtcNow();
        return uptime.ReadDownAsync(campaign.PrintedReceiptEndsAt - ReceiptDeadlines.Window, now < campaign.ReceiptEndsAt ? now : campaign.ReceiptEndsAt, cancellationToken);
    }

    private async Task<int> LeftAsync(DeadlineRecord record, CancellationToken cancellationToken) => (await LostAsync(record.Campaign, cancellationToken)).Count - record.Minutes;

    private string? WhyNotNow(DeadlineRecord record) => campaigns[record.Campaign] switch
    {
        { Kind: not CampaignKind.Compensation } => "Nothing is collected in this campaign.",
        _ when record.ClosedAt is { } at => $"It is too late: since {JapanTime.Stated(at)} what nobody had claimed expires, and expiry cannot be undone.",
        var campaign when time.GetUtcNow() < campaign.PrintedReceiptEndsAt - ReceiptDeadlines.Window => $"It is too early: what is lost counts from {JapanTime.Stated(campaign.PrintedReceiptEndsAt - ReceiptDeadlines.Window)} on.",
        _ => null,
    };

    private async Task<string?> WhyNotApprovedAsync(DeadlineRecord record, int revision, Person by, CancellationToken cancellationToken)
    {
        if (WhyNotNow(record) is { } why)
        {
            return why;
        }

        if (record.Proposal is not { } proposal || record.Revision != revision)
        {
            return "Somebody else has changed it in between: look at it again.";
        }

        return !PersonId.TryParse(proposal.By.Subject, out PersonId first) || await persons.AreOneAsync(first, by.Id, cancellationToken)
            ? "A second person has to approve: whoever has proposed it cannot, from whichever account."
            : proposal.Minutes > await LeftAsync(record, cancellationToken) ? "More would be made good than was lost."
            : null;
    }

    private static DeadlineDone.NotNow Busy() => new("Somebody else has changed it in between: look at it again.");
}

/// <summary>What came of an act about a deadline.</summary>
internal abstract record DeadlineDone
{
    private DeadlineDone()
    {
    }

    public sealed record Done(DeadlineView View) : DeadlineDone;

    /// <summary>The request says something that cannot be.</summary>
    public sealed record Faulty(string Why) : DeadlineDone;

    public sealed record NotNow(string Why) : DeadlineDone;
}
