using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

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
        using DirectRig rig = new(harness);
        MessageProgress progress = await rig.SendAsync(new MessageProgress());
        Assert.Equal((0, harness.Clock.Now.AddMinutes(3)), (progress.Tries, progress.NotBefore));
        Assert.Equal(TimeSpan.FromMinutes(3), rig.Providers.Remaining(NoticeChannel.Sms, "acs"));
        await rig.SendAsync(progress);
        Assert.Equal(2, harness.Sms.Calls);
    }

    private static async Task<MessageProgress> SendAsync(SendingHarness harness, MessageProgress progress)
    {
        using DirectRig rig = new(harness);
        return await rig.SendAsync(progress);
    }

    private sealed class DirectRig : IDisposable
    {
        private readonly SendingHarness _harness;
        private readonly ProviderRequests _requests;
        private readonly DirectSender _sender;

        public DirectRig(SendingHarness harness)
        {
            IOptions<NoticeOptions> options = Options.Create(Rules);
            _harness = harness;
            Providers = new ProviderChoice([harness.Sms, harness.Email], Options.Create(new ProviderOptions()), harness.Clock, NullLogger<ProviderChoice>.Instance);
            _requests = new ProviderRequests(new AddressRules(harness.Suppressed, options), Providers, harness.Clock, options);
            _sender = new DirectSender(Providers, _requests, harness.Hash, harness.Clock);
        }

        public ProviderChoice Providers { get; }

        public async Task<MessageProgress> SendAsync(MessageProgress progress)
        {
            Guid id = _sender.RequestIdOf("a message");
            string provider = _sender.ProviderFor(To, id, progress.EarlierTry);
            MessageProgress claimed = progress.Claimed(provider, _harness.Clock.Now);
            ProviderAnswer answer = await _sender.SendAsync(TestCampaigns.Kumamoto, To, new ComposedText("text", "subject", "text", "html"), id, new SendTry(provider, progress.EarlierTry), CancellationToken.None);
            return claimed.After(answer, Rules, _harness.Clock.Now);
        }

        public void Dispose() => _requests.Dispose();
    }
}
