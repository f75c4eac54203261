using System.Globalization;
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

    [Fact]
    public async Task A_messages_id_follows_from_its_facts_alone_in_all_its_bits_and_is_that_of_no_notice()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        using DirectRig rig = new(harness, Rules);
        UInt128[] ids = [.. Enumerable.Range(0, 100).Select(number => UInt128.Parse($"{rig.Sender.RequestIdOf($"message {number}"):N}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];

        Assert.Equal(rig.Sender.RequestIdOf("message 1"), rig.Sender.RequestIdOf("message 1"));
        Assert.Equal("00000000000040008000000000000000", ids.Aggregate((all, id) => all & id).ToString("x32", CultureInfo.InvariantCulture));
        Assert.Equal("ffffffffffff4fffbfffffffffffffff", ids.Aggregate((any, id) => any | id).ToString("x32", CultureInfo.InvariantCulture));
        Assert.All(Enumerable.Range(0, 100), number => Assert.False(harness.RequestIds.TryRead(rig.Sender.RequestIdOf($"message {number}"), out _)));
    }

    [Fact]
    public async Task A_message_goes_by_the_way_it_is_given_with_the_campaigns_sender_and_says_when_it_was_tried_first()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        List<OutgoingMessage> sent = [];
        harness.Sms.Before = harness.Email.Before = (_, message) =>
        {
            sent.Add(message);
            return null;
        };
        using DirectRig rig = new(harness, Rules);
        Guid id = rig.Sender.RequestIdOf("a message");
        DateTimeOffset now = harness.Clock.Now;
        EarlierTry earlier = new("acs", now.AddHours(-2), now.AddHours(-1));
        ComposedText text = new("short", "subject", "long", "<p>long</p>");

        await rig.Sender.SendAsync(TestCampaigns.Kumamoto, To, text, id, new SendTry("acs", null), CancellationToken.None);
        await rig.Sender.SendAsync(TestCampaigns.Kumamoto, new Contact(null, "a@example.jp"), text, id, new SendTry("acs", earlier), CancellationToken.None);

        Assert.Equal(
            [
                new OutgoingMessage(id, TestCampaigns.Kumamoto.Senders.Sms, To.Phone!, null, "short", null, now, now),
                new OutgoingMessage(id, TestCampaigns.Kumamoto.Senders.Email, "a@example.jp", "subject", "long", "<p>long</p>", earlier.FirstTriedAt, earlier.LastTriedAt),
            ],
            sent);
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
