using System.Collections.Concurrent;

namespace Compensation.Notices;

/// <summary>When a provider asks to wait, every sender of this process waits.</summary>
public sealed class ProviderBackoff(TimeProvider time)
{
    private readonly ConcurrentDictionary<NoticeChannel, DateTimeOffset> _until = new();

    /// <summary>How long the channel is still to be left alone; zero or less where it is free.</summary>
    public TimeSpan Remaining(NoticeChannel channel) => _until.GetValueOrDefault(channel) - time.GetUtcNow();

    public void Wait(NoticeChannel channel, TimeSpan retryAfter)
    {
        DateTimeOffset until = time.GetUtcNow() + retryAfter;
        _until.AddOrUpdate(channel, until, (_, earlier) => earlier > until ? earlier : until);
    }
}
