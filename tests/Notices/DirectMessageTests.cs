using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;

namespace Compensation.Tests.Notices;

/// <summary>Messages that belong to no entitlement keep the rules of all others.</summary>
public sealed class DirectMessageTests
{
    private static readonly Contact To = new("+819012345678", null);
    private static readonly NoticeOptions Rules = new();

    [Fact]
    public async Task What_may_have_gone_out_stays_with_its_provider_whatever_is_said_when_it_is_asked_again()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        harness.Sms.Before = (call, _) => call == 1 ? new SendOutcome.Unsettled("lost") : new SendOutcome.TryLater("busy");
        MessageProgress progress = await SendAsync(harness, new MessageProgress());
        Assert.Equal((MessageState.Due, "acs"), (progress.State, progress.Provider));

        // Nobody may be written to any more by then: its fate stays unknown, it did not fail.
        await harness.Suppressed.AddAsync(To.Phone!, "complaint", "anna", CancellationToken.None);
        Assert.Equal(MessageState.Unknown, (await SendAsync(harness, progress)).State);
        Assert.Equal(MessageState.Failed, (await SendAsync(harness, new MessageProgress())).State);
        Assert.Equal(2, harness.Sms.Calls);
    }

    [Fact]
    public async Task A_provider_that_asks_to_be_left_alone_is_heard_whenever_it_says_so_and_it_is_no_try()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        harness.Sms.Before = (call, _) => call == 1 ? new SendOutcome.Unsettled("lost") : new SendOutcome.Throttled(TimeSpan.FromMinutes(3));
        using DirectRig rig = new(harness, Rules);
        MessageProgress progress = await SendAsync(rig, harness, new MessageProgress());
        Assert.Equal((0, harness.Clock.Now.AddMinutes(3)), (progress.Tries, progress.NotBefore));
        Assert.Equal(TimeSpan.FromMinutes(3), rig.Providers.Remaining(NoticeChannel.Sms, "acs"));
        await SendAsync(rig, harness, progress);
        Assert.Equal(2, harness.Sms.Calls);
    }

    private static async Task<MessageProgress> SendAsync(SendingHarness harness, MessageProgress progress)
    {
        using DirectRig rig = new(harness, Rules);
        return await SendAsync(rig, harness, progress);
    }

    private static async Task<MessageProgress> SendAsync(DirectRig rig, SendingHarness harness, MessageProgress progress)
    {
        Guid id = rig.Sender.RequestIdOf("a message");
        string provider = rig.Sender.ProviderFor(To, id, progress.EarlierTry);
        MessageProgress claimed = progress.Claimed(provider, harness.Clock.Now);
        ProviderAnswer answer = await rig.Sender.SendAsync(TestCampaigns.Kumamoto, To, new ComposedText("text", "subject", "text", "html"), id, new SendTry(provider, progress.EarlierTry), CancellationToken.None);
        return claimed.After(answer, Rules, harness.Clock.Now);
    }
}
