using System.Globalization;
using System.Numerics;
using Compensation.Campaigns;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Campaigns;

public sealed class InquiryNumberFormTests
{
    private static readonly InquiryNumberForm s_strict = new(4, 8, NumberCharacters.Digits, NumberHyphens.Refused, NumberZeros.Significant);

    private static readonly Gen<string> s_number =
        from length in Gen.Choose(6, 20)
        from letters in Gen.ArrayOf(Gen.Frequency((3, Gen.Elements("0123456789".ToCharArray())), (1, Gen.Elements("ABKM".ToCharArray()))), length)
        select new string(letters);

    [Theory]
    [InlineData("123456", "123456")]
    [InlineData("00123456", "123456")]
    [InlineData("KM-000001", "KM000001")]
    [InlineData("km000001", "KM000001")]
    [InlineData("ＫＭ－０００００１", "KM000001")]
    [InlineData("\u202AKM\u2011000\u200B001\u202C\u3000", "KM000001")]
    [InlineData("-1-2-3-4-5-6-", "123456")]
    [InlineData("000000", "0")]
    [InlineData("00KM0001", "00KM0001")]
    [InlineData("12345", null)]
    [InlineData("12-34-5", null)]
    [InlineData("123456789012345678901", null)]
    [InlineData("123 456", null)]
    [InlineData("12345é", null)]
    [InlineData("12345①", null)]
    [InlineData("KM_000001", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_usual_form_knows_the_ways_in_which_one_number_is_written(string? text, string? canonical) => Assert.Equal(canonical, InquiryNumberForm.Usual.Canonical(text));

    [Theory]
    [InlineData("0012", "0012")]
    [InlineData("12-34", null)]
    [InlineData("KM12", null)]
    [InlineData("123456789", null)]
    public void A_campaign_can_declare_another(string text, string? canonical) => Assert.Equal(canonical, s_strict.Canonical(text));

    [Fact]
    public void A_canonical_number_is_its_own_if_it_is_long_enough() =>
        Prop.ForAll(s_number.ToArbitrary(), number => InquiryNumberForm.Usual.Canonical(number)!.PadLeft(6, '0') is var canonical && InquiryNumberForm.Usual.Canonical(canonical) == InquiryNumberForm.Usual.Canonical(number))
            .QuickCheckThrowOnFailure();

    /// <summary>Said here in another way than the code does: two numbers are one exactly if the longer has nothing but zeros in front and both have digits only.</summary>
    [Fact]
    public void Different_numbers_stay_different_but_for_zeros_in_front_of_digits() =>
        Prop.ForAll((from one in s_number from other in s_number.Or(Gen.Choose(0, 3).Select(zeros => new string('0', zeros) + one)).Or(Gen.Constant(one.TrimStart('0'))) where other.Length is >= 6 and <= 20 select (one, other)).ToArbitrary(), pair =>
        {
            bool same = pair.one == pair.other || (IsDigits(pair.one) && IsDigits(pair.other) && BigInteger.Parse(pair.one, CultureInfo.InvariantCulture) == BigInteger.Parse(pair.other, CultureInfo.InvariantCulture));
            return InquiryNumberForm.Usual.Canonical(pair.one) == InquiryNumberForm.Usual.Canonical(pair.other) == same;
        }).QuickCheckThrowOnFailure();

    private static bool IsDigits(string text) => text.All(char.IsAsciiDigit);
}
