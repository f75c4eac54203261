using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Extensions.Logging;

namespace Compensation.Applications.Journeys;

/// <summary>A form whose contact is proved, or that an operator has entered.</summary>
/// <param name="Source">What it arises from: the same source again is a repeat, and meets what it made the first time.</param>
/// <param name="Form">What the applicant states.</param>
/// <param name="Numbers">The coupons, each once.</param>
/// <param name="ReceivedAt">When it was sent.</param>
/// <param name="Language">In which it was filled in.</param>
internal sealed record FinishedForm(string Source, ApplicationForm Form, IReadOnlyList<InquiryNumber> Numbers, DateTimeOffset ReceivedAt, Language Language)
{
    public string? EnteredBy { get; init; }
}

/// <summary>Makes a finished form count, exactly once: whoever repeats it, at the same time or later, gets the same receipt number, and one message goes out.</summary>
public sealed class SubmitApplication(
    ApplicationStore applications, RelatedApplications related, ApplicationSearch search, CouponLookups coupons, TellApplicants tell, AddressBook book, KeyedHash hash, ProtectedFields fields, ILogger<SubmitApplication> log)
{
    internal async Task<ReceiptNumber> HandleAsync(Campaign campaign, FinishedForm finished, CancellationToken cancellationToken)
    {
        string source = SourceOf(campaign, finished);
        CouponLookup ledger = await coupons.OpenAsync(campaign.Id, cancellationToken);
        for (int attempt = 0; ; attempt++)
        {
            ReceiptNumber receipt = ReceiptNumber.Of(hash, campaign.Id, source, attempt);
            Application[] wanted = [.. await Task.WhenAll(finished.Numbers.Select((number, index) => MakeAsync(campaign, finished, ledger, source, receipt, number, index + 1, cancellationToken)))];
            await Task.WhenAll(related.NoteAsync(wanted, cancellationToken), search.NoteAsync(campaign.Id, receipt, finished.Form, cancellationToken));
            Contact to = finished.Form.Delivery;
            QueuedMessage? message = to.FirstWay is null ? null : tell.Claim(to, new QueuedMessage(campaign.Id, receipt, Line: 0, Number: 0, MessageKind.Received));
            if (await applications.TryAddAsync(wanted, message, cancellationToken) is { } version)
            {
                log.ApplicationReceived(campaign.Id, receipt, wanted.Length, finished.EnteredBy is not null);
                await ConfirmAsync(wanted[0], message is null ? null : message with { Version = version }, to, cancellationToken);
                return receipt;
            }

            if (await IsSameAsync(campaign, receipt, source, cancellationToken))
            {
                return receipt;
            }
        }
    }

    /// <summary>At once, as somebody sits before the page. What does not go out now goes out with the next morning's messages.</summary>
    private Task ConfirmAsync(Application application, QueuedMessage? message, Contact to, CancellationToken cancellationToken) =>
        message is null ? Task.CompletedTask : tell.SendClaimedAsync(application, message, to, cancellationToken);

    private async Task<bool> IsSameAsync(Campaign campaign, ReceiptNumber receipt, string source, CancellationToken cancellationToken) =>
        await applications.FindAsync(campaign.Id, receipt, line: 1, cancellationToken) is { } stored && string.Equals(stored.Source, source, StringComparison.Ordinal);

    /// <summary>Whether the form has been made to count before.</summary>
    internal async Task<bool> IsRepeatAsync(Campaign campaign, FinishedForm finished, CancellationToken cancellationToken)
    {
        string source = SourceOf(campaign, finished);
        for (int attempt = 0; ; attempt++)
        {
            IReadOnlyList<Application> stored = await applications.FindAsync(campaign.Id, ReceiptNumber.Of(hash, campaign.Id, source, attempt), cancellationToken);
            if (stored.Count == 0 || string.Equals(stored[0].Source, source, StringComparison.Ordinal))
            {
                return stored.Count > 0;
            }
        }
    }

    private string SourceOf(Campaign campaign, FinishedForm finished) => hash.LookUpKey("application-source", $"{campaign.Id}\n{finished.Source}");

    /// <summary>For how many coupons a contact has applied so far.</summary>
    internal async Task<int> CountOfContactAsync(Campaign campaign, string contact, CancellationToken cancellationToken) =>
        await related.CountOfContactAsync(campaign.Id, ContactKeyOf(contact), cancellationToken);

    internal string ContactKeyOf(string contact) => book.KeyOf(contact);

    /// <summary>Matched provisionally, for operators alone: nobody hears of it, and it is matched again once the balances are sealed.</summary>
    private async Task<Application> MakeAsync(
        Campaign campaign, FinishedForm finished, CouponLookup ledger, string source, ReceiptNumber receipt, InquiryNumber number, int line, CancellationToken cancellationToken) => new()
        {
            Campaign = campaign.Id,
            Receipt = receipt,
            Line = line,
            ReceivedAt = finished.ReceivedAt,
            Outcome = Match.Of(campaign, finished.Form.Facts, await ledger.FindAsync(number, cancellationToken), isElsewhere: false, isTaken: false),
            ProtectedForm = fields.ProtectJson(finished.Form),
            ProtectedNumber = fields.Protect(number.Written),
            NumberKey = RelatedApplications.NumberKeyOf(hash, campaign.Id, number),
            ContactKey = finished.Form.Delivery.FirstWay is { } contact ? ContactKeyOf(contact) : string.Empty,
            AddressKey = finished.Form.PostalAddress is { Length: > 0 } address ? hash.LookUpKey("application-address", NameFolding.Key(address)) : string.Empty,
            Source = source,
            EnteredBy = finished.EnteredBy,
            Language = finished.Language,
        };
}
