using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Core.Pipeline;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;
using Compensation.Notices.EventGrid;
using Compensation.Tests.Coupons;
using Compensation.Tests.Sending;

namespace Compensation.Tests.EndToEnd;

/// <summary>What spreadsheets, telephones and people make of files and requests, sent to a running app over HTTP before, during and after a campaign.</summary>
public sealed class RealInputsTests : IAsyncLifetime
{
    private const string Codes = "product,value,code,expires_on,lot";

    private readonly WorkInProgress _work = new();
    private readonly TestStore _store = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("real-inputs-").FullName;
    private readonly CancellationTokenSource _givingUp = new(TimeSpan.FromMinutes(5));
    private VirtualClock _clock = null!;
    private CommunicationEmulatorHost _emulator = null!;
    private FunctionsApp _app = null!;

    public async Task InitializeAsync()
    {
        _clock = new VirtualClock(new DateTimeOffset(2023, 3, 20, 0, 0, 0, TimeSpan.Zero), _work);
        _emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = _folder, Time = _clock, BeginWork = _work.Begin });
        _app = await SendingWorld.StartAppAsync(_store.Connect, _emulator.ConnectionString, _clock, _work, storage: (HttpPipelinePolicy?)null, "--Lifecycle:Campaigns=kumamoto");
        _emulator.Webhook = new Uri(_app.Client.BaseAddress!, $"{ReceiveDeliveryReports.Route}?code=test-key-of-event-grid-0123456789");
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _emulator.DisposeAsync();
        _store.Dispose();
        _givingUp.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_campaign_takes_what_people_mean_and_names_what_it_cannot_understand()
    {
        await LedgersAsync();
        await CodesAsync();
        await UntilAsync(new DateTimeOffset(2023, 4, 4, 23, 0, 0, TimeSpan.Zero));

        JsonElement seal = JsonDocument.Parse(await _app.GetStringAsync("campaigns/kumamoto/seal")).RootElement.GetProperty("ledger");
        Assert.Equal((9, 26_000), (seal.GetProperty("coupons").GetInt32(), seal.GetProperty("yen").GetInt64()));
        await BeforeTheWaveAsync();
        await UntilAsync(new DateTimeOffset(2023, 4, 23, 1, 0, 0, TimeSpan.Zero));
        await CorrectionsAsync();
        await UntilAsync(new DateTimeOffset(2023, 5, 25, 0, 0, 0, TimeSpan.Zero));

        // The first number of KM-000001 was corrected away on 23 April; what was corrected before the wave was never written to.
        List<EmulatedMessage> messages = await _emulator.ReadMessagesAsync().ToListAsync();
        Assert.DoesNotContain(messages, message => message.To == "+819012345610" && message.At > new DateTimeOffset(2023, 4, 23, 1, 0, 0, TimeSpan.Zero));
        Assert.DoesNotContain(messages, message => message.To == "wrong@example.jp");
        Assert.Equal(3, messages.Count(message => message.To == "right@example.jp"));
        Assert.All(messages, message => Assert.True(message.At >= new DateTimeOffset(2023, 4, 10, 0, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Nine coupons in the end, however they were written.</summary>
    private async Task LedgersAsync()
    {
        string[] rows =
        [
            "KM-000001,2023-02-24,3000,true,090-1234-5610,",
            "KM-000002,2023-02-24,3000,true,,wrong@example.jp",
            "\u3000KM-000003\u00A0,2023-02-24,３０００,ＴＲＵＥ,\u202A090-1234-5611\u202C,",
            "KM-000004,２０２３－０２－２４,3000,true,090\u200B1234\u200B5612,",
            "KM-000005,2023-02-24,3000,true,090─1234─5613,",
            "KM-000006,2023-02-24,3000,true,,\"\"\"taro..yamada\"\"@docomo.ne.jp\"",
            "00123456,2023-02-24,3000,true,,ｊｉｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
            "KM-000008,2023-02-24,4500,false,,",
            "KM-000009,2023-02-24,500,true,090-1234-5001,",
        ];
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.OK, "\"written\":9", LedgerFixture.Header, rows);
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.OK, "\"written\":0", LedgerFixture.Header, "KM000001,2023-02-24,3000,true,090-1234-5610,");
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.OK, "\"written\":0", LedgerFixture.Header, "１２３４５６,2023-02-24,3000,true,,jiro@example.jp");
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.UnprocessableEntity, "the same coupon as on line 2", LedgerFixture.Header, "KM‐000010,2023-02-24,1,true,,", "km—000010,2023-02-24,1,true,,");
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.UnprocessableEntity, "U+0660", LedgerFixture.Header, "KM-000011,2023-02-24,3000,true,090٠1234567,");
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.UnprocessableEntity, "the file has no rows", LedgerFixture.Header);
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.UnprocessableEntity, "unknown column 'note'", LedgerFixture.Header + ",note", "KM-000011,2023-02-24,3000,true,,,x");
        await PostAsync("campaigns/kumamoto/ledger", HttpStatusCode.UnprocessableEntity, "ZIP archive", "PK\u0003\u0004workbook");
    }

    private async Task CodesAsync()
    {
        await PostAsync("campaigns/kumamoto/codes", HttpStatusCode.OK, "\"added\":1", Codes, "edy,500,ABCD-EFGH-JKLM-NPQR,2024-03-31,L1");
        await PostAsync("campaigns/kumamoto/codes", HttpStatusCode.OK, "\"unchanged\":1", Codes, "edy,500,ＡＢＣＤ－ＥＦＧＨ－ＪＫＬＭ－ＮＰＱＲ,2024-03-31,L1");
        foreach (string other in new[] { "edy,1000,ABCD-EFGH-JKLM-NPQR", "nanaco,500,abcd efgh jklm npqr", "nanaco,500,1.23457E+15", "nanaco,500,#NAME?", "nanaco,500,2.19E+26", "nanaco,500,=A1", "nanaco,500,########" })
        {
            await PostAsync("campaigns/kumamoto/codes", HttpStatusCode.UnprocessableEntity, "\"line\":2,\"field\":\"code\"", Codes, $"{other},2024-03-31,L1");
        }

        await PostAsync("campaigns/tochigi/codes", HttpStatusCode.UnprocessableEntity, "on file already", Codes, "edy,500,ABCD-EFGH-JKLM-NPQR,2024-03-31,L1");
        await PostAsync("campaigns/kumamoto/codes", HttpStatusCode.UnprocessableEntity, "the file has no rows", Codes);
        Assert.Contains("\"product\":\"edy\",\"value\":500,\"free\":1,\"taken\":0,\"lapsed\":0,\"needed\":1", await _app.GetStringAsync("campaigns/kumamoto/codes"), StringComparison.Ordinal);
    }

    private async Task BeforeTheWaveAsync()
    {
        await ResendAsync("early-1", """{"people":[{"inquiryNumber":"ＫＭ－０００００１"}],"reason":"r","by":"Sato"}""", HttpStatusCode.Accepted, "\"verdict\":\"waitsForWave\"");
        await ResendAsync("early-2", """{"people":[{"inquiryNumber":"KM-000002","emailIsWrong":true,"phone":"０９０ー１２３４ー５６７７"}],"reason":"r","by":"Sato"}""", HttpStatusCode.Accepted, "\"corrected\":true");
        await ResendAsync("early-3", """{"people":[null],"reason":"r","by":"Sato"}""", HttpStatusCode.BadRequest, "null");
        await ResendAsync("early-4", "null", HttpStatusCode.BadRequest, "null");
        foreach ((string from, HttpStatusCode status) in new[] { ("2023-05-29", HttpStatusCode.Created), ("2023-05-20T09:00:00", HttpStatusCode.OK), ("2023/05/20", HttpStatusCode.BadRequest), ("0001-01-01", HttpStatusCode.BadRequest), ("2023-02-30", HttpStatusCode.BadRequest), ("tomorrow", HttpStatusCode.BadRequest) })
        {
            using StringContent wave = Json($$"""{"notice":"reminder","number":10,"from":"{{from}}","until":"2023-05-31","reason":"r","by":"Sato"}""");
            using HttpResponseMessage planned = await _app.Client.PutAsync("campaigns/kumamoto/waves/extra", wave);
            Assert.Equal(status, planned.StatusCode);
        }
    }

    private async Task CorrectionsAsync()
    {
        const string Order = """{"people":[{"inquiryNumber":"KM-000001","email":"right@example.jp"}],"reason":"r","by":"Sato"}""";
        await ResendAsync("call-1", Order, HttpStatusCode.Accepted, "\"verdict\":\"send\"");
        await ResendAsync("call-1", Order, HttpStatusCode.Accepted, "\"verdict\":\"send\"");
        await ResendAsync("call-1", Order.Replace("right", "other", StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity, "used for another resend");
        await ResendAsync("call-2", """{"people":[{"inquiryNumber":"KM-000009","phoneIsWrong":true}],"reason":"r","by":"Sato"}""", HttpStatusCode.Accepted, "\"verdict\":\"noAddress\"");
    }

    private async Task PostAsync(string path, HttpStatusCode status, string says, string header, params string[] rows)
    {
        using ByteArrayContent file = new(Encoding.UTF8.GetBytes(string.Join('\n', [header, .. rows]) + "\n"));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using HttpResponseMessage answer = await _app.Client.PostAsync(path, file);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status && text.Contains(says, StringComparison.Ordinal), $"{path}, {string.Join(" | ", rows)}: {answer.StatusCode} {text}");
    }

    private async Task ResendAsync(string key, string order, HttpStatusCode status, string says)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "campaigns/kumamoto/resends") { Content = Json(order) };
        request.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage answer = await _app.Client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status && text.Contains(says, StringComparison.Ordinal), $"{order}: {answer.StatusCode} {text}");
    }

    private async Task UntilAsync(DateTimeOffset instant)
    {
        bool due = false;
        await using ITimer timer = _clock.CreateTimer(_ => due = true, null, instant - _clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        await _clock.RunAsync(() => due, _givingUp.Token);
        await _work.WhenIdleAsync(_givingUp.Token);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
