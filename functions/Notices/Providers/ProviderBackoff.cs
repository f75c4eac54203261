using System.Collections.Concurrent;
using Compensation.Common;

namespace Compensation.Notices.Providers;

/// <summary>When a provider asks to wait, every sender of this process waits for that provider; the others stay free.</summary>
internal sealed class ProviderBackoff(MonotonicClock clock)
{
    private readonly ConcurrentDictionary<(NoticeChannel Channel, string Provider), DateTimeOffset> _until = new();

    /// <summary>How long the provider is still to be left alone; zero or less where it is free.</summary>
    public TimeSpan Remaining(NoticeChannel channel, string provider) => _until.GetValueOrDefault((channel, provider)) - clock.Now;

    public void Wait(NoticeChannel channel, string provider, TimeSpan retryAfter)
    {
        DateTimeOffset until = clock.Now + retryAfter;
        _until.AddOrUpdate((channel, provider), until, (_, earlier) => earlier > until ? earlier : until);
    }
}
