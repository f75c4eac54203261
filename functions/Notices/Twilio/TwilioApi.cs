using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Common.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Twilio;

/// <summary>The two requests that we make of Twilio's Messages resource.</summary>
public sealed class TwilioApi : IDisposable
{
    /// <summary>How many messages to one number are looked at.</summary>
    internal const int PageSize = 100;

    private readonly HttpClient _client;
    private readonly TwilioOptions _options;
    private readonly string _messages;

    public TwilioApi(IOptions<TwilioOptions> options, IOptions<NoticeOptions> notices)
    {
        _options = options.Value;
        _messages = $"2010-04-01/Accounts/{Uri.EscapeDataString(_options.AccountSid!)}/Messages.json";
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = _options.BaseAddress,
            Timeout = notices.Value.ProviderTimeout,
        };
        byte[] credentials = Encoding.ASCII.GetBytes($"{_options.ApiKeySid}:{_options.ApiKeySecret}");
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Asks for one message to be sent. The status callback bears our request id.</summary>
    internal async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using FormUrlEncodedContent form = new(
        [
            new("To", message.To),
            new("From", string.IsNullOrEmpty(_options.From) ? message.From : _options.From),
            new("Body", message.Text),
            new("StatusCallback", $"{_options.StatusCallback!.OriginalString}?{TwilioStatus.IdParameter}={message.RequestId}"),
        ]);
        using HttpResponseMessage response = await _client.PostAsync(_messages, form, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return await FailureAsync(response, cancellationToken);
        }

        TwilioMessage? sent = await response.Content.ReadFromJsonAsync<TwilioMessage>(cancellationToken);
        return sent?.Sid is { Length: > 0 } sid ? new SendOutcome.Accepted(sid) : new SendOutcome.Unsettled("unrecognised: an acceptance without a sid");
    }

    /// <summary>The newest messages to a number. The number stands in the query: the API has no other way to ask.</summary>
    /// <returns>The messages, or what the failure means.</returns>
    internal async Task<(IReadOnlyList<TwilioMessage> Messages, SendOutcome? Failure)> ListAsync(string to, CancellationToken cancellationToken)
    {
        // Without a filter by date: one that is still queued has none.
        string query = string.Create(CultureInfo.InvariantCulture, $"?To={Uri.EscapeDataString(to)}&PageSize={PageSize}");
        using HttpResponseMessage response = await _client.GetAsync(_messages + query, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return ([], await FailureAsync(response, cancellationToken));
        }

        TwilioList? list = await response.Content.ReadFromJsonAsync<TwilioList>(cancellationToken);
        return list?.Messages is { } messages ? (messages, null) : ([], new SendOutcome.Unsettled("unrecognised: a list without messages"));
    }

    private static async Task<SendOutcome> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int? code = null;
        try
        {
            code = (await response.Content.ReadFromJsonAsync<TwilioError>(cancellationToken))?.Code;
        }
        catch (JsonException)
        {
            // Some gateway's page: the status has to do.
        }

        return TwilioAnswers.MeaningOf(response.StatusCode, code, RetryAfter.In(response.Headers));
    }

    private sealed record TwilioError(int? Code);

    private sealed record TwilioList(IReadOnlyList<TwilioMessage>? Messages);
}

/// <summary>A message as Twilio shows it.</summary>
internal sealed record TwilioMessage(string? Sid, string? Body, [property: JsonPropertyName("date_created")] string? DateCreated)
{
    /// <summary>Null where it cannot be read. Twilio writes <c>Thu, 30 Jul 2015 20:12:31 +0000</c>.</summary>
    public DateTimeOffset? CreatedAt =>
        DateTimeOffset.TryParseExact(DateCreated, "ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at) ? at : null;
}
