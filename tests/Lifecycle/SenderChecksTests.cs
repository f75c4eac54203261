using Compensation.Lifecycle.Preflight;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Compensation.Tests.Notices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Lifecycle;

/// <summary>Before a campaign goes live every provider that will be asked is asked once.</summary>
public sealed class SenderChecksTests
{
    [Fact]
    public async Task Every_provider_with_a_share_is_tried_by_itself()
    {
        ScriptedProvider second = new(NoticeChannel.Sms, "twilio") { Before = (_, _) => new SendOutcome.TryLater("20003") };
        ScriptedProvider unused = new(NoticeChannel.Sms, "old");
        (IReadOnlyList<PreflightCheck> checks, string[] reached) = await TryAsync(new() { ["acs"] = 70, ["twilio"] = 30, ["old"] = 0 }, second, unused);

        Assert.Equal([("sms-acs", true), ("sms-twilio", false), ("email", true)], checks.Select(check => (check.Name, check.Green)));
        Assert.Contains("twilio", checks[1].Words, StringComparison.Ordinal);
        Assert.Equal(["+819012345678", "taro@example.jp"], reached);
        Assert.Equal((1, 0), (second.Calls, unused.Calls));
    }

    [Fact]
    public async Task The_only_provider_of_a_channel_needs_no_name() =>
        Assert.Equal([("sms", true), ("email", true)], (await TryAsync([])).Checks.Select(check => (check.Name, check.Green)));

    private static async Task<(IReadOnlyList<PreflightCheck> Checks, string[] Reached)> TryAsync(Dictionary<string, int> sms, params ScriptedProvider[] others)
    {
        await using SendingHarness harness = await SendingHarness.With(0);
        IOptions<NoticeOptions> rules = Options.Create(new NoticeOptions());
        IOptions<ProviderOptions> options = Options.Create(new ProviderOptions { Sms = sms });
        ProviderChoice providers = new([harness.Sms, harness.Email, .. others], options, harness.Clock, NullLogger<ProviderChoice>.Instance);
        using ProviderRequests requests = new(new AddressRules(harness.Suppressed, rules), providers, harness.Clock, rules);
        SenderChecks checks = new(new DirectSender(providers, requests, harness.Hash, harness.Clock), options, harness.Clock);

        IReadOnlyList<PreflightCheck> tried = await checks.TryAsync(TestCampaigns.Kumamoto, new PreflightRequest("090-1234-5678", "taro@example.jp"), CancellationToken.None);
        return (tried, [.. harness.Sms.Taken.Values, .. harness.Email.Taken.Values]);
    }
}
