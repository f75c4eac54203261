using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using Compensation.Access;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;
using Compensation.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace Compensation.Tests.ConsolePages;

/// <summary>Somebody who sits at the console of an app with local accounts.</summary>
internal sealed class Desk(Visitor visitor) : IDisposable
{
    public static readonly string[] Settings = ["--LocalAccounts:Enabled=true", $"--Access:PublicBaseUrl={AccessApp.Origin}"];

    /// <summary>Makes an account, and signs in with it.</summary>
    public static async Task<Desk> SitDownAsync(IServiceProvider services, Uri address, string name, Roles roles)
    {
        string number = await HireAsync(services, name, roles);
        Visitor visitor = new(address);
        using HttpResponseMessage answer = await visitor.SubmitAsync("/sign-in", AccessApp.Typed(name, AccessApp.Password, number));
        Assert.Equal("/console", answer.Headers.Location?.OriginalString);
        return new Desk(visitor);
    }

    /// <returns>What the new account's authenticator app shows now.</returns>
    public static async Task<string> HireAsync(IServiceProvider services, string name, Roles roles)
    {
        AccountStore accounts = services.GetRequiredService<AccountStore>();
        DateTimeOffset now = services.GetRequiredService<WallClock>().Now;
        Account account = new(accounts.IdOf(name), name, roles, now)
        {
            Local = new LocalSecrets(name) { PasswordHash = services.GetRequiredService<Passwords>().Hash(AccessApp.Password), TotpSecret = AccessApp.Secret },
        };
        Assert.True(await accounts.TryAddAsync(account, CancellationToken.None));
        return new Totp(Base32Encoding.ToBytes(AccessApp.Secret)).ComputeTotp(now.UtcDateTime);
    }

    /// <summary>Looks at a page that is there.</summary>
    public async Task<IDocument> LookAsync(string address)
    {
        using HttpResponseMessage answer = await visitor.GetAsync(address);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode} {page}");
        return await Visitor.ParseAsync(answer);
    }

    public async Task<HttpStatusCode> StatusOfAsync(string address)
    {
        using HttpResponseMessage answer = await visitor.GetAsync(address);
        return answer.StatusCode;
    }

    /// <summary>Fills in the form of a page that is open, and sends it.</summary>
    public async Task<(HttpStatusCode Status, string? Next, IDocument Page)> SendAsync(IDocument page, string address, params (string Name, string Value)[] typed)
    {
        using HttpResponseMessage answer = await visitor.SubmitAsync(page, address, typed);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await Visitor.ParseAsync(answer));
    }

    public async Task<(HttpStatusCode Status, string? Next, IDocument Page)> DoAsync(string address, params (string Name, string Value)[] typed) => await SendAsync(await LookAsync(address), address, typed);

    /// <summary>Calls the API, as whoever is signed in.</summary>
    public async Task<(HttpStatusCode Status, string Said)> CallAsync(string address, object body, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using HttpResponseMessage answer = await visitor.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks the API, as whoever is signed in.</summary>
    public async Task<JsonElement> ReadAsync(string address)
    {
        using HttpResponseMessage answer = await visitor.GetAsync(address);
        string said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode} {said}");
        return JsonSerializer.Deserialize<JsonElement>(said);
    }

    public static string TextOf(IDocument page) => page.QuerySelector("main")!.TextContent;

    public void Dispose() => visitor.Dispose();
}
