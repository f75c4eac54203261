using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Rehearsal.World;
using OtpNet;

namespace Compensation.Rehearsal.Officials;

/// <summary>What an official keeps: his password, his authenticator app, and his browser's cookies.</summary>
/// <param name="SignInName">What he types.</param>
/// <param name="Password">Likewise.</param>
/// <param name="TotpSecret">In his authenticator app; null before his first sign-in.</param>
internal sealed record OfficialSecrets(string SignInName, string Password, string? TotpSecret)
{
    public Dictionary<string, string> Cookies { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When the session of the cookies was begun, and when it was used last.</summary>
    public DateTimeOffset SignedInAt { get; init; }

    public DateTimeOffset UsedAt { get; init; }
}

/// <summary>A person of the office with a browser: signs in with a name, a password and the number of an authenticator app, and does what the roles open.</summary>
internal sealed partial class Official : IDisposable
{
    /// <summary>A little less than the app lets a session live.</summary>
    private static readonly TimeSpan SessionIdle = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan SessionLongest = TimeSpan.FromHours(9);

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly Action<OfficialSecrets> _keep;

    /// <param name="app">Where the app answers.</param>
    /// <param name="origin">The address at which operators open it.</param>
    /// <param name="clock">The virtual clock.</param>
    /// <param name="secrets">What he had before a restart.</param>
    /// <param name="keep">Keeps what he has.</param>
    public Official(Uri app, string origin, TimeProvider clock, OfficialSecrets secrets, Action<OfficialSecrets> keep)
    {
        (_clock, Secrets, _keep) = (clock, secrets, keep);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = app, Timeout = TimeSpan.FromMinutes(5) };
        _http.DefaultRequestHeaders.Add("Origin", origin);
    }

    public OfficialSecrets Secrets { get; private set; }

    public bool HasAccount => Secrets.TotpSecret is not null;

    public void Dispose() => _http.Dispose();

    /// <summary>Signs in, unless the session of before still lives.</summary>
    /// <returns>False where the authenticator's number was used already: there is another in half a minute.</returns>
    public async Task<bool> TrySignInAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (now - Secrets.UsedAt < SessionIdle && now - Secrets.SignedInAt < SessionLongest)
        {
            return true;
        }

        // What a kill leaves here is no session.
        Keep(Secrets with { Cookies = new Dictionary<string, string>(StringComparer.Ordinal), SignedInAt = default });
        HttpStatusCode status = await SubmitAsync("sign-in", "sign-in", [new("name", Secrets.SignInName), new("password", Secrets.Password), new("code", NumberNow(Secrets.TotpSecret!))], cancellationToken);
        if (status == HttpStatusCode.SeeOther)
        {
            Keep(Secrets with { SignedInAt = now });
        }

        return status == HttpStatusCode.SeeOther ? true
            : status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests ? false
            : throw new RehearsalFailedException($"{Secrets.SignInName} could not sign in: {(int)status}.");
    }

    /// <summary>The first time: with the code that the administrator has handed over he chooses his password and takes the account into his authenticator app.</summary>
    public async Task SignInFirstAsync(string firstCode, CancellationToken cancellationToken)
    {
        string asked = await PageAsync(HttpMethod.Get, "sign-in/first", null, cancellationToken);
        string page = await PageAsync(HttpMethod.Post, "sign-in/first", [.. HiddenOf(asked), new("name", Secrets.SignInName), new("first-code", firstCode)], cancellationToken);
        string secret = Secret().Match(page) is { Success: true } shown ? shown.Groups["secret"].Value : throw new RehearsalFailedException($"{Secrets.SignInName} was shown nothing for an authenticator app.");
        KeyValuePair<string, string>[] form = [.. HiddenOf(page), new("password", Secrets.Password), new("code", NumberNow(secret))];
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "sign-in/first/finish", new FormUrlEncodedContent(form), cancellationToken);
        Keep(answer.StatusCode == HttpStatusCode.SeeOther
            ? Secrets with { TotpSecret = secret, SignedInAt = _clock.GetUtcNow() }
            : throw new RehearsalFailedException($"{Secrets.SignInName} could not sign in for the first time: {(int)answer.StatusCode}."));
    }

    public async Task<T> GetAsync<T>(string address, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, address, null, cancellationToken);
        return await ReadAsync<T>(address, answer, cancellationToken);
    }

    public async Task<byte[]> GetBytesAsync(string address, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, address, null, cancellationToken);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(cancellationToken) : throw await RefusalAsync(address, answer, cancellationToken);
    }

    /// <summary>Does something with a JSON body, or a file; with a key, once however often.</summary>
    public async Task<T> DoAsync<T>(HttpMethod method, string address, HttpContent? content, CancellationToken cancellationToken, string? key = null)
    {
        using HttpResponseMessage answer = await SendAsync(method, address, content, cancellationToken, key);
        return await ReadAsync<T>(address, answer, cancellationToken);
    }

    /// <returns>The answer's status beside what it says; default where it says nothing that was asked for.</returns>
    public async Task<(HttpStatusCode Status, T? Body)> TryAsync<T>(HttpMethod method, string address, HttpContent? content, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(method, address, content, cancellationToken);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken) : default);
    }

    private async Task<HttpStatusCode> SubmitAsync(string page, string action, KeyValuePair<string, string>[] typed, CancellationToken cancellationToken)
    {
        string asked = await PageAsync(HttpMethod.Get, page, null, cancellationToken);
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, action, new FormUrlEncodedContent([.. HiddenOf(asked), .. typed]), cancellationToken);
        return answer.StatusCode;
    }

    private async Task<string> PageAsync(HttpMethod method, string address, IEnumerable<KeyValuePair<string, string>>? form, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(method, address, form is null ? null : new FormUrlEncodedContent(form), cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? content, CancellationToken cancellationToken, string? key = null)
    {
        using HttpRequestMessage request = new(method, new Uri(address, UriKind.Relative)) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (Secrets.Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Secrets.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set))
        {
            Dictionary<string, string> cookies = new(Secrets.Cookies, StringComparer.Ordinal);
            foreach (string[] pair in set.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            {
                cookies[pair[0]] = pair[1];
            }

            Keep(Secrets with { Cookies = cookies });
        }

        Secrets = Secrets with { UsedAt = _clock.GetUtcNow() };
        return answer;
    }

    private void Keep(OfficialSecrets secrets)
    {
        Secrets = secrets with { UsedAt = _clock.GetUtcNow() };
        _keep(Secrets);
    }

    private string NumberNow(string secret) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(_clock.GetUtcNow().UtcDateTime);

    private static async Task<T> ReadAsync<T>(string address, HttpResponseMessage answer, CancellationToken cancellationToken) => answer.IsSuccessStatusCode
        ? (await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken))!
        : throw await RefusalAsync(address, answer, cancellationToken);

    private static async Task<RehearsalFailedException> RefusalAsync(string address, HttpResponseMessage answer, CancellationToken cancellationToken) =>
        new($"{address} was not done: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");

    private static IEnumerable<KeyValuePair<string, string>> HiddenOf(string page) =>
        Hidden().Matches(page).Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))).DistinctBy(field => field.Key, StringComparer.Ordinal).Where(field => field.Key != "name");

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<code translate=\"no\">(?<secret>[A-Z2-7]+)</code>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
