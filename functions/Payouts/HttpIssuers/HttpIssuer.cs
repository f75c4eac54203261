using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Payouts.HttpIssuers;

/// <summary>An issuer over HTTP, by the contract in <c>docs/issuer-api.md</c>. It keeps the codes; we ask for them again. Answers hold codes and are not logged.</summary>
public sealed class HttpIssuer : IPointIssuer, IIssuerList, IDisposable
{
    /// <summary>Stands before the name in the settings.</summary>
    public const string Prefix = "http-";

    private const int AnswerBytesMax = 1 << 20;
    private const int PageSize = 1_000;
    private const int PageTriesMax = 3;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _client;
    private readonly SemaphoreSlim _requests;
    private readonly KeyedHash _hash;
    private readonly TimeProvider _time;
    private long _leftAloneUntil;

    public HttpIssuer(string name, HttpIssuerOptions options, KeyedHash hash, TimeProvider time)
    {
        (Name, _hash, _time, _requests) = (Prefix + name, hash, time, new SemaphoreSlim(options.Concurrency));
        string address = options.BaseAddress!.AbsoluteUri;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/"),
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
    }

    public string Name { get; }

    public void Dispose()
    {
        _client.Dispose();
        _requests.Dispose();
    }

    public Task<IssueResult> IssueAsync(IssueRequest request, CancellationToken cancellationToken) => AskAsync(
        request, () => new HttpRequestMessage(HttpMethod.Put, PathOf(request)) { Content = JsonContent.Create(new CodesAsked(request.Campaign.Value, request.Product, request.Value.Amount), options: s_json) }, cancellationToken);

    public async Task<IssueResult> ShowAgainAsync(IssueRequest request, string reference, CancellationToken cancellationToken)
    {
        IssueResult result = await AskAsync(request, () => new HttpRequestMessage(HttpMethod.Get, PathOf(request)), cancellationToken);
        return result is IssueResult.Issued issued && issued.Reference != reference ? new IssueResult.Refused("another reference than the one on record") : result;
    }

    public async Task<string?> TakeBackAsync(IssueRequest request, string reference, CancellationToken cancellationToken)
    {
        (HttpStatusCode? status, CodesAnswered? answer, _, string lost) = await SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, PathOf(request)), cancellationToken);
        return (status, answer?.Code) switch
        {
            (HttpStatusCode.OK or HttpStatusCode.NoContent, _) or (HttpStatusCode.NotFound, "unknownKey") => null,
            (HttpStatusCode.Conflict, "tooLate") => "too late",
            _ => lost,
        };
    }

    public string KeyOf(IssueRequest request, string? reference) => IdempotencyKeyOf(request).ToString("D");

    public async IAsyncEnumerable<IssuerEntry> ReadListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        HashSet<string> been = new(StringComparer.Ordinal);
        do
        {
            ListAnswered page = await ReadPageAsync(campaign, after, cancellationToken);
            foreach (ListedCodes? listed in page.Entries!)
            {
                yield return listed is { Yen: > 0 } && HttpIssuerAnswers.IsText(listed.Key) && HttpIssuerAnswers.IsText(listed.Reference)
                    ? new IssuerEntry(listed.Key!, new Yen(listed.Yen), listed.Reference!)
                    : throw new IssuerListException($"The list of {Name} has an entry without key, yen or reference.");
            }

            after = page.Next is { } next && !been.Add(next) ? throw new IssuerListException($"The list of {Name} goes round in circles.") : page.Next;
        }
        while (after is not null);
    }

    private async Task<ListAnswered> ReadPageAsync(CampaignId campaign, string? after, CancellationToken cancellationToken)
    {
        string path = $"codes?campaign={campaign}&take={PageSize}{(after is null ? string.Empty : $"&after={Uri.EscapeDataString(after)}")}";
        for (int tries = 1; ; tries++)
        {
            string wrong;
            try
            {
                using HttpResponseMessage response = await _client.GetAsync(path, cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK && await ReadAsync<ListAnswered>(response, cancellationToken) is { Entries: not null } page)
                {
                    return page;
                }

                wrong = $"status {(int)response.StatusCode}";
            }
            catch (HttpRequestException failure)
            {
                wrong = HttpIssuerAnswers.ReasonOf(failure);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                wrong = "no answer in time";
            }

            if (tries == PageTriesMax)
            {
                throw new IssuerListException($"The list of {Name} cannot be read: {wrong}.");
            }
        }
    }

    private async Task<IssueResult> AskAsync(IssueRequest request, Func<HttpRequestMessage> message, CancellationToken cancellationToken)
    {
        // A wait from further ahead than any is was asked for before the clock was set back.
        TimeSpan left = TimeSpan.FromTicks(Volatile.Read(ref _leftAloneUntil) - _time.GetUtcNow().UtcTicks);
        if (left > TimeSpan.Zero && left <= RetryAfter.Longest)
        {
            return new IssueResult.TryLater(left, "it has asked to be left alone");
        }

        (HttpStatusCode? status, CodesAnswered? answer, TimeSpan retryAfter, string lost) = await SendAsync(message, cancellationToken);
        if (status is not { } heard)
        {
            return new IssueResult.TryLater(RetryAfter.Unsaid, lost);
        }

        IssueResult result = HttpIssuerAnswers.MeaningOf(heard, answer, retryAfter, request.Value);
        if (heard == HttpStatusCode.TooManyRequests)
        {
            Volatile.Write(ref _leftAloneUntil, (_time.GetUtcNow() + retryAfter).UtcTicks);
        }

        return result;
    }

    private async Task<(HttpStatusCode? Status, CodesAnswered? Answer, TimeSpan RetryAfter, string Lost)> SendAsync(Func<HttpRequestMessage> message, CancellationToken cancellationToken)
    {
        await _requests.WaitAsync(cancellationToken);
        try
        {
            using HttpRequestMessage request = message();
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            return (response.StatusCode, await ReadAsync<CodesAnswered>(response, cancellationToken), RetryAfter.In(response.Headers), $"status {(int)response.StatusCode}");
        }
        catch (HttpRequestException failure)
        {
            return (null, null, default, HttpIssuerAnswers.ReasonOf(failure));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null, default, "no answer in time");
        }
        finally
        {
            _requests.Release();
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            // JSON is UTF-8, whatever charset stands behind its type.
            return string.Equals(response.Content.Headers.ContentType?.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
                ? await JsonSerializer.DeserializeAsync<T>(await response.Content.ReadAsStreamAsync(cancellationToken), s_json, cancellationToken)
                : null;
        }
        catch (JsonException)
        {
            // Some gateway's page: the status has to do.
            return null;
        }
    }

    private string PathOf(IssueRequest request) => $"codes/{IdempotencyKeyOf(request):D}";

    /// <summary>The same for each repeat, whatever product or amount it names: for one claim there is one key. A version 8 UUID of 122 bits of the installation's keyed hash.</summary>
    private Guid IdempotencyKeyOf(IssueRequest request)
    {
        Span<byte> bytes = _hash.Of("issuer-request", $"{Name}\n{request.Campaign}\n{request.Entitlement}").AsSpan(0, 16);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
