using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;

namespace Compensation.Applications.Typing;

/// <summary>A coupon's number as people type it: in the campaign's form, and in groups, as many write down what is long.</summary>
internal static class TypedNumber
{
    public static bool TryParse(string? text, InquiryNumberForm form, out InquiryNumber number) =>
        InquiryNumber.TryParse(Folding.Plain(text).Replace(" ", string.Empty, StringComparison.Ordinal), form, out number);
}
