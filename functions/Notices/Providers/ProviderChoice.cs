using System.Buffers.Binary;
using System.Security.Cryptography;
using Compensation.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Providers;

/// <summary>
/// Which provider a message goes to: by weight among the channel's providers, past those that asked to wait. The draw follows from the request
/// id, so the same message meets the same provider as long as the weights stand. Weights and waits are this process's own experience.
/// </summary>
public sealed class ProviderChoice
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(NoticeChannel Channel, string Provider), INoticeSender> _senders;
    private readonly Dictionary<NoticeChannel, ProviderWeights> _weights;
    private readonly ProviderBackoff _backoff;
    private readonly MonotonicClock _clock;
    private readonly ILogger<ProviderChoice> _log;

    /// <param name="senders">All configured ones; those without weight only settle what they once sent.</param>
    public ProviderChoice(IEnumerable<INoticeSender> senders, IOptions<ProviderOptions> options, TimeProvider time, ILogger<ProviderChoice> log)
    {
        (_clock, _log) = (new MonotonicClock(time), log);
        _backoff = new ProviderBackoff(_clock);
        _senders = senders.ToDictionary(sender => (sender.Channel, sender.Provider));
        _weights = Enum.GetValues<NoticeChannel>().ToDictionary(channel => channel, channel => new ProviderWeights(options.Value.WeightsOf(channel), options.Value));
    }

    /// <summary>Those that never report what became of a message.</summary>
    public IReadOnlyList<string> Silent => [.. _senders.Values.Where(sender => !sender.ReportsDelivery).Select(sender => sender.Provider).Order(StringComparer.Ordinal)];

    /// <summary>The provider for one message.</summary>
    /// <param name="channel">By which way it travels.</param>
    /// <param name="requestId">The message's.</param>
    /// <param name="triedWith">The provider that an earlier request may have left with: only it can tell. Null where nothing has gone out.</param>
    public INoticeSender Choose(NoticeChannel channel, Guid requestId, string? triedWith)
    {
        if (triedWith is not null)
        {
            return _senders.GetValueOrDefault((channel, triedWith)) ?? new AbsentProvider(channel, triedWith);
        }

        (string Provider, int Weight)[] shares = SharesOf(channel);
        (string Provider, int Weight)[] free = [.. shares.Where(share => share.Weight > 0 && Remaining(channel, share.Provider) <= TimeSpan.Zero)];
        if (free.Length == 0)
        {
            // One that lost its weight is better than one that asked to be left alone.
            free = [.. shares.Where(share => Remaining(channel, share.Provider) <= TimeSpan.Zero).Select(share => (share.Provider, 1))];
        }

        return _senders[(channel, Draw(free.Length > 0 ? free : shares, requestId))];
    }

    /// <summary>How long a provider is still to be left alone; zero or less where it is free.</summary>
    public TimeSpan Remaining(NoticeChannel channel, string provider) => _backoff.Remaining(channel, provider);

    /// <summary>Learns from an answer. Of first tries only: a repeat asks about the past.</summary>
    public void Heard(NoticeChannel channel, string provider, SendOutcome outcome, TimeSpan took)
    {
        if (outcome is SendOutcome.Throttled throttled)
        {
            _backoff.Wait(channel, provider, throttled.RetryAfter);
        }

        WeightMove? move;
        lock (_gate)
        {
            move = _weights[channel].Heard(provider, outcome, took, _clock.Now);
        }

        if (move is not null)
        {
            _log.WeightMoved(channel, move.From, move.Why, move.Points, move.To);
        }
    }

    private (string Provider, int Weight)[] SharesOf(NoticeChannel channel)
    {
        WeightMove? back;
        (string Provider, int Weight)[] shares;
        lock (_gate)
        {
            back = _weights[channel].Recover(_clock.Now);
            shares = [.. _weights[channel].Current];
        }

        if (back is not null)
        {
            _log.WeightCameBack(channel, back.To, back.Points, back.From);
        }

        return shares;
    }

    private static string Draw((string Provider, int Weight)[] shares, Guid requestId)
    {
        if (shares is [(string only, _)])
        {
            return only;
        }

        Span<byte> id = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        requestId.TryWriteBytes(id, bigEndian: true, out _);
        SHA256.HashData(id, hash);
        long point = BinaryPrimitives.ReadUInt32BigEndian(hash) % shares.Sum(share => share.Weight);
        int index = 0;
        for (; point >= shares[index].Weight; index++)
        {
            point -= shares[index].Weight;
        }

        return shares[index].Provider;
    }
}
