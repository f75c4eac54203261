using Compensation.Applications;
using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Cases;

/// <summary>Holds what was taken down against the ledger. Faults name fields, never what the ledger says instead.</summary>
public sealed class ReadCaseForm(Restorations restorations, KeyedHash hash, IOptions<ApplicationOptions> options, TimeProvider time)
{
    private const int NameLengthMax = 100;

    /// <param name="campaign">Whose.</param>
    /// <param name="form">What was taken down.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="isRepeat">It is only compared with what was taken down before, also where the holder has been erased since.</param>
    internal async Task<(ReadFacts? Facts, IReadOnlyList<string> Faults)> HandleAsync(Campaign campaign, CaseForm form, CancellationToken cancellationToken, bool isRepeat = false)
    {
        FaultsOfForm faults = new();
        bool isNumber = InquiryNumber.TryParse(form.InquiryNumber, campaign.InquiryNumbers, out InquiryNumber number);
        CouponStanding? standing = isNumber ? await restorations.StandingAsync(campaign, number, cancellationToken) : null;
        faults.Unless(isNumber, $"inquiryNumber: expected {campaign.InquiryNumbers.Expected}");
        faults.Unless(!isNumber || standing is not null, "inquiryNumber: is not in this campaign's ledger; read it once more from the coupon");
        faults.Unless(isRepeat || standing is not { IsErased: true }, "inquiryNumber: what was personal of its holder has been erased, and is not taken down again");
        bool isDate = TypedDate.TryParse(form.Expiry, out DateOnly expiry);
        faults.Unless(isDate, "expiry: expected a date such as 2023-02-24 or 令和5年2月24日");
        faults.Unless(!isDate || standing is null || standing.Coupon.Expiry == expiry, "expiry: is not the one that the ledger states for this coupon; read it once more");
        faults.Unless(IsPrefecture(campaign, form.Prefecture), $"prefecture: expected {campaign.Prefecture?.Name}; other prefectures have campaigns of their own");
        string shop = Folding.Trimmed(form.Shop);
        faults.Unless(Operators.IsLine(shop, NameLengthMax), $"shop: expected its name, 1 to {NameLengthMax} characters on one line");
        CheckAmount(form, standing, faults);
        CheckTime(form, faults);
        CheckLine(form.Receipt, "receipt", faults);
        CheckLine(form.CallerName, "callerName", faults);
        Contact? shopContact = ContactOf(form.ShopContact);
        Contact? caller = ContactOf(form.CallerContact);
        faults.Unless(shopContact is not null, "shopContact: expected a Japanese mobile number or an e-mail address, or nothing for a shop that is rung");
        faults.Unless(caller is not null, "callerContact: expected a Japanese mobile number or an e-mail address, or nothing");
        faults.Unless(form.ShopPhone is null || TypedPhone.TryParse(form.ShopPhone, out _), "shopPhone: expected a Japanese telephone number, or nothing");
        if (faults.Found.Count > 0 || standing is null)
        {
            return (null, faults.Found);
        }

        CaseFacts facts = new(number.Written, expiry, campaign.Prefecture!.Jis, shop, form.Kind, new Yen(form.Amount))
        {
            Receipt = Named(form.Receipt),
            PaidAt = form.PaidAt?.ToUniversalTime(),
            FaceValue = form.FaceValue is { } face ? new Yen(face) : null,
            ShopContact = shopContact!,
            ShopPhone = TypedPhone.TryParse(form.ShopPhone, out string? phone) ? phone : null,
            CallerName = Named(form.CallerName),
            Caller = caller!,
        };
        return (new ReadFacts(facts, standing.Id, ReceiptKeyOf(campaign, facts)), []);
    }

    private void CheckTime(CaseForm form, FaultsOfForm faults) =>
        faults.Unless(form.PaidAt is null || form.PaidAt <= time.GetUtcNow(), "paidAt: expected a time that has passed, or nothing");

    private static void CheckAmount(CaseForm form, CouponStanding? standing, FaultsOfForm faults)
    {
        faults.Unless(form.Amount >= 1 && form.Amount <= Coupon.BalanceMax.Amount, $"amount: expected 1 to {Coupon.BalanceMax.Amount} yen");
        faults.Unless(form.FaceValue is null || (form.FaceValue >= 1 && form.FaceValue <= Coupon.BalanceMax.Amount), $"faceValue: expected 1 to {Coupon.BalanceMax.Amount} yen, or nothing");
        if (standing is null)
        {
            return;
        }

        faults.Unless(standing.FaceValue is not null || form.FaceValue is not null, "faceValue: is missing; the ledger does not say what the coupon was issued for: read it from the coupon");
        faults.Unless(standing.FaceValue is not { } stated || form.FaceValue is null || form.FaceValue == stated.Amount, "faceValue: is not the one that the ledger states for this coupon; read it once more");
        long? most = standing.FaceValue?.Amount ?? form.FaceValue;
        faults.Unless(most is null || form.Amount <= most, "amount: is more than the coupon was issued for");
    }

    private static void CheckLine(string? text, string field, FaultsOfForm faults) =>
        faults.Unless(Named(text) is null || Operators.IsLine(Named(text), NameLengthMax), $"{field}: expected 1 to {NameLengthMax} characters on one line, or nothing");

    private static bool IsPrefecture(Campaign campaign, string typed)
    {
        string text = Folding.Plain(typed);
        return campaign.Prefecture is { } prefecture && (text == prefecture.Jis || text == prefecture.Name || (text.Length > 1 && text == prefecture.Name[..^1]));
    }

    private Contact? ContactOf(string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? new Contact(null, null)
        : TypedPhone.TryParseForSms(typed, options.Value.SmsTo050, out string? phone) ? new Contact(phone, null)
        : EmailRule.TryNormalise(typed, out string? email) ? new Contact(null, email)
        : null;

    /// <summary>However shop and receipt are spelt, as far as folding goes.</summary>
    private string ReceiptKeyOf(Campaign campaign, CaseFacts facts) => facts.Receipt is null ? string.Empty
        : hash.LookUpKey("case-receipt", $"{campaign.Id}\n{Compared(facts.Shop)}\n{Compared(facts.Receipt)}");

    private static string Compared(string text) => new([.. Folding.Plain(text).ToUpperInvariant().Where(character => character is not (' ' or '-'))]);

    private static string? Named(string? text) => Folding.Trimmed(text) is { Length: > 0 } name ? name : null;

    private sealed class FaultsOfForm
    {
        public List<string> Found { get; } = [];

        public void Unless(bool isSo, string fault)
        {
            if (!isSo)
            {
                Found.Add(fault);
            }
        }
    }
}

/// <summary>Facts that hold against the ledger.</summary>
/// <param name="Facts">As they are kept.</param>
/// <param name="Coupon">Whose.</param>
/// <param name="ReceiptKey">For finding other cases about the same receipt.</param>
internal sealed record ReadFacts(CaseFacts Facts, EntitlementId Coupon, string ReceiptKey);
