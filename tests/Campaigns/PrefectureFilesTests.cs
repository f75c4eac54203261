using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Tests.Campaigns;

/// <summary>What the four notices say, against what the files make of it.</summary>
public sealed class PrefectureFilesTests
{
    public static TheoryData<string> Prefectures => ["yamaguchi", "tochigi", "okinawa", "kumamoto"];

    [Theory]
    [InlineData("yamaguchi", "旅々やまぐち割プラス", "旅々やまぐち割プラス事務局", "35", "山口県")]
    [InlineData("tochigi", "いちご一会とちぎ旅", "いちご一会とちぎ旅", "09", "栃木県")]
    [InlineData("okinawa", "おきなわ彩発見NEXT", "おきなわ彩発見NEXT事務局", "47", "沖縄県")]
    [InlineData("kumamoto", "くまもと再発見の旅", "くまもと再発見の旅事務局", "43", "熊本県")]
    public void Each_office_speaks_for_its_prefecture(string id, string programme, string office, string jis, string name)
    {
        Campaign campaign = CampaignFiles.Read(id);

        Assert.Equal(CampaignKind.Compensation, campaign.Kind);
        Assert.Equal((programme, office), (campaign.Programme, campaign.Office));
        Assert.Equal(new Prefecture(jis, name), campaign.Prefecture);
    }

    [Theory]
    [MemberData(nameof(Prefectures))]
    public void Balances_left_at_the_end_of_March_are_owed_until_the_end_of_May(string id)
    {
        Campaign campaign = CampaignFiles.Read(id);

        Assert.Equal(new EligibilityRule(new DateOnly(2023, 2, 24), new Yen(1)) { ExtendedUntil = new DateOnly(2023, 3, 31) }, campaign.Eligibility);
        Assert.Equal(Japan("2023-04-01T00:00"), campaign.CutoffAt);
        Assert.Equal(Japan("2023-06-01T00:00"), campaign.ReceiptEndsAt);
        Assert.Equal("2023年5月31日(水)23:59", JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt));
    }

    [Theory]
    [MemberData(nameof(Prefectures))]
    public void Both_routes_have_their_wave(string id) => Assert.Equal(
        [
            new IssueWave("app", EntitlementRoute.App, Japan("2023-04-10T00:00"), Japan("2023-04-22T00:00")),
            new IssueWave("application", EntitlementRoute.Application, Japan("2023-04-28T00:00"), Japan("2023-05-11T00:00")),
        ],
        CampaignFiles.Read(id).Waves.Select(wave => wave with { Who = string.Empty }));

    [Theory]
    [MemberData(nameof(Prefectures))]
    public void Reminders_go_out_fourteen_seven_and_one_day_before_the_deadline(string id) => Assert.Equal(
        [Japan("2023-05-17T10:00"), Japan("2023-05-24T10:00"), Japan("2023-05-30T10:00")],
        CampaignFiles.Read(id).Reminders);

    [Theory]
    [MemberData(nameof(Prefectures))]
    public void Five_products_can_be_chosen(string id)
    {
        Campaign campaign = CampaignFiles.Read(id);

        Assert.Equal(["amazon", "ponta", "paypay", "edy", "nanaco"], campaign.Products.Select(product => product.Id));
        Assert.Equal("EdyギフトID", campaign.FindProduct("edy")!.Name);
        Assert.Null(campaign.FindProduct("cash"));
    }

    [Theory]
    [MemberData(nameof(Prefectures))]
    public void People_recognise_the_senders_and_find_the_call_centre(string id)
    {
        Campaign campaign = CampaignFiles.Read(id);

        Assert.Equal(new Senders("regionpay_compensation_ml@giftpad.jp", "+81352449370", "03-5244-9370"), campaign.Senders with { DisplayAdvice = null });
        Assert.Equal("0120-479-249", campaign.CallCentre.Phone);
        Assert.Equal(new CallCentreOpening(DayKind.Weekdays, new TimeOnly(10, 0), new TimeOnly(18, 0), null, null), campaign.CallCentre.Openings[0]);
    }

    [Theory]
    [InlineData("yamaguchi")]
    [InlineData("tochigi")]
    [InlineData("okinawa")]
    public void Three_notices_answer_weekend_calls_in_March_and_offer_a_bank_transfer(string id)
    {
        Campaign campaign = CampaignFiles.Read(id);

        CallCentreOpening weekends = campaign.CallCentre.Openings[1];
        Assert.Equal((DayKind.WeekendsAndHolidays, new DateOnly(2023, 3, 31)), (weekends.Days, weekends.Until));
        Assert.Equal("平日 10:00～18:00（3月中は土日祝も受付）", campaign.CallCentre.Hours);
        Assert.Equal(Japan("2023-05-15T00:00"), campaign.BankTransfer!.StartsAt);
        Assert.Equal((Japan("2023-07-01T00:00"), Japan("2023-07-01T00:00")), (campaign.BankTransfer.EndsAt, campaign.BooksCloseAt));
        Assert.Equal(["口座番号", "ご本人情報", "ご宿泊に関する情報"], campaign.BankTransfer.Fields.Select(field => field.Label));
    }

    [Fact]
    public void Kumamotos_fourth_notice_does_neither()
    {
        Campaign kumamoto = CampaignFiles.Read("kumamoto");

        Assert.Single(kumamoto.CallCentre.Openings);
        Assert.Null(kumamoto.BankTransfer);
    }

    [Theory]
    [InlineData("yamaguchi", "2023-03-22T00:00", null, "name,contact,prefecture,travelDate,inquiryNumber,deliveryAddress")]
    [InlineData("kumamoto", "2023-03-24T14:00", "https://region-pay.com/pages/compensation.html", "name,postalAddress,contact,email,inquiryNumber")]
    public void Applications_are_taken_as_each_notice_says(string id, string opensAt, string? url, string fields)
    {
        ApplicationSite site = CampaignFiles.Read(id).ApplicationSite!;

        Assert.Equal((Japan(opensAt), Japan("2023-05-01T00:00")), (site.OpensAt, site.EndsAt));
        Assert.Equal(url, site.Url?.AbsoluteUri);
        Assert.Equal(fields, string.Join(',', site.Fields.Select(field => field.Id)));
    }

    [Theory]
    [InlineData("yamaguchi", true)]
    [InlineData("tochigi", true)]
    [InlineData("okinawa", true)]
    [InlineData("kumamoto", false)]
    public void What_the_notice_does_not_say_is_marked_as_ours(string id, bool silentOnSending)
    {
        IReadOnlyDictionary<string, string> defaults = CampaignFiles.Read(id).Defaults;

        string[] always = ["reminders", "sending", "texts"];
        Assert.All(always, field => Assert.Contains(field, defaults));
        string[] whereSilent = ["waves[0].endsOn", "waves[1].startsOn", "waves[1].endsOn", "senders.email", "senders.sms", "resend", "bankTransfer.startsOn", "bankTransfer.transfersEndOn"];
        Assert.All(whereSilent, field => Assert.Equal(silentOnSending, defaults.ContainsKey(field)));
    }

    private static DateTimeOffset Japan(string wall) => new DateTimeOffset(DateTime.Parse(wall, System.Globalization.CultureInfo.InvariantCulture), JapanTime.Offset).ToUniversalTime();
}
