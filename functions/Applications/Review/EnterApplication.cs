using System.Text.Json;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.Coupons;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Review;

/// <summary>An application that an operator enters during a call, for somebody who has neither mobile nor e-mail, or cannot use the site. It bears the operator's name.</summary>
public sealed class EnterApplication(SitesHere sites, SubmitApplication submit, IOptions<ApplicationOptions> options, TimeProvider time)
{
    [Function(nameof(EnterApplication))]
    [ApiOperation(
        "Enters an application during a call. What was written down must have been read back to the caller. The same key again enters nothing new.",
        Body = typeof(EnteredApplication), Answer = typeof(EnteredReceipt), Status = 201, Headers = [IdempotencyKey.Header])]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/applications")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!sites.TryFind(campaign, out Campaign? found) || found.ApplicationSite is null)
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        if (!IdempotencyKey.TryRead(request, out string? key))
        {
            return IdempotencyKey.Missing("application");
        }

        (EnteredApplication? body, IResult? fault) = await JsonBody.ReadAsync<EnteredApplication>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, body.By) is not { } by)
        {
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        return await HandleAsync(found, key, body, by, cancellationToken) switch
        {
            ApplicationEntered.Done { Receipt: var receipt } => JsonBody.Answer(receipt, StatusCodes.Status201Created),
            ApplicationEntered.NotNow { Why: var why } => Results.Problem(why, statusCode: StatusCodes.Status409Conflict),
            ApplicationEntered.Faulty { Faults: var faults } => JsonBody.Fault(string.Join('\n', faults)),
            _ => throw new InvalidOperationException("There is no answer for this."),
        };
    }

    /// <summary>What is wrong with what was written down, as if it had been read back: a line for each field.</summary>
    internal IReadOnlyList<string> FaultsOf(Campaign campaign, EnteredApplication body)
    {
        List<string> faults = [];
        Read(campaign, body with { ReadBack = true }, string.Empty, string.Empty, time.GetUtcNow(), faults);
        return faults;
    }

    /// <summary>Enters it, once for each key; its repeat is answered after the site has closed as well.</summary>
    internal async Task<ApplicationEntered> HandleAsync(Campaign campaign, string key, EnteredApplication body, string by, CancellationToken cancellationToken)
    {
        (DateTimeOffset now, string source, ApplicationSite site) = (time.GetUtcNow(), $"operator\n{key}", campaign.ApplicationSite!);
        if ((now < site.OpensAt || now >= site.EndsAt) && !await submit.HasCountedAsync(campaign, source, cancellationToken))
        {
            return new ApplicationEntered.NotNow($"Applications are taken from {JapanTime.Stated(site.OpensAt)} until {JapanTime.LastMinuteBefore(site.EndsAt)}.");
        }

        List<string> faults = [];
        FinishedForm finished = Read(campaign, body, source, by, now, faults);
        if (faults.Count > 0)
        {
            return new ApplicationEntered.Faulty(faults);
        }

        finished = finished with { Content = $"{by}\n{JsonSerializer.Serialize(body, JsonBody.Format)}" };
        return await submit.HandleAsync(campaign, finished, cancellationToken) switch
        {
            Submitted.Counts counts => new ApplicationEntered.Done(new EnteredReceipt(counts.Receipt.Value, finished.Numbers.Count)),
            Submitted.Erased => new ApplicationEntered.NotNow("What was personal of a coupon's holder has been erased on request, and is not taken down again."),
            _ => new ApplicationEntered.Faulty([IdempotencyKey.UsedForAnother("application")]),
        };
    }

    private FinishedForm Read(Campaign campaign, EnteredApplication body, string source, string by, DateTimeOffset now, List<string> faults)
    {
        Check(body.ReadBack, "readBack: expected true: what was written down is read back to the caller first", faults);
        (string family, string given) = (NameFolding.Shown(body.Family), NameFolding.Shown(body.Given));
        Check(family.Length + given.Length is > 0 and <= 100, "family, given: expected a name, in kana if possible", faults);
        DateOnly? travelled = TypedDate.TryParse(body.TravelDate, out DateOnly day) ? day : null;
        (DateOnly from, DateOnly until) = (campaign.ApplicationSite!.TravelFrom, campaign.ApplicationSite.TravelUntil);
        Check(
            body.TravelDate is null || (travelled is { } first && first >= from && first <= until),
            $"travelDate: expected a date such as 2023-02-23 or 令和5年2月23日 from {from:yyyy-MM-dd} to {until:yyyy-MM-dd}, or nothing", faults);
        Contact? delivery = string.IsNullOrEmpty(body.Delivery) ? new Contact(null, null) : TypedContact.Read(body.Delivery, options.Value.SmsTo050);
        Check(delivery is not null, "delivery: expected a Japanese mobile number or an e-mail address, or nothing for somebody who has neither", faults);
        Check(body.Phone is null || TypedPhone.TryParse(body.Phone, out _), "phone: expected a Japanese telephone number, or nothing", faults);
        Check(body.PostalAddress is null || Operators.IsLine(body.PostalAddress, 200), "postalAddress: expected 1 to 200 characters on one line, or nothing", faults);
        List<InquiryNumber> numbers = NumbersOf(campaign, body, faults);
        ApplicationForm form = new(family, given)
        {
            PostalAddress = body.PostalAddress,
            Phone = TypedPhone.TryParse(body.Phone, out string? phone) ? phone : null,
            Prefecture = campaign.Prefecture?.Jis,
            TravelDate = travelled,
            Delivery = delivery ?? new Contact(null, null),
        };
        return new FinishedForm(source, form, numbers, now, Language.Japanese) { EnteredBy = by };
    }

    private List<InquiryNumber> NumbersOf(Campaign campaign, EnteredApplication body, List<string> faults)
    {
        List<InquiryNumber> numbers = [];
        foreach ((string text, int index) in body.InquiryNumbers.Select((text, index) => (text, index)))
        {
            bool isOne = TypedNumber.TryParse(text, campaign.InquiryNumbers, out InquiryNumber number);
            Check(isOne && !numbers.Contains(number), $"inquiryNumbers[{index}]: expected {campaign.InquiryNumbers.Expected}, each coupon once", faults);
            numbers.Add(number);
        }

        Check(numbers.Count >= 1 && numbers.Count <= options.Value.CouponsAtMost, $"inquiryNumbers: holds {numbers.Count}; expected 1 to {options.Value.CouponsAtMost}", faults);
        return numbers;
    }

    private static void Check(bool isSo, string fault, List<string> faults)
    {
        if (!isSo)
        {
            faults.Add(fault);
        }
    }
}

