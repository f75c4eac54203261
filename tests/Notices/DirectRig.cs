using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices;

/// <summary>The sender of messages that belong to no entitlement, with a harness's providers.</summary>
internal sealed class DirectRig : IDisposable
{
    private readonly ProviderRequests _requests;

    public DirectRig(SendingHarness harness, NoticeOptions rules)
    {
        IOptions<NoticeOptions> options = Options.Create(rules);
        Providers = new ProviderChoice([harness.Sms, harness.Email], Options.Create(new ProviderOptions()), harness.Clock, NullLogger<ProviderChoice>.Instance);
        _requests = new ProviderRequests(new AddressRules(harness.Suppressed, options), Providers, harness.Clock, options);
        Sender = new DirectSender(Providers, _requests, harness.Hash, harness.Clock);
    }

    public ProviderChoice Providers { get; }

    public DirectSender Sender { get; }

    public void Dispose() => _requests.Dispose();
}
