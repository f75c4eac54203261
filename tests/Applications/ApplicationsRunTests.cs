using Compensation.Applications;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Tests.Campaigns;
using Compensation.Waves;

namespace Compensation.Tests.Applications;

/// <summary>When applications are decided, and links sent to those who were accepted late.</summary>
public sealed class ApplicationsRunTests
{
    private static readonly Campaign Campaign = CampaignFiles.Read("yamaguchi");
    private static readonly DateOnly LastDay = (Campaign.ReceiptEndsAt - TimeSpan.FromTicks(1)).DateInJapan();

    [Fact]
    public void A_run_that_is_started_again_at_night_misses_no_morning()
    {
        Assert.Equal(Morning(LastDay), Of(JapanTime.StartOf(LastDay).AddHours(2)).NextAt);
        Assert.Equal(Morning(LastDay), Of(Morning(LastDay)).NextAt);
        Assert.Equal(Morning(Campaign.ApplicationSite!.OpensAt.DateInJapan()), Of(DateTimeOffset.UnixEpoch).NextAt);
    }

    [Fact]
    public void On_the_last_day_there_is_one_more_round_before_nobody_can_be_written_to_any_more_and_it_is_the_last()
    {
        DateTimeOffset last = JapanTime.At(LastDay, Campaign.Sending.DayEnd).AddHours(-1);
        Assert.Equal(last, ApplicationsRun.LastOf(Campaign));
        ApplicationsRun morning = Of(Morning(LastDay));
        Assert.Equal(last, morning.After(Morning(LastDay).AddHours(1)).NextAt);
        Assert.Equal(last, Of(Morning(LastDay).AddHours(1)).NextAt);

        // A morning's wave that took all day does not swallow it, and nothing follows it.
        ApplicationsRun atLast = morning.After(last.AddMinutes(1));
        Assert.Equal(last, atLast.NextAt);
        Assert.True(atLast.After(last.AddMinutes(10)).NextAt >= Campaign.ReceiptEndsAt);
        Assert.NotEqual(morning.Late(1).WaveId, atLast.Late(1).WaveId);
    }

    private static ApplicationsRun Of(DateTimeOffset now) => ApplicationsRun.Of(Campaign, new WaveOptions(), now);

    private static DateTimeOffset Morning(DateOnly day) => JapanTime.At(day, Campaign.Sending.DayStart);
}
