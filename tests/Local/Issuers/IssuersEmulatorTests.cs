using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Compensation.Emulators.Issuers;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Local.Issuers;

/// <summary>The emulator as a client without the app's code sees it.</summary>
public sealed class IssuersEmulatorTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "issuers-" + Guid.NewGuid().ToString("N"));
    private readonly StoppedClock _clock = new(new DateTimeOffset(2023, 4, 12, 1, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _client = new();
    private IssuersEmulatorHost _emulator = null!;

    public async Task InitializeAsync() => _emulator = await StartAsync();

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_issued_and_taken_back_survives_a_restart()
    {
        JsonElement first = await CreateAsync("Emula1", 600);
        JsonElement second = await CreateAsync("Emula2", 400);
        Assert.Equal("F300", (await CreateAsync("Emula3", 1)).GetProperty("errorCode").GetString());
        await CancelAsync("Emula2", second);
        await _emulator.DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(_folder, "issued.ndjson"), """{ "sequence": 3, "torn""");

        _emulator = await StartAsync();

        Assert.Equal(400, _emulator.Funds);
        Assert.Equal(first.GetProperty("gcClaimCode").GetString(), (await CreateAsync("Emula1", 600)).GetProperty("gcClaimCode").GetString());
        Assert.Equal("GiftCardCancelled", (await CreateAsync("Emula2", 400)).GetProperty("errorType").GetString());
        Assert.Equal("SUCCESS", (await CreateAsync("Emula3", 400)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task More_requests_than_the_contract_allows_in_a_second_are_throttled()
    {
        for (int request = 0; request < 10; request++)
        {
            Assert.Equal("SUCCESS", (await CreateAsync($"Emula{request}", 1)).GetProperty("status").GetString());
        }

        Assert.Equal("ThrottlingException", (await CreateAsync("Emula99", 1)).GetProperty("__type").GetString());
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("SUCCESS", (await CreateAsync("Emula99", 1)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("F1000", "F100")]
    [InlineData("F2003", "F200")]
    [InlineData("F3003", "F300")]
    [InlineData("F4000", "F400")]
    [InlineData("F5000", "F500")]
    public async Task Mock_ids_are_answered_as_the_sandbox_does(string id, string code)
    {
        Assert.Equal(code, (await CreateAsync(id, 500)).GetProperty("errorCode").GetString());
        Assert.Empty(_emulator.Issued);
    }

    [Fact]
    public async Task Whoever_signs_with_another_key_or_too_long_ago_is_not_let_in()
    {
        Assert.Equal("SignatureDoesNotMatch", (await CreateAsync("Emula1", 500, secret: "another")).GetProperty("errorType").GetString());
        Assert.Equal("RequestExpired", (await CreateAsync("Emula1", 500, age: TimeSpan.FromMinutes(6))).GetProperty("errorType").GetString());
        Assert.Empty(_emulator.Issued);
    }

    [Fact]
    public async Task A_card_can_be_cancelled_for_fifteen_minutes()
    {
        JsonElement card = await CreateAsync("Emula1", 500);
        _clock.Now += TimeSpan.FromMinutes(15);
        Assert.Equal("SUCCESS", (await CancelAsync("Emula1", card)).GetProperty("status").GetString());

        JsonElement late = await CreateAsync("Emula2", 500);
        _clock.Now += TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1);
        Assert.Equal("CancelRequestArrivedAfterTimeLimit", (await CancelAsync("Emula2", late)).GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task Faults_are_set_over_HTTP_and_wrong_ones_refused()
    {
        using HttpResponseMessage set = await _client.PutAsJsonAsync(new Uri(_emulator.BaseAddress, "emulator/faults"), new { closed = new[] { "edy" } });
        using HttpResponseMessage wrong = await _client.PutAsJsonAsync(new Uri(_emulator.BaseAddress, "emulator/faults"), new { failStatus = 200 });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (set.StatusCode, wrong.StatusCode));
        Assert.Equal(["edy"], _emulator.Faults.Closed);
    }

    private Task<IssuersEmulatorHost> StartAsync() => IssuersEmulatorHost.StartAsync(new IssuersEmulatorOptions { DataFolder = _folder, Time = _clock, Funds = 1_000 });

    private Task<JsonElement> CreateAsync(string id, long yen, string? secret = null, TimeSpan age = default) => PostAsync(
        "CreateGiftCard", JsonSerializer.Serialize(new { creationRequestId = id, partnerId = "Emula", value = new { currencyCode = "JPY", amount = yen } }), secret, age);

    private Task<JsonElement> CancelAsync(string id, JsonElement card) => PostAsync(
        "CancelGiftCard", JsonSerializer.Serialize(new { creationRequestId = id, partnerId = "Emula", gcId = card.GetProperty("gcId").GetString() }), secret: null, default);

    private async Task<JsonElement> PostAsync(string operation, string body, string? secret, TimeSpan age)
    {
        string stamp = (_clock.Now - age).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["accept"] = "application/json",
            ["content-type"] = "application/json",
            ["host"] = _emulator.BaseAddress.Authority,
            ["x-amz-date"] = stamp,
            ["x-amz-target"] = $"com.amazonaws.agcod.AGCODService.{operation}",
        };
        string signature = SignedRequest.SignatureOf(secret ?? _emulator.Options.SecretAccessKey, "us-west-2", stamp, $"/{operation}", headers, Encoding.UTF8.GetBytes(body));
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_emulator.BaseAddress, operation)) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("x-amz-date", stamp);
        request.Headers.Add("x-amz-target", headers["x-amz-target"]);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={_emulator.Options.AccessKeyId}/{stamp[..8]}/us-west-2/AGCODService/aws4_request, SignedHeaders={string.Join(';', headers.Keys.Order(StringComparer.Ordinal))}, Signature={signature}");
        using HttpResponseMessage response = await _client.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).Clone();
    }
}
