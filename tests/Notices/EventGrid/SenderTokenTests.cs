using System.Net;
using System.Security.Cryptography;
using System.Text;
using Compensation.Notices.Acs;
using Compensation.Notices.EventGrid;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Compensation.Tests.Notices.EventGrid;

/// <summary>Entra tokens at Event Grid's door, signed and published by an authority of our own over real HTTP.</summary>
public sealed class SenderTokenTests : IDisposable
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";
    private const string Audience = "api://compensation-reports";

    private readonly RSA _rsa = RSA.Create(2048);

    public static TheoryData<string, HttpStatusCode> Tokens { get; } = new()
    {
        { "right", HttpStatusCode.OK },
        { "of version 1", HttpStatusCode.OK },
        { "for another audience", HttpStatusCode.Unauthorized },
        { "of another tenant", HttpStatusCode.Unauthorized },
        { "asked for by another application", HttpStatusCode.Unauthorized },
        { "asked for by nobody", HttpStatusCode.Unauthorized },
        { "over", HttpStatusCode.Unauthorized },
        { "not yet begun", HttpStatusCode.Unauthorized },
        { "signed by another key", HttpStatusCode.Unauthorized },
        { "unsigned", HttpStatusCode.Unauthorized },
        { "nonsense", HttpStatusCode.Unauthorized },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Only_a_token_of_the_subscription_opens(string kind, HttpStatusCode expected)
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync(_rsa, Tenant);
        await using SendingHarness harness = await SendingHarness.With(people: 1);
        await using FunctionsApp app = await ReportingApp.StartAsync(
            harness, configure: null, "--EventGrid:Key=", $"--EventGrid:TenantId={Tenant}", $"--EventGrid:Audience={Audience}", $"--EventGrid:Authority={authority.Address}");
        using HttpRequestMessage delivery = new(HttpMethod.Post, $"/{ReceiveDeliveryReports.Route}") { Content = new StringContent("[]", Encoding.UTF8, "application/cloudevents-batch+json") };
        delivery.Headers.TryAddWithoutValidation("Authorization", $"Bearer {TokenOf(kind, authority, harness.Clock.GetUtcNow().UtcDateTime)}");
        using HttpRequestMessage question = new(HttpMethod.Options, $"/{ReceiveDeliveryReports.Route}");
        question.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");

        using HttpResponseMessage answer = await app.Client.SendAsync(delivery);
        using HttpResponseMessage keyed = await app.Client.PostAsync($"/{ReceiveDeliveryReports.Route}?code=", new StringContent("[]"));
        using HttpResponseMessage agreed = await app.Client.SendAsync(question);

        Assert.Equal((expected, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (answer.StatusCode, keyed.StatusCode, agreed.StatusCode));
    }

    [Theory]
    [InlineData(null, null, null, "nobody's delivery reports would be heard")]
    [InlineData("short", null, null, "at least 32")]
    [InlineData(ReportingApp.EventsKey, null, null, null)]
    [InlineData(null, Tenant, null, "belong together")]
    [InlineData(null, null, Audience, "belong together")]
    [InlineData(null, "contoso.com", Audience, "TenantId")]
    [InlineData(null, Tenant, Audience, null)]
    public void An_installation_that_sends_says_whom_it_hears(string? key, string? tenant, string? audience, string? fault)
    {
        EventGridOptions options = new() { Key = key, TenantId = tenant, Audience = audience };
        ValidateOptionsResult guarded = new EventsAreGuarded(Options.Create(new AcsOptions { EventSource = SendingHarness.EventSource })).Validate(null, options);

        string faults = string.Join(' ', options.Validate(new(options)).Select(one => one.ErrorMessage).Append(guarded.FailureMessage));

        Assert.Contains(fault ?? string.Empty, faults, StringComparison.Ordinal);
        Assert.Equal(fault is null, string.IsNullOrWhiteSpace(faults));
    }

    public void Dispose() => _rsa.Dispose();

    private string TokenOf(string kind, FakeAuthority authority, DateTime now)
    {
        using RSA stranger = RSA.Create(2048);
        RsaSecurityKey key = new(kind == "signed by another key" ? stranger.ExportParameters(includePrivateParameters: true) : _rsa.ExportParameters(includePrivateParameters: true)) { KeyId = FakeAuthority.KeyId };
        string appId = kind == "asked for by another application" ? Guid.NewGuid().ToString() : EventGridOptions.EventGridAppId;
        SecurityTokenDescriptor descriptor = new()
        {
            Issuer = kind switch
            {
                "of version 1" => $"https://sts.windows.net/{Tenant}/",
                "of another tenant" => $"https://sts.windows.net/{Guid.NewGuid()}/",
                _ => $"{authority.Address}{Tenant}/v2.0",
            },
            Audience = kind == "for another audience" ? "api://other" : Audience,
            NotBefore = kind == "not yet begun" ? now.AddHours(1) : now.AddHours(-2),
            IssuedAt = now.AddHours(-2),
            Expires = kind == "over" ? now.AddHours(-1) : now.AddHours(2),
            Claims = kind == "asked for by nobody" ? null : new Dictionary<string, object>(StringComparer.Ordinal) { [kind == "of version 1" ? "appid" : "azp"] = appId },
            SigningCredentials = kind == "unsigned" ? null : new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        };
        return kind == "nonsense" ? "a.b.c" : new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