/// <summary>What became of an application that an operator has entered.</summary>
internal abstract record ApplicationEntered
{
    private ApplicationEntered()
    {
    }

    public sealed record Done(EnteredReceipt Receipt) : ApplicationEntered;

    /// <summary>What was written down is not right: a line for each field, with its name in front.</summary>
    public sealed record Faulty(IReadOnlyList<string> Faults) : ApplicationEntered;

    public sealed record NotNow(string Why) : ApplicationEntered;
}

/// <summary>What an operator has written down. Personal data.</summary>
/// <param name="Family">The family name; one of the two names may be empty.</param>
/// <param name="Given">The given name.</param>
/// <param name="InquiryNumbers">The coupons.</param>
/// <param name="ReadBack">Whether all of it was read back to the caller.</param>
public sealed record EnteredApplication(string Family, string Given, IReadOnlyList<string> InquiryNumbers, bool ReadBack)
{
    public string? TravelDate { get; init; }

    public string? PostalAddress { get; init; }

    public string? Phone { get; init; }

    /// <summary>Where the link goes: a mobile number or an e-mail address that the caller has read back; nothing for somebody who has neither.</summary>
    public string? Delivery { get; init; }

    /// <summary>Who enters it, unless signed in.</summary>
    public string? By { get; init; }

    /// <summary>Why it is entered, for the record.</summary>
    public string? Reason { get; init; }
}

/// <summary>What the caller is told.</summary>
/// <param name="Receipt">The receipt number.</param>
/// <param name="Coupons">For how many coupons.</param>
public sealed record EnteredReceipt(string Receipt, int Coupons);
