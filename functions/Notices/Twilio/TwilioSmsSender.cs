using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Twilio;

/// <summary>
/// SMS through Twilio, which knows no idempotency key: before anything is repeated, Twilio's own list is looked through for the text, which
/// bears the person's link. What the list lacks is sent only when the last request is so old that the list must know it.
/// </summary>
public sealed class TwilioSmsSender(TwilioApi api, TimeProvider time, IOptions<TwilioOptions> options) : INoticeSender
{
    /// <summary>How far Twilio's clock and ours may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public NoticeChannel Channel => NoticeChannel.Sms;

    public string Provider => TwilioOptions.Provider;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, bool mayBeRepeat, CancellationToken cancellationToken)
    {
        try
        {
            return (mayBeRepeat ? await AskAsync(message, cancellationToken) : null) ?? await api.SendAsync(message, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            return TwilioAnswers.MeaningOf(failure);
        }
        catch (JsonException)
        {
            return new SendOutcome.Unsettled("unrecognised: an answer that is not JSON");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Unsettled("no answer in time");
        }
    }

    /// <returns>What became of an earlier request, or null where Twilio has certainly never had it.</returns>
    private async Task<SendOutcome?> AskAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        (IReadOnlyList<TwilioMessage> all, SendOutcome? failure) = await api.ListAsync(message.To, cancellationToken);
        if (failure is not null)
        {
            return failure;
        }

        TwilioMessage[] since = [.. all.Where(sent => sent.CreatedAt is not { } at || at >= message.FirstTriedAt - ClockSkew)];
        if (Array.Find(since, sent => sent.Body?.Contains(message.Text, StringComparison.Ordinal) ?? false) is { } own)
        {
            return new SendOutcome.Accepted(own.Sid ?? string.Empty);
        }

        return since switch
        {
            _ when since.Any(sent => string.IsNullOrEmpty(sent.Body)) => new SendOutcome.Unsettled("Twilio's list hides the texts"),
            { Length: >= TwilioApi.PageSize } => new SendOutcome.Unsettled("Twilio's list is too long"),
            _ when time.GetUtcNow() - message.LastTriedAt is var ago && ago < options.Value.SettlingTime && ago > -options.Value.SettlingTime => new SendOutcome.Unsettled("not in Twilio's list yet"),
            _ => null,
        };
    }
}
