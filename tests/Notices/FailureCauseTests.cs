using Compensation.Closing.Pages;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

public class FailureCauseTests
{
    [Theory]
    [InlineData(null, FailureCause.Unsaid)]
    [InlineData(" ", FailureCause.Unsaid)]
    [InlineData("Failed: ErrorCode: 4006. ErrorMessage: Destination number isn't reachable", FailureCause.OutOfReach)]
    [InlineData("Failed: ErrorCode: 4004. ErrorMessage: number doesn't exist", FailureCause.NoSuchAddress)]
    [InlineData("Failed: Sender blocked for given recipient", FailureCause.OptedOut)]
    [InlineData("Failed: ErrorCode: 9999. ErrorMessage: unknown", FailureCause.Other)]
    [InlineData("Failed: ErrorCode: 40060", FailureCause.Other)]
    [InlineData("400 Invalid To phone number format.", FailureCause.MalformedAddress)]
    [InlineData("undelivered 30003", FailureCause.OutOfReach)]
    [InlineData("failed 30005", FailureCause.NoSuchAddress)]
    [InlineData("30006", FailureCause.TakesNoSms)]
    [InlineData("400 21610", FailureCause.OptedOut)]
    [InlineData("undelivered 30008", FailureCause.Other)]
    [InlineData("Failed", FailureCause.Unsaid)]
    [InlineData("undelivered", FailureCause.Unsaid)]
    [InlineData("5501", FailureCause.Other)]
    [InlineData("Bounced", FailureCause.NoSuchAddress)]
    [InlineData("FilteredSpam", FailureCause.Filtered)]
    [InlineData("550 5.1.1", FailureCause.NoSuchAddress)]
    [InlineData("550 5.1.1 The mailbox does not exist.", FailureCause.NoSuchAddress)]
    [InlineData("550", FailureCause.NoSuchAddress)]
    [InlineData("550 5.2.2", FailureCause.MailboxFull)]
    [InlineData("550 5.7.1", FailureCause.Filtered)]
    [InlineData("550 5.5.0", FailureCause.Other)]
    [InlineData("553", FailureCause.MalformedAddress)]
    [InlineData(AddressRules.Suppressed, FailureCause.Suppressed)]
    [InlineData(AddressRules.TestMode, FailureCause.SendersSide)]
    [InlineData("the phone said 30003 times no", FailureCause.Other)]
    public void A_reason_is_read_by_its_code(string? reason, FailureCause cause) => Assert.Equal(cause, FailureCauses.Of(reason));

    [Theory]
    [InlineData("", "理由の通知なし")]
    [InlineData("550 5.1.1", "使われていない番号・アドレス（550 5.1.1）")]
    [InlineData("undelivered 30003", "圏外・電源オフなど（undelivered 30003）")]
    [InlineData("other", "その他の理由")]
    [InlineData("something new", "something new")]
    public void A_report_says_it_in_Japanese_and_keeps_the_words_by_which_a_carrier_can_be_asked(string reason, string name) => Assert.Equal(name, ReportWords.ReasonName(reason));
}
