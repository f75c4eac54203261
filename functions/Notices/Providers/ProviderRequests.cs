using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Providers;

/// <summary>What a request to a provider came to.</summary>
/// <param name="Outcome">What the provider said, or would not be asked for.</param>
/// <param name="MayBeOut">Whether this request or an earlier one may have gone out: then only an answer that settles it ends the search for it.</param>
internal readonly record struct ProviderAnswer(SendOutcome Outcome, bool MayBeOut)
{
    /// <summary>Why the address may not be written to any more, where an earlier request may have gone out: nobody may ask by repeating it, so that its fate stays unknown.</summary>
    public string? Silenced { get; init; }

    /// <summary>Whether somebody may be told to look for the message: the provider has it, or may have it and has not said that it will not bring it.</summary>
    public bool IsOnItsWay => Outcome is SendOutcome.Accepted || (MayBeOut && Outcome is not SendOutcome.Refused);
}

/// <summary>
/// Asks providers: within what each of them allows, to addresses that may be written to, so many at once as this process may, and once more where an answer was lost. All
/// messages go through it, whatever they belong to.
/// </summary>
public sealed class ProviderRequests(AddressRules addresses, ProviderChoice providers, TimeProvider time, IOptions<NoticeOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.SendConcurrency);

    public void Dispose() => _places.Dispose();

    /// <param name="provider">Whom to ask.</param>
    /// <param name="to">The address.</param>
    /// <param name="mayBeRepeat">Whether an earlier request with the message's id may have left.</param>
    /// <param name="compose">Makes the message, once it is to be sent.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    internal async Task<ProviderAnswer> AskAsync(INoticeSender provider, string to, bool mayBeRepeat, Func<OutgoingMessage> compose, CancellationToken cancellationToken)
    {
        // Without the token, whose registration would cost more than the place itself: who is told to stop gets his place, and gives it back.
        long asked = time.GetTimestamp();
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(asked) > options.Value.TurnWithin)
            {
                // Its claim may be another's before the provider has answered.
                return new ProviderAnswer(new SendOutcome.Throttled(RetryAfter.Unsaid), mayBeRepeat);
            }

            return await WhyNotAsync(provider, to, mayBeRepeat, cancellationToken) ?? await SendAsync(provider, compose(), mayBeRepeat, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async ValueTask<ProviderAnswer?> WhyNotAsync(INoticeSender provider, string to, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        if (providers.Remaining(provider.Channel, provider.Provider) is { Ticks: > 0 } remaining)
        {
            return new ProviderAnswer(new SendOutcome.Throttled(remaining), mayBeRepeat);
        }

        return await addresses.RefusalOfAsync(to, cancellationToken) is { } refusal
            ? new ProviderAnswer(new SendOutcome.Refused(refusal), mayBeRepeat) { Silenced = mayBeRepeat ? refusal : null }
            : null;
    }

    private async Task<ProviderAnswer> SendAsync(INoticeSender provider, OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        SendOutcome outcome = await provider.SendAsync(message, mayBeRepeat, cancellationToken);
        Hear(provider, outcome, mayBeRepeat, time.GetElapsedTime(began));
        if (outcome is not SendOutcome.Unsettled)
        {
            return new ProviderAnswer(outcome, mayBeRepeat);
        }

        // Most lost answers are found by asking once more, before anybody has to wait. Whatever is said now: the first request may have gone out.
        outcome = await provider.SendAsync(message with { LastTriedAt = time.GetUtcNow() }, mayBeRepeat: true, cancellationToken);
        Hear(provider, outcome, mayBeRepeat: true, TimeSpan.Zero);
        return new ProviderAnswer(outcome, MayBeOut: true);
    }

    /// <summary>A repeat asks about the past and says nothing of the provider's health; that it wants to be left alone counts whenever it says so.</summary>
    private void Hear(INoticeSender provider, SendOutcome outcome, bool mayBeRepeat, TimeSpan took)
    {
        if (!mayBeRepeat || outcome is SendOutcome.Throttled)
        {
            providers.Heard(provider.Channel, provider.Provider, outcome, took);
        }
    }
}
