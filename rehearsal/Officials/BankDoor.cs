using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.Officials;

/// <summary>The bank's door for firms, as officials use it.</summary>
internal sealed class BankDoor : IDisposable
{
    private readonly HttpClient _http;

    public BankDoor(Uri bank, string key)
    {
        _http = new HttpClient { BaseAddress = bank, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Hands a file in. One that was handed in before is known there, and not carried out again.</summary>
    /// <exception cref="RehearsalFailedException">The bank refuses it.</exception>
    public async Task HandInAsync(byte[] file, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(file);
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("transfers", UriKind.Relative), content, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new RehearsalFailedException($"The bank refuses a file: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>What it tells of a day, as a file; null where it tells nothing.</summary>
    /// <param name="kind"><c>results</c> or <c>statement</c>.</param>
    /// <param name="day">Which.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    public async Task<byte[]?> FileOfAsync(string kind, DateOnly day, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{kind}/{day:yyyy-MM-dd}"), UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Asks about one payment: whether the payee has the money.</summary>
    public async Task<bool> IsKeptAsync(string reference, CancellationToken cancellationToken)
    {
        Enquiry? told = await _http.GetFromJsonAsync<Enquiry>(new Uri($"transfers/{reference}", UriKind.Relative), JsonSerializerOptions.Web, cancellationToken);
        return told is { PaidOn: not null, ReturnedOn: null };
    }

    private sealed record Enquiry(DateOnly? PaidOn, DateOnly? ReturnedOn);
}
