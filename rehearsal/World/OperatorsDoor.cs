using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.View;

namespace Compensation.Rehearsal.World;

/// <summary>What operators do in a rehearsal, through the doors that operators have.</summary>
internal sealed class OperatorsDoor : IDisposable
{
    private const int ErrorsShownMax = 3;

    private readonly HttpClient _http;
    private readonly CampaignId _campaign;

    public OperatorsDoor(RehearsedApp app, CampaignId campaign)
    {
        _campaign = campaign;
        _http = new HttpClient { BaseAddress = app.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("x-functions-key", app.FunctionKey);
    }

    /// <summary>Hands in a coupon ledger.</summary>
    /// <param name="file">The ledger.</param>
    /// <param name="read">Hears how many bytes have been read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UsageException">The application refuses the file; the message says why.</exception>
    public async Task ImportLedgerAsync(string file, Action<long> read, CancellationToken cancellationToken)
    {
        await using CountingStream bytes = new(File.OpenRead(file), read);
        using HttpResponseMessage taken = await PostAsync($"campaigns/{_campaign}/ledger", bytes, $"The ledger {file}", cancellationToken);
    }

    /// <summary>Hands in a delivery of codes.</summary>
    public async Task ImportCodesAsync(Stream codes, CancellationToken cancellationToken)
    {
        using HttpResponseMessage taken = await PostAsync($"campaigns/{_campaign}/codes", codes, "The delivery of codes", cancellationToken);
    }

    /// <summary>Hands in a file of purchases.</summary>
    /// <exception cref="UsageException">The application refuses the file; the message says why.</exception>
    public async Task<FiledPurchases> ImportPurchasesAsync(string file, CancellationToken cancellationToken)
    {
        await using FileStream purchases = File.OpenRead(file);
        using HttpResponseMessage answer = await PostAsync($"campaigns/{_campaign}/purchases", purchases, $"The purchases {file}", cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<FiledPurchases>(JsonSerializerOptions.Web, cancellationToken))!;
    }

    /// <summary>Hands in a file of members' contacts.</summary>
    /// <exception cref="UsageException">The application refuses the file; the message says why.</exception>
    public async Task ImportContactsAsync(string file, CancellationToken cancellationToken)
    {
        await using FileStream contacts = File.OpenRead(file);
        using HttpResponseMessage taken = await PostAsync($"campaigns/{_campaign}/member-contacts", contacts, $"The contacts {file}", cancellationToken);
    }

    /// <summary>Has the link sent again. Ringing twice with the same key does it once.</summary>
    public async Task ResendAsync(string key, object order, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"campaigns/{_campaign}/resends") { Content = JsonContent.Create(order) };
        request.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new RehearsalFailedException($"A resend was refused: {await SaidAsync(answer, cancellationToken)}");
        }
    }

    /// <summary>One of the campaign's reports, or null while there is none.</summary>
    /// <typeparam name="TReport">The report, as far as it is looked at.</typeparam>
    public async Task<TReport?> ReadAsync<TReport>(string report, CancellationToken cancellationToken)
        where TReport : class
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"campaigns/{_campaign}/{report}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<TReport>(JsonSerializerOptions.Web, cancellationToken);
    }

    /// <summary>What is wrong with the chains of acts; empty where they hold.</summary>
    public async Task<IReadOnlyList<string>> VerifyActsAsync(Language language, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        foreach (string list in (string[])[$"campaigns/{_campaign}/acts", "acts"])
        {
            ActsFound found = (await _http.GetFromJsonAsync<ActsFound>(new Uri($"{list}/verify", UriKind.Relative), JsonSerializerOptions.Web, cancellationToken))!;
            faults.AddRange(found.Holds ? [] : [language.Tell($"{list}の記録の連鎖が切れています：{found.Fault?.Link}番の{found.Fault?.Kind}。", $"the chain of {list} does not hold: {found.Fault?.Kind} at link {found.Fault?.Link}.")]);
        }

        return faults;
    }

    /// <summary>Does something that an operator does, with a JSON body.</summary>
    public Task ActAsync(string address, object body, CancellationToken cancellationToken) => ActAsync(HttpMethod.Post, address, body, cancellationToken);

    /// <summary>Puts something as an operator says, likewise.</summary>
    public Task PutAsync(string address, object body, CancellationToken cancellationToken) => ActAsync(HttpMethod.Put, address, body, cancellationToken);

    private async Task ActAsync(HttpMethod method, string address, object body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, $"campaigns/{_campaign}/{address}") { Content = JsonContent.Create(body) };
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new RehearsalFailedException($"{address} was not done: {await SaidAsync(answer, cancellationToken)}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string address, Stream body, string what, CancellationToken cancellationToken)
    {
        using StreamContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        HttpResponseMessage answer = await _http.PostAsync(new Uri(address, UriKind.Relative), content, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await RefusalAsync(answer, what, cancellationToken);
        }
    }

    private static async Task<Exception> RefusalAsync(HttpResponseMessage answer, string what, CancellationToken cancellationToken)
    {
        if (answer.StatusCode != HttpStatusCode.UnprocessableEntity)
        {
            return new RehearsalFailedException($"{what} was not taken: {await SaidAsync(answer, cancellationToken)}");
        }

        FileFaults? faults = await answer.Content.ReadFromJsonAsync<FileFaults>(JsonSerializerOptions.Web, cancellationToken);
        string first = string.Join("; ", faults?.Errors.Take(ErrorsShownMax).Select(fault => fault.ToString()) ?? []);
        return new UsageException($"{what} was refused, {faults?.ErrorCount} errors, beginning with: {first}.", $"アプリがファイルを受け付けませんでした（{what}）。誤り{faults?.ErrorCount}件。最初のもの：{first}。");
    }

    /// <summary>The status, and the sentence in which the application says why, or else all that it says.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string body = await answer.Content.ReadAsStringAsync(cancellationToken);
        bool isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return $"{(int)answer.StatusCode} {(isProblem && (string?)JsonNode.Parse(body)?["detail"] is { } detail ? detail : body)}";
    }

    private sealed record ActsFound(bool Holds, ActsFault? Fault);

    private sealed record ActsFault(string Kind, long Link);

    private sealed record FileFaults(int ErrorCount, IReadOnlyList<RowFault> Errors);

    private sealed record RowFault(long Line, string Field, string Problem, string Expected)
    {
        public override string ToString() => $"line {Line}, {Field}: {Problem} (expected {Expected})";
    }

    private sealed class CountingStream(Stream inner, Action<long> read) : Stream
    {
        private long _count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int bytes)
        {
            _count += bytes;
            read(_count);
            return bytes;
        }
    }
}
