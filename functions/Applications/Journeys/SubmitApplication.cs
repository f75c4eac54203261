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
using Microsoft.Extensions.Options;

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

    /// <summary>Where the source does not say it: what a repeat must say too. Another form of the same source is a mistake.</summary>
    public string Content { get; init; } = string.Empty;
}

/// <summary>What became of a finished form.</summary>
internal abstract record Submitted
{
    private Submitted()
    {
    }

    /// <summary>It counts, under this number.</summary>
    public sealed record Counts(ReceiptNumber Receipt) : Submitted;

    /// <summary>The contact has applied for as many coupons as one may.</summary>
    public sealed record TooManyCoupons : Submitted;

    /// <summary>The holder of one of the coupons was erased on his request: nothing is kept of him again.</summary>
    public sealed record Erased : Submitted;

    /// <summary>Another form was made to count of the same source.</summary>
    public sealed record OtherContent : Submitted;
}

/// <summary>Makes a finished form count, exactly once: whoever repeats it, at the same time or later, gets the same receipt number, and one message goes out.</summary>
public sealed class SubmitApplication(
    ApplicationStore applications,
    RelatedApplications related,
    ApplicationSearch search,
    CouponLookups coupons,
    TellApplicants tell,
    AddressBook book,
    KeyedHash hash,
    ProtectedFields fields,
    IOptions<ApplicationOptions> options,
    ILogger<SubmitApplication> log)
{
    internal async Task<Submitted> HandleAsync(Campaign campaign, FinishedForm finished, CancellationToken cancellationToken)
    {
        if (await AreTooManyAsync(campaign, finished, cancellationToken))
        {
            return new Submitted.TooManyCoupons();
        }

        string ofSource = SourceOf(campaign, finished.Source);
        string source = $"{ofSource}:{hash.LookUpKey("application-content", finished.Content)}";
        CouponLookup ledger = await coupons.OpenAsync(campaign.Id, cancellationToken);
        CouponOnFile?[] onFile = await Task.WhenAll(finished.Numbers.Select(number => ledger.FindAsync(number, cancellationToken)));
        if (onFile.Any(coupon => coupon is { IsErased: true }))
        {
            return new Submitted.Erased();
        }

        for (int attempt = 0; ; attempt++)
        {
            ReceiptNumber receipt = ReceiptNumber.Of(hash, campaign.Id, ofSource, attempt);
            Application[] wanted = [.. finished.Numbers.Zip(onFile).Select((one, index) => Make(campaign, finished, one.Second, source, receipt, one.First, index + 1))];
            await Task.WhenAll(related.NoteAsync(wanted, cancellationToken), search.NoteAsync(campaign.Id, receipt, finished.Form, cancellationToken));
            Contact to = finished.Form.Delivery;
            QueuedMessage? message = to.FirstWay is null ? null : tell.Claim(to, new QueuedMessage(campaign.Id, receipt, Line: 0, Number: 0, MessageKind.Received));
            if (await applications.TryAddAsync(wanted, message, cancellationToken) is { } version)
            {
                log.ApplicationReceived(campaign.Id, receipt, wanted.Length, finished.EnteredBy is not null);
                await ConfirmAsync(wanted[0], message is null ? null : message with { Version = version }, to, cancellationToken);
                return new Submitted.Counts(receipt);
            }

            string? there = (await applications.FindAsync(campaign.Id, receipt, line: 1, cancellationToken))?.Source;
            if (there?.StartsWith(ofSource, StringComparison.Ordinal) ?? false)
            {
                return there == source ? new Submitted.Counts(receipt) : new Submitted.OtherContent();
            }
        }
    }

    /// <summary>Whether a form of this source counts already.</summary>
    internal async Task<bool> HasCountedAsync(Campaign campaign, string source, CancellationToken cancellationToken)
    {
        string ofSource = SourceOf(campaign, source);
        for (int attempt = 0; ; attempt++)
        {
            if ((await applications.FindAsync(campaign.Id, ReceiptNumber.Of(hash, campaign.Id, ofSource, attempt), line: 1, cancellationToken))?.Source is not { } there)
            {
                return false;
            }

            if (there.StartsWith(ofSource, StringComparison.Ordinal))
            {
                return true;
            }
        }
    }

    private string SourceOf(Campaign campaign, string source) => hash.LookUpKey("application-source", $"{campaign.Id}\n{source}");

    /// <summary>Whoever has as many as one contact may rings, and an operator enters the others.</summary>
    private async Task<bool> AreTooManyAsync(Campaign campaign, FinishedForm finished, CancellationToken cancellationToken) => finished is { EnteredBy: null, Form.Delivery.FirstWay: { } contact }
        && await related.AreTooManyAsync(
            campaign.Id, book.KeyOf(contact), finished.Numbers.Select(number => RelatedApplications.NumberKeyOf(hash, campaign.Id, number)), options.Value.NumbersPerContact, cancellationToken);

    /// <summary>At once, as somebody sits before the page. What does not go out now goes out with the next morning's messages.</summary>
    private Task ConfirmAsync(Application application, QueuedMessage? message, Contact to, CancellationToken cancellationToken) =>
        message is null ? Task.CompletedTask : tell.SendClaimedAsync(application, message, to, cancellationToken);

    /// <summary>Matched provisionally, for operators alone: nobody hears of it, and it is matched again once the balances are sealed.</summary>
    private Application Make(Campaign campaign, FinishedForm finished, CouponOnFile? coupon, string source, ReceiptNumber receipt, InquiryNumber number, int line) => new()
    {
        Campaign = campaign.Id,
        Receipt = receipt,
        Line = line,
        ReceivedAt = finished.ReceivedAt,
        Outcome = Match.Of(campaign, finished.Form.Facts, coupon, isElsewhere: false, isTaken: false),
        ProtectedForm = fields.ProtectJson(finished.Form),
        ProtectedNumber = fields.Protect(number.Written),
        NumberKey = RelatedApplications.NumberKeyOf(hash, campaign.Id, number),
        ContactKey = finished.Form.Delivery.FirstWay is { } contact ? book.KeyOf(contact) : string.Empty,
        AddressKey = finished.Form.PostalAddress is { Length: > 0 } address ? hash.LookUpKey("application-address", NameFolding.Key(address)) : string.Empty,
        Source = source,
        EnteredBy = finished.EnteredBy,
        Language = finished.Language,
    };
}
