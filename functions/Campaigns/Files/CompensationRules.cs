using System.Globalization;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>Whether a compensation file makes sense: its dates in order, its people reachable, its texts complete.</summary>
internal static partial class CompensationRules
{
    private const int CodeLengthMax = 200;

    public static void Check(CompensationFile file, FaultList faults)
    {
        CommonRules.CheckIdentity(file.Id, file.LinkCode, file.Shards, file.Programme, file.Office, faults);
        CheckPrefecture(file.Prefecture, faults);
        CheckNotice(file.Notice, faults);
        CommonRules.CheckText(file.Cause.Text, "cause.text", faults);
        CommonRules.CheckText(file.Cause.Apology, "cause.apology", faults);
        CheckEnglish(file.English, faults);
        CheckEligibility(file, faults);
        CheckInquiryNumber(file.InquiryNumber, faults);
        CommonRules.CheckRetention(file.Retention, faults);
        CheckApplicationSite(file, faults);
        CheckBankTransfer(file, faults);
        CheckProducts(file.Products, faults);
        SendingRules.Check(file, faults);
        ContactRules.Check(file, faults);
        TextRules.Check(file.Texts, file.Sending, faults);
    }

    private static void CheckPrefecture(PrefectureFile prefecture, FaultList faults)
    {
        if (!Jis().IsMatch(prefecture.Jis))
        {
            faults.Add("prefecture.jis", $"'{prefecture.Jis}' is not a prefecture; expected 01 to 47");
            return;
        }

        string name = Prefecture.All[int.Parse(prefecture.Jis, CultureInfo.InvariantCulture) - 1].Name;
        faults.AddUnless(prefecture.Name == name, "prefecture.name", $"'{prefecture.Name}' is not the prefecture whose jis is {prefecture.Jis}; expected {name}");
    }

    private static void CheckNotice(NoticeFile notice, FaultList faults)
    {
        CommonRules.CheckText(notice.Title, "notice.title", faults);
        if (notice is { IssuedOn: { } issued, AddendumOn: { } addendum })
        {
            CommonRules.CheckOrder(issued, "notice.issuedOn", addendum, "notice.addendumOn", faults);
        }
    }

    private static void CheckEnglish(EnglishFile? english, FaultList faults)
    {
        if (english is not null)
        {
            CommonRules.CheckText(english.Programme, "english.programme", faults);
            CommonRules.CheckText(english.Office, "english.office", faults);
            CommonRules.CheckText(english.Cause, "english.cause", faults);
            TextRules.CheckEnglish(english.Emails, faults);
        }
    }

    private static void CheckEligibility(CompensationFile file, FaultList faults)
    {
        EligibilityFile eligibility = file.Eligibility;
        faults.AddUnless(eligibility.MinimumBalance >= 1, "eligibility.minimumBalance", $"is {eligibility.MinimumBalance}; expected 1 yen or more");
        CommonRules.CheckLabels(eligibility.CaseB, "eligibility.caseB", faults);
        CommonRules.CheckLabels(file.DoubleCharge.Questions, "doubleCharge.questions", faults);
        CommonRules.CheckOrder(eligibility.CouponExpiry, "eligibility.couponExpiry", eligibility.FirstExtendedTo, "eligibility.firstExtendedTo", faults);
        CommonRules.CheckOrder(eligibility.FirstExtendedTo, "eligibility.firstExtendedTo", file.Extension.Until, "extension.until", faults);

        CommonRules.CheckOrder(file.Cause.OccurredOn, "cause.occurredOn", file.Extension.Until, "extension.until", faults);

        // Before its coupons have ended, a balance can still be spent, and must not be paid out as well.
        CommonRules.CheckOrder(file.Extension.Until, "extension.until", file.Cutoff.On, "cutoff.on", faults);
        CommonRules.CheckOrder(file.DoubleCharge.RestoredUntil, "doubleCharge.restoredUntil", file.Cutoff.On, "cutoff.on", faults);
        CheckDoubleCharge(file, faults);
        CommonRules.CheckOrder(file.Cutoff.On, "cutoff.on", file.Receipt.EndsOn, "receipt.endsOn", faults);
    }

    /// <summary>What is put back too late to be collected helps nobody.</summary>
    private static void CheckDoubleCharge(CompensationFile file, FaultList faults)
    {
        (DateOnly opens, DateOnly closes, DateOnly decided) = ToCampaigns.DaysOf(file);
        CommonRules.CheckOrder(opens, "doubleCharge.opensOn", closes, "doubleCharge.closesOn", faults);
        CommonRules.CheckOrder(closes, "doubleCharge.closesOn", decided, "doubleCharge.decidedUntil", faults);
        CommonRules.CheckOrder(decided, "doubleCharge.decidedUntil", file.Receipt.EndsOn, "receipt.endsOn", faults);
    }

    private static void CheckInquiryNumber(InquiryNumberFile? number, FaultList faults)
    {
        if (number is not null)
        {
            CommonRules.CheckNumber(number.MinLength, 1, 40, "inquiryNumber.minLength", faults);
            CommonRules.CheckNumber(number.MaxLength, Math.Max(1, number.MinLength), 40, "inquiryNumber.maxLength", faults);
        }
    }

