using System.Net.Http.Headers;
using System.Text.Json;
using Compensation.Common.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Payouts.Amazon;

/// <summary>The Amazon Incentives API over HTTP, signed and under the shared pace. No retries inside: every answer is ours to judge. Answers hold codes and are not logged.</summary>
public sealed class AmazonApi : IDisposable
{
    private const int AnswerBytesMax = 64 * 1024;
    private const string Json = "application/json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _client;
    private readonly AmazonOptions _options;
    private readonly SharedPace _pace;
    private readonly TimeProvider _time;

    public AmazonApi(IOptions<AmazonOptions> options, SharedPace pace, TimeProvider time)
    {
        (_options, _pace, _time) = (options.Value, pace, time);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = _options.Endpoint,
            Timeout = _options.Timeout,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    public void Dispose() => _client.Dispose();

    internal Task<AmazonReply> CreateAsync(CreateGiftCard asked, CancellationToken cancellationToken) => AskAsync(nameof(CreateGiftCard), asked, cancellationToken);

    internal Task<AmazonReply> CancelAsync(CancelGiftCard asked, CancellationToken cancellationToken) => AskAsync(nameof(CancelGiftCard), asked, cancellationToken);

    internal Task<AmazonReply> FundsAsync(GetAvailableFunds asked, CancellationToken cancellationToken) => AskAsync(nameof(GetAvailableFunds), asked, cancellationToken);

    private async Task<AmazonReply> AskAsync<T>(string operation, T asked, CancellationToken cancellationToken)
    {
        if (!await _pace.TakeAsync(AmazonIssuer.IssuerName, _options.RequestsPerSecond, _options.TurnWithin, cancellationToken))
        {
            return new AmazonReply.NotAsked();
        }

        try
        {
            using HttpRequestMessage request = Signed(operation, JsonSerializer.SerializeToUtf8Bytes(asked, s_json));
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            return new AmazonReply.Answered(response.StatusCode, await ReadAsync(response, cancellationToken), RetryAfter.In(response.Headers));
        }
        catch (HttpRequestException failure)
        {
            return new AmazonReply.Lost(failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError ? "no connection" : "connection lost");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AmazonReply.Lost("no answer in time");
        }
    }

    private HttpRequestMessage Signed(string operation, byte[] body)
    {
        DateTimeOffset now = _time.GetUtcNow();
        string path = $"/{operation}";
        Dictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["accept"] = Json,
            ["content-type"] = Json,
            ["host"] = _options.Endpoint!.Authority,
            ["x-amz-date"] = AmazonSignature.Stamp(now),
            ["x-amz-target"] = AmazonSignature.TargetOf(operation),
        };
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
        request.Headers.Add("x-amz-date", headers["x-amz-date"]);
        request.Headers.Add("x-amz-target", headers["x-amz-target"]);
        request.Headers.TryAddWithoutValidation("Authorization", AmazonSignature.Of(_options.AccessKeyId, _options.SecretAccessKey, _options.Region, path, headers, body, now));
        return request;
    }

    private static async Task<AmazonBody?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync<AmazonBody>(body, s_json, cancellationToken);
        }
        catch (JsonException)
        {
            // Some gateway's page: the status has to do.
            return null;
        }
    }
}
