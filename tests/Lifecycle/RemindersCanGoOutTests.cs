using Compensation.Campaigns;
using Compensation.Lifecycle;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Lifecycle;

public class RemindersCanGoOutTests
{
    [Fact]
    public void The_campaigns_own_reminders_go_out_under_the_options_as_they_are()
    {
        ValidateOptionsResult result = Validate(TestCampaigns.Kumamoto, new NoticeOptions());

        Assert.True(result.Succeeded, result.FailureMessage);
    }

    [Fact]
    public void A_reminder_that_would_never_go_out_and_one_that_follows_too_soon_are_refused_at_the_start()
    {
        Campaign campaign = TestCampaigns.Kumamoto with { Reminders = [TestCampaigns.Kumamoto.ReceiptEndsAt.AddHours(-7), TestCampaigns.Kumamoto.ReceiptEndsAt.AddHours(-6)] };

        string[] faults = [.. Validate(campaign, new NoticeOptions()).Failures!];

        Assert.Equal(2, faults.Length);
        Assert.Contains("the reminder of kumamoto at 2023-05-31 18:00 (Japan, +09:00) would never go out", faults[0], StringComparison.Ordinal);
        Assert.Contains("follows the one before sooner", faults[1], StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(Campaign campaign, NoticeOptions options) => new RemindersCanGoOut(new CampaignCatalog([campaign])).Validate(null, options);
}