    private static void CheckApplicationSite(CompensationFile file, FaultList faults)
    {
        ApplicationSiteFile site = file.ApplicationSite;
        CommonRules.CheckText(site.Name, "applicationSite.name", faults);
        CommonRules.CheckOrder(site.OpensOn, "applicationSite.opensOn", site.ClosesOn, "applicationSite.closesOn", faults);
        CommonRules.CheckOrder(site.ClosesOn, "applicationSite.closesOn", file.Receipt.EndsOn, "receipt.endsOn", faults);
        CommonRules.CheckLabels(site.Fields, "applicationSite.fields", faults);
        string[] asked = [.. site.Fields.Select(field => field.Id)];
        faults.AddUnless(asked.Contains("inquiryNumber", StringComparer.Ordinal), "applicationSite.fields", "names no inquiryNumber; expected it, as nothing is found without");
        faults.AddUnless(
            asked.Contains("deliveryAddress", StringComparer.Ordinal) || asked.Contains("email", StringComparer.Ordinal),
            "applicationSite.fields", "names neither deliveryAddress nor email; expected one of them, where the link goes");
        if (site is { TravelFrom: { } from, TravelUntil: { } until })
        {
            CommonRules.CheckOrder(from, "applicationSite.travelFrom", until, "applicationSite.travelUntil", faults);
        }

        if (site.Url is { } url)
        {
            CommonRules.CheckUrl(url, "applicationSite.url", faults);
        }
        else
        {
            faults.AddUnless(site.UrlAnnouncement is not null, "applicationSite.urlAnnouncement", "is missing; expected where the address will be told, as there is no url");
        }
    }

    private static void CheckBankTransfer(CompensationFile file, FaultList faults)
    {
        if (file.BankTransfer is { } transfer)
        {
            CommonRules.CheckOrder(file.Cutoff.On, "cutoff.on", transfer.StartsOn, "bankTransfer.startsOn", faults);
            CommonRules.CheckOrder(transfer.OpensOn, "bankTransfer.opensOn", transfer.StartsOn, "bankTransfer.startsOn", faults);
            CommonRules.CheckOrder(transfer.StartsOn, "bankTransfer.startsOn", transfer.TransfersEndOn, "bankTransfer.transfersEndOn", faults);
            CommonRules.CheckOrder(file.Receipt.EndsOn, "receipt.endsOn", transfer.TransfersEndOn, "bankTransfer.transfersEndOn", faults);
            CommonRules.CheckLabels(transfer.Fields, "bankTransfer.fields", faults);
            if (file.Texts.TransferResult is { } text)
            {
                TextRules.CheckTransferResult(text, file.Sending, faults);
            }
            else
            {
                faults.Add("texts.transferResult", "is missing; expected the words for whose transfer a bank sends back");
            }
        }
    }

    private static void CheckProducts(ProductsFile products, FaultList faults)
    {
        CommonRules.CheckIds(products.Choices.Select(product => product.Id), "products.choices", "id", faults);
        faults.AddUnless(
            products.CodesAtMost is null or >= 1 and <= Campaign.CodesAtMostMax, "products.codesAtMost", $"is {products.CodesAtMost}; expected 1 to {Campaign.CodesAtMostMax}");
        for (int index = 0; index < products.Choices.Count; index++)
        {
            CheckProduct(products.Choices[index], $"products.choices[{index}]", faults);
        }
    }

    private static void CheckProduct(ProductFile product, string field, FaultList faults)
    {
        (string Member, string? Text)[] texts =
        [
            ("name", product.Name), ("howToUse", product.HowToUse), ("conditions", product.Conditions), ("codesEnd", product.CodesEnd),
            ("english.name", product.English?.Name), ("english.howToUse", product.English?.HowToUse), ("english.conditions", product.English?.Conditions), ("english.codesEnd", product.English?.CodesEnd),
        ];
        foreach ((string member, string? text) in texts)
        {
            if (text is not null)
            {
                CommonRules.CheckText(text, $"{field}.{member}", faults);
            }
        }

        if (product.Url is { } url)
        {
            CommonRules.CheckUrl(url, $"{field}.url", faults);
        }

        CheckCodes(product.Codes, $"{field}.codes", faults);
        if (product is { Scanned: { } scanned, Codes: { } codes } && scanned.Bars() is { } bars)
        {
            faults.AddUnless(
                bars.HoldsLengthOf(codes.MinimumLength, codes.MaximumLength),
                $"{field}.scanned",
                $"is {CommonRules.Written(scanned)}, which holds none of the codes that codes allows; expected there {bars.Holds}");
        }
    }

    private static void CheckCodes(CodeFormFile? codes, string field, FaultList faults)
    {
        if (codes is not null)
        {
            faults.AddUnless(codes.MinimumLength is >= 4 and <= CodeLengthMax, $"{field}.minimumLength", $"is {codes.MinimumLength}; expected 4 to {CodeLengthMax}");
            faults.AddUnless(
                codes.MaximumLength >= codes.MinimumLength && codes.MaximumLength <= CodeLengthMax,
                $"{field}.maximumLength", $"is {codes.MaximumLength}; expected minimumLength to {CodeLengthMax}");
        }
    }

    [GeneratedRegex(@"\A(?:0[1-9]|[1-3][0-9]|4[0-7])\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Jis();
}
