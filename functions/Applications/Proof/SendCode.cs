using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>What became of asking for a code.</summary>
internal abstract record CodeAsked
{
    private CodeAsked()
    {
    }

    /// <summary>It is on its way.</summary>
    public sealed record Sent(Journey Journey) : CodeAsked;

    /// <summary>One that can still be entered was sent a moment ago.</summary>
    public sealed record JustSent : CodeAsked;

    /// <summary>The address has to be left alone until then.</summary>
    public sealed record NotBefore(DateTimeOffset At) : CodeAsked;

    /// <summary>Likewise of a number, as many of its neighbours have just asked; by e-mail it goes on at once.</summary>
    public sealed record NoSmsBefore(DateTimeOffset At) : CodeAsked;

    /// <summary>The journey has had as many as there are.</summary>
    public sealed record NoMore : CodeAsked;

    /// <summary>No SMS to this number at the moment; by e-mail it goes on.</summary>
    public sealed record NoSms : CodeAsked;

    /// <summary>The provider did not take it.</summary>
    public sealed record NotTaken(Journey Journey) : CodeAsked;
}

/// <summary>
/// Sends a code to the contact that is to be proved. It is noted before anything is counted or sent, with whatever else the journey has become, so that two clicks at once
/// send one.
/// </summary>
public sealed class SendCode(JourneyStore journeys, SendLimits limits, DirectSender sender, AddressBook book, KeyedHash hash, IOptions<ApplicationOptions> options, TimeProvider time, ILogger<SendCode> log)
{
    private readonly ApplicationOptions _options = options.Value;

    /// <param name="campaign">Whose texts.</param>
    /// <param name="journey">Whose proof. Unless a code was sent a moment ago or there are no more, it is stored as it is here.</param>
    /// <param name="to">The one way that is to be proved.</param>
    /// <param name="cancellationToken">Stops waiting for store and provider.</param>
    internal async Task<CodeAsked> HandleAsync(Campaign campaign, Journey journey, Contact to, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        string addressKey = book.KeyOf(to.FirstWay!);
        if (journey.Proof.NextSendAt(_options) is not { } next)
        {
            return new CodeAsked.NoMore();
        }

        if (journey.Proof.HasToWait(_options, now))
        {
            return journey.Proof.HasValidCode(addressKey, _options, now) ? new CodeAsked.JustSent() : new CodeAsked.NotBefore(next);
        }

        string code = CodeOf(campaign, addressKey, now);
        bool isNewHere = !journey.Proof.HasWrittenTo(addressKey);
        if (await journeys.TryKeepAsync(journey with { Proof = journey.Proof.WithCode(new SentCode(code, addressKey, now)) }, cancellationToken) is not { } noted)
        {
            return new CodeAsked.JustSent();
        }

        SendLeave leave = await limits.AskAsync(campaign, to, isNewHere, cancellationToken);
        if (leave is SendLeave.Granted)
        {
            return await SendAsync(campaign, noted, to, code, cancellationToken);
        }

        // It has not gone out: the journey has it no longer.
        await journeys.TryKeepAsync(noted with { Proof = journey.Proof }, cancellationToken);
        return leave switch
        {
            SendLeave.NotBefore wait => new CodeAsked.NotBefore(wait.At),
            SendLeave.InSequence wait => new CodeAsked.NoSmsBefore(wait.At),
            _ => new CodeAsked.NoSms(),
        };
    }

    /// <summary>From the installation's key, which nobody else has, so that it can be told by nobody else; and so that a rehearsal of the same key sends the same codes.</summary>
    private string CodeOf(Campaign campaign, string addressKey, DateTimeOffset at) =>
        (hash.Of64("contact-code", string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}\n{addressKey}\n{at.UtcTicks}")) % 1_000_000).ToString("d6", CultureInfo.InvariantCulture);

    private async Task<CodeAsked> SendAsync(Campaign campaign, Journey journey, Contact to, string code, CancellationToken cancellationToken)
    {
        SentCode sent = journey.Proof.Sent[^1];
        Guid requestId = sender.RequestIdOf(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}\n{sent.AddressKey}\n{sent.At.UtcTicks}"));
        ComposedText text = ApplicationTexts.Code(campaign, journey.Language, code, (int)_options.CodeLifetime.TotalMinutes);
        ProviderAnswer answer = await sender.SendAsync(campaign, to, text, requestId, new SendTry(sender.ProviderFor(to, requestId, earlier: null), Earlier: null), cancellationToken);
        if (answer.IsOnItsWay)
        {
            return new CodeAsked.Sent(journey);
        }

        log.CodeNotSent(campaign.Id, answer.Outcome.GetType().Name);
        Journey without = journey with { Proof = journey.Proof.WithoutLastCode() };
        return new CodeAsked.NotTaken(await journeys.TryKeepAsync(without, cancellationToken) ?? journey);
    }
}
