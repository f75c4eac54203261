using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Communication.Sms;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;

namespace Compensation.Tests.Local.Communication;

/// <summary>The emulator's check, met by requests that this test signs by itself, not by the client under test.</summary>
public sealed class SignatureTests : EmulatorTest
{
    private const string Body = """{"from":"+815012345678","smsRecipients":[{"to":"+819011112222"}],"message":"こんにちは"}""";

    private static readonly DateTimeOffset s_longAgo = new(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("x-ms-date")]
    [InlineData("date")]
    public async Task Both_forms_of_the_signature_are_known(string dateHeader)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        using HttpResponseMessage response = await SendAsync(emulator, Signed(emulator, dateHeader, DateTimeOffset.UtcNow));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        SmsClient client = new(emulator.BaseAddress, new AzureKeyCredential(Convert.ToBase64String(new byte[32])));

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync(Sender, "+819011112222", "こんにちは"));

        Assert.Equal((401, "Unauthorized"), (failure.Status, failure.ErrorCode));
        Assert.Equal(0, new FileInfo(LogFile).Length);
    }

    [Fact]
    public async Task A_changed_body_is_refused()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        HttpRequestMessage request = Signed(emulator, "x-ms-date", DateTimeOffset.UtcNow);
        request.Content = new StringContent(Body.Replace("こんにちは", "さようなら", StringComparison.Ordinal), Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await SendAsync(emulator, request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_changed_address_is_refused()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        HttpRequestMessage request = Signed(emulator, "x-ms-date", DateTimeOffset.UtcNow);
        request.RequestUri = new Uri(emulator.BaseAddress, "/sms?api-version=2026-01-23");

        using HttpResponseMessage response = await SendAsync(emulator, request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task An_old_date_is_refused_by_the_systems_clock_and_ignored_by_a_virtual_one()
    {
        await using (CommunicationEmulatorHost real = await CommunicationEmulatorHost.StartAsync(Options))
        {
            using HttpResponseMessage refused = await SendAsync(real, Signed(real, "x-ms-date", s_longAgo));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        await using CommunicationEmulatorHost rehearsed = await CommunicationEmulatorHost.StartAsync(
            Options with { Time = new VirtualClock(s_longAgo, new WorkInProgress()) });
        using HttpResponseMessage accepted = await SendAsync(rehearsed, Signed(rehearsed, "x-ms-date", DateTimeOffset.UtcNow));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(s_longAgo, Assert.Single(ProviderLine.ReadAll(LogFile)).At);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Accepted)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task Bearer_tokens_are_taken_only_where_they_are_allowed(bool allowed, HttpStatusCode expected)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { AcceptBearerTokens = allowed });
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(emulator.BaseAddress, "/sms?api-version=2021-03-07"))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", "any");

        using HttpResponseMessage response = await SendAsync(emulator, request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_request_without_a_version_is_refused()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { AcceptBearerTokens = true });
        using HttpClient client = new();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "any");

        using HttpResponseMessage response = await client.PostAsJsonAsync(new Uri(emulator.BaseAddress, "/sms"), new { });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("MissingApiVersionParameter", Assert.Single(response.Headers.GetValues("x-ms-error-code")));
    }

    private static async Task<HttpResponseMessage> SendAsync(CommunicationEmulatorHost emulator, HttpRequestMessage request)
    {
        using HttpClient client = new() { BaseAddress = emulator.BaseAddress };
        return await client.SendAsync(request);
    }

    private static HttpRequestMessage Signed(CommunicationEmulatorHost emulator, string dateHeader, DateTimeOffset at)
    {
        const string Target = "/sms?api-version=2021-03-07";
        string date = at.ToString("r", CultureInfo.InvariantCulture);
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));
        byte[] key = Convert.FromBase64String(CommunicationEmulatorOptions.DefaultAccessKey);
        byte[] signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"POST\n{Target}\n{date};{emulator.BaseAddress.Authority};{hash}"));
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(emulator.BaseAddress, Target))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(dateHeader, date);
        request.Headers.TryAddWithoutValidation("x-ms-content-sha256", hash);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"HMAC-SHA256 SignedHeaders={dateHeader};host;x-ms-content-sha256&Signature={Convert.ToBase64String(signature)}");
        return request;
    }
}
