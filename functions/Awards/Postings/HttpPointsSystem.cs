using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Awards.Postings;

/// <summary>The points system over HTTP. No retries inside the client: every answer is ours to judge. Requests name members and are not logged.</summary>
public sealed class HttpPointsSystem : IPointsSystem, IDisposable
{
    private const int ReferenceLengthMax = 64;
    private const int AnswerBytesMax = 64 * 1024;

    private readonly HttpClient _client;
    private readonly ILogger<HttpPointsSystem> _log;

    public HttpPointsSystem(IOptions<PointsSystemOptions> options, ILogger<HttpPointsSystem> log)
    {
        PointsSystemOptions system = options.Value;
        _log = log;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = system.BaseAddress is { AbsoluteUri: var address } ? new Uri(address.EndsWith('/') ? address : address + "/") : null,
            Timeout = system.Timeout,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", system.ApiKey);
    }

    public void Dispose() => _client.Dispose();

    public async Task<PostingOutcome> PostAsync(PointsInstruction instruction, CancellationToken cancellationToken)
    {
        bool grants = instruction.Points > Yen.Zero;
        Request body = new(instruction.Member.Value, instruction.Campaign.Value, Math.Abs(instruction.Points.Amount), instruction.Reason);
        try
        {
            using HttpResponseMessage response = await _client.PutAsJsonAsync($"{(grants ? "grants" : "revocations")}/{instruction.Key:D}", body, cancellationToken);
            PostingOutcome outcome = await MeaningOfAsync(response, cancellationToken);
            if (outcome is PostingOutcome.Unsettled { Reason: var reason } && reason.StartsWith("unrecognised", StringComparison.Ordinal))
            {
                _log.AnswerUnrecognised((int)response.StatusCode);
            }

            return outcome;
        }
        catch (HttpRequestException failure)
        {
            return PointsAnswers.MeaningOf(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PostingOutcome.Unsettled("no answer in time");
        }
    }

    private static async Task<PostingOutcome> MeaningOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Answer? answer = await ReadAsync(response, cancellationToken);
        if (response.StatusCode is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Created)
        {
            return answer?.Reference is { Length: > 0 and <= ReferenceLengthMax } reference
                ? new PostingOutcome.Done(reference)
                : new PostingOutcome.Unsettled("unrecognised: a booking without a reference");
        }

        return PointsAnswers.MeaningOf(response.StatusCode, answer?.Code, answer?.Balance, RetryAfter.In(response.Headers));
    }

    private static async Task<Answer?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return response.Content.Headers.ContentType?.MediaType == "application/json" ? await response.Content.ReadFromJsonAsync<Answer>(cancellationToken) : null;
        }
        catch (JsonException)
        {
            // Some gateway's page: the status has to do.
            return null;
        }
    }

    private sealed record Request(string Member, string Campaign, long Points, string Reason);

    private sealed record Answer(string? Reference, string? Code, long? Balance);
}
