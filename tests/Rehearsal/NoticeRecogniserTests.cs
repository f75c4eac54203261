using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

public sealed class NoticeRecogniserTests
{
    private const string Token = "AbCdEfGhIjKlMnOpQr_-";

    [Theory]
    [InlineData("kumamoto", NoticeKind.Issue)]
    [InlineData("kumamoto", NoticeKind.Reminder)]
    [InlineData("yamaguchi", NoticeKind.Issue)]
    [InlineData("yamaguchi", NoticeKind.Reminder)]
    [InlineData("tochigi", NoticeKind.Issue)]
    [InlineData("tochigi", NoticeKind.Reminder)]
    [InlineData("okinawa", NoticeKind.Issue)]
    [InlineData("okinawa", NoticeKind.Reminder)]
    public void A_notice_is_known_by_its_words_on_both_channels(string name, NoticeKind kind)
    {
        Campaign campaign = TestCampaigns.Of(name);
        NoticeRecogniser recogniser = new(campaign);
        Entitlement person = new() { Campaign = campaign.Id, Id = EntitlementId.FromValue(1), Route = EntitlementRoute.App, Amount = new Yen(12_345) };

        string sms = NoticeComposer.Sms(campaign, person, $"https://r.example.jp/r/{Token}", kind).Text;
        string email = NoticeComposer.Email(campaign, person, $"https://r.example.jp/r/{Token}", kind).Text;

        Assert.Equal([kind, kind], [recogniser.KindOf(sms)!.Value, recogniser.KindOf(email)!.Value]);
        Assert.Equal([Token, Token], [NoticeRecogniser.TokenIn(sms)!, NoticeRecogniser.TokenIn(email)!]);
    }

    [Fact]
    public void Other_words_are_not_taken_for_a_notice()
    {
        NoticeRecogniser recogniser = new(TestCampaigns.Kumamoto);

        Assert.Null(recogniser.KindOf("Your parcel has arrived: https://example.com/r/x"));
        Assert.Null(NoticeRecogniser.TokenIn("https://r.example.jp/r/tooShort"));
    }
}
