using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Core.Pipeline;
using Compensation.CallCentre.Cases;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Notices.Twilio;
using Compensation.Tests.Awards;
using Compensation.Tests.Awards.Postings;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Coupons;
using Compensation.Tests.Sending;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Lifecycle.Api;

/// <summary>Calls every operation of the API for real, over two campaigns, and holds each answer against the description.</summary>
public sealed class ApiAnswersTests
{
    /// <summary>For persons only; their own tests call them.</summary>
    private static readonly IEnumerable<string> Elsewhere =
    [
        "ShowSignIn", "SignIn", "ShowFirstSignIn", "BeginFirstSignIn", "FinishFirstSignIn", "BeginProviderSignIn", "FinishProviderSignIn", "EndProviderSession",
        "ShowApplicationSite", "StartApplication", "ShowApplicationStep", "SendApplicationStep", "AskStanding", "SendStanding", "ShowTransferStart", "StartTransfer",
        .. RouteTable.Doors.Where(door => door is { IsOpen: false, Machines: false }).Select(door => door.Function),
    ];

    private const string TwilioToken = "token-of-the-account";
    private const string TwilioAddress = "https://r.example.jp/providers/twilio/status";

    private static readonly string[] Settings =
    [
        "--Lifecycle:Campaigns=kumamoto", "--Twilio:AccountSid=AC1", "--Twilio:ApiKeySid=SK1", "--Twilio:ApiKeySecret=secret", $"--Twilio:AuthToken={TwilioToken}", $"--Twilio:StatusCallback={TwilioAddress}",
        "--Transfers:ClientCode=1234567890", "--Transfers:ClientName=ﾃｽﾄ", "--Transfers:Bank=0001", "--Transfers:Branch=004", "--Transfers:AccountNumber=1234567",
        "--Payouts:Amazon:Endpoint=http://127.0.0.1:9", "--Payouts:Amazon:PartnerId=Exmpl", "--Payouts:Amazon:AccessKeyId=AK1", "--Payouts:Amazon:SecretAccessKey=secret",
    ];

    [Fact]
    public async Task Every_operation_answers_as_it_is_described()
    {
        ApiContract contract = new();
        await CompensationAsync(contract);
        await AwardAsync(contract);

        Assert.Empty(ApiContract.Operations.Except(contract.Succeeded, StringComparer.Ordinal).Except(Elsewhere, StringComparer.Ordinal));
    }

    private static async Task CompensationAsync(ApiContract contract)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(new DateTimeOffset(2023, 3, 20, 0, 0, 0, TimeSpan.Zero), work);
        using TestStore store = new();
        string folder = Directory.CreateTempSubdirectory("api-").FullName;
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin });
        await using FunctionsApp app = await SendingWorld.StartAppAsync(store.Connect, emulator.ConnectionString, clock, work, storage: (HttpPipelinePolicy?)null, Settings);
        using HttpClient http = ClientOf(app, contract);

        await GetAsync(http, "openapi.json", HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/ledger", Csv(LedgerFixture.Header, "KM-000001,2023-02-24,3000,true,090-1234-5610,", "KM-000002,2023-02-24,500,true,,taro@example.jp", "KM-000005,2023-02-24,700,false,,"), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/ledger", Csv(LedgerFixture.Header, "KM,2023-02-24,3000,true,090-1234-5610,"), HttpStatusCode.UnprocessableEntity);
        await PostAsync(http, "campaigns/kumamoto/adjustments", Csv(LedgerFixture.AdjustmentHeader, "A-1,KM-000002,restored,300,double-charge,b1"), HttpStatusCode.OK);
        JsonElement mistaken = await PostAsync(http, "campaigns/kumamoto/ledger", Csv(LedgerFixture.Header, "KM-000003,2023-02-24,700,true,,"), HttpStatusCode.OK);
        await PostAsync(http, $"campaigns/kumamoto/imports/{mistaken.GetProperty("import").GetString()}/take-back", JsonContent.Create(new { by = "佐藤", reason = "誤り" }), HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/imports", HttpStatusCode.OK);
        await PostAsync(http, "campaigns/tochigi/seal/nothing-owed", JsonContent.Create(new { by = "佐藤", reason = "対象者なし" }), HttpStatusCode.NoContent);
        await PostAsync(http, "campaigns/kumamoto/codes", Csv("product,value,code,expires_on,lot", "amazon,3000,AAAA-BBBBBB-CCCC,2024-03-31,L1"), HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/codes", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/seal", HttpStatusCode.NotFound);
        JsonElement preflight = await PostAsync(http, "campaigns/kumamoto/preflight", JsonContent.Create(new { phone = "090-1234-5610", email = "nobody", by = "佐藤", reason = "本番前" }), HttpStatusCode.OK);
        Assert.False(preflight.GetProperty("ready").GetBoolean());
        Dictionary<string, bool> green = preflight.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("green").GetBoolean(), StringComparer.Ordinal);
        Assert.Equal(["alarms", "campaign", "clock", "email", "keys", "sms", "stock", "storage", "testMode"], green.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([true, true, true, true, false], new[] { "campaign", "storage", "sms", "testMode", "email" }.Select(name => green[name]));
        Assert.False(green["stock"]);
        await PostAsync(http, "campaigns/nowhere/preflight", JsonContent.Create(new { }), HttpStatusCode.NotFound);
        WavePreview estimate = (await http.GetFromJsonAsync<WavePreview>("campaigns/kumamoto/waves/issue-app/preview", JsonBody.Format))!;
        Assert.Equal((true, 2, 1, 1, 1, 11), (estimate.Estimate, estimate.People, estimate.Sms, estimate.Emails, estimate.SmsSegments, estimate.CostYen));
        Assert.Equal(2, estimate.Samples.Count);
        await GetAsync(http, "campaigns/kumamoto/waves/issue-nobody/preview", HttpStatusCode.NotFound);
        await GetAsync(http, "campaigns/kumamoto/closing-report", HttpStatusCode.NotFound);
        await GetAsync(http, "campaigns/nowhere/waves", HttpStatusCode.NotFound);

        await UntilAsync(clock, work, new DateTimeOffset(2023, 4, 9, 23, 0, 0, TimeSpan.Zero));
        await GetAsync(http, "campaigns/kumamoto/seal", HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/seal/verify", null, HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/seal/proof", JsonContent.Create(new { inquiryNumber = "KM-000001" }), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/ledger", Csv(LedgerFixture.Header, "KM-000009,2023-02-24,3000,true,,"), HttpStatusCode.Conflict);
        await GetAsync(http, "campaigns/kumamoto/progress", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/deadline", HttpStatusCode.OK);
        await PostAsync(http, "uptime/down", JsonContent.Create(new { by = "probe", down = new[] { new { from = "2023-04-10T07:00", until = "2023-04-10T07:05" } } }), HttpStatusCode.OK);
        await PostAsync(http, "uptime/down", JsonContent.Create(new { by = "probe", down = new[] { new { from = "2023-04-10T07:00:30", until = "2023-04-11T07:05" } } }), HttpStatusCode.BadRequest);
        await WavesAsync(http);
        await NoticesAsync(http);
        await ReceiptAsync(http, app);
        await IssuersAsync(http);
        await PeopleAsync(http);
        await TwilioAsync(http);
        await ApplicationsAsync(http, () => UntilAsync(clock, work, new DateTimeOffset(2023, 4, 11, 3, 0, 0, TimeSpan.Zero)));
        await UntilAsync(clock, work, new DateTimeOffset(2023, 5, 16, 1, 0, 0, TimeSpan.Zero));
        await TransfersAsync(http, app);
        await CasesAsync(http, app);

        await UntilAsync(clock, work, new DateTimeOffset(2023, 6, 2, 0, 0, 0, TimeSpan.Zero));
        await GetAsync(http, "campaigns/kumamoto/closing-report", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/closing-report.html", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/closing-report.csv", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/closing-report/public.html", HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/interim-report", null, HttpStatusCode.Accepted);
        await UntilAsync(clock, work, new DateTimeOffset(2023, 6, 2, 2, 0, 0, TimeSpan.Zero));
        await GetAsync(http, "campaigns/kumamoto/interim-report", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/interim-report/public.html", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/interim-report.html", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/interim-report.csv", HttpStatusCode.OK);
        await GetAsync(http, "reports", HttpStatusCode.OK);
        await GetAsync(http, "reports.html", HttpStatusCode.OK);
        await GetAsync(http, "reports.csv", HttpStatusCode.OK);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WavesAsync(HttpClient http)
    {
        object wave = new { notice = "reminder", number = 9, from = "2023-05-20T09:00:00+09:00", until = "2023-05-20T20:00:00+09:00", reason = "念のため", by = "佐藤" };
        using HttpResponseMessage planned = await http.PutAsJsonAsync("campaigns/kumamoto/waves/extra", wave);
        Assert.Equal(HttpStatusCode.Created, planned.StatusCode);
        using HttpResponseMessage anew = await http.PutAsJsonAsync("campaigns/kumamoto/waves/extra", wave);
        Assert.Equal(HttpStatusCode.OK, anew.StatusCode);
        using HttpResponseMessage named = await http.PutAsJsonAsync("campaigns/kumamoto/waves/w1%0A", wave);
        Assert.Equal(HttpStatusCode.BadRequest, named.StatusCode);
        await GetAsync(http, "campaigns/kumamoto/waves", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/waves/extra", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/waves/extra/preview", HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/waves/extra/start", JsonContent.Create(new { by = "佐藤", reason = "念のため" }), HttpStatusCode.Accepted);
        foreach (string lever in new[] { "pause", "resume", "stop" })
        {
            await PostAsync(http, $"campaigns/kumamoto/waves/issue-app/{lever}", JsonContent.Create(new { by = "佐藤", reason = "見てみる" }), HttpStatusCode.OK, HttpStatusCode.Conflict);
        }

        foreach (string odd in new[] { "%0A", "a%23b", "a%3Fb", "%E3%81%82", new string('a', 2_000) })
        {
            await GetAsync(http, $"campaigns/kumamoto/waves/{odd}", HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
        }
    }

    /// <summary>What machines and shops may do with cases; one is put there, as only persons open them.</summary>
    private static async Task CasesAsync(HttpClient http, FunctionsApp app)
    {
        Campaign kumamoto = CampaignFiles.Read("kumamoto");
        CaseForm form = new("KM-000005", "2023-02-24", "熊本県", "熊本の店", CaseKind.PaidInCash, 100) { FaceValue = 3000 };
        (ReadFacts? facts, _) = await app.Services.GetRequiredService<ReadCaseForm>().HandleAsync(kumamoto, form, CancellationToken.None);
        Person anna = new(PersonId.Of("local", "anna"), "Anna", Roles.Operator);
        DoubleChargeCase opened = Assert.IsType<CaseDone.Done>(await app.Services.GetRequiredService<CaseDesk>().OpenAsync(kumamoto, "call-1", facts!, anna, CancellationToken.None)).Case;
        await GetAsync(http, "campaigns/kumamoto/cases?state=askingShop", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/cases?state=lost", HttpStatusCode.BadRequest);
        await GetAsync(http, $"campaigns/kumamoto/cases/{opened.Number}", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/cases/000000000", HttpStatusCode.NotFound);
        string link = $"s/{app.Services.GetRequiredService<ShopLinks>().TokenFor(opened)}";
        await PageAsync(http, HttpMethod.Get, link, HttpStatusCode.OK);
        await PageAsync(http, HttpMethod.Post, link, HttpStatusCode.UnprocessableEntity);
        await PageAsync(http, HttpMethod.Post, link, HttpStatusCode.OK, ("confirms", "no"), ("name", "店長"));
        await PageAsync(http, HttpMethod.Get, link, HttpStatusCode.NotFound);
        await PageAsync(http, HttpMethod.Get, "s/nothing", HttpStatusCode.NotFound);
    }

    private static async Task PageAsync(HttpClient http, HttpMethod method, string address, HttpStatusCode expected, params (string Name, string Value)[] typed)
    {
        using HttpRequestMessage request = new(method, address);
        request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(typed.Select(field => KeyValuePair.Create(field.Name, field.Value))) : null;
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    /// <summary>What machines may do with transfers; a released one is put there, as only persons release.</summary>
    private static async Task TransfersAsync(HttpClient http, FunctionsApp app)
    {
        Campaign tochigi = CampaignFiles.Read("tochigi");
        Transfer transfer = await ReleasedAsync(app, tochigi);
        await GetAsync(http, "campaigns/tochigi/transfers?state=released", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/tochigi/transfers?state=lost", HttpStatusCode.BadRequest);
        await GetAsync(http, "campaigns/kumamoto/transfers", HttpStatusCode.NotFound);
        await PostAsync(http, "campaigns/tochigi/transfers/files", null, HttpStatusCode.OK);
        await GetAsync(http, "campaigns/tochigi/transfers/files", HttpStatusCode.OK);
        using HttpResponseMessage file = await http.GetAsync("campaigns/tochigi/transfers/files/1");
        Assert.Equal((HttpStatusCode.OK, 480), (file.StatusCode, (await file.Content.ReadAsByteArrayAsync()).Length));
        await GetAsync(http, "campaigns/tochigi/transfers/files/2", HttpStatusCode.NotFound);
        await PostAsync(http, "campaigns/tochigi/transfers/results", Csv("reference,amount,result,date", $"{transfer.ReferenceIn(tochigi.LinkCode)},2000,paid,2023-05-17"), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/tochigi/transfers/results?format=csv", Csv("reference,amount,result,date", "1,2000,paid,2023-05-17"), HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<Transfer> ReleasedAsync(FunctionsApp app, Campaign campaign)
    {
        Entitlement owed = new() { Campaign = campaign.Id, Id = EntitlementId.FromValue(4096), Route = EntitlementRoute.App, Amount = new Yen(2000) };
        await app.Services.GetRequiredService<EntitlementStore>().CreateAsync([owed], CancellationToken.None);
        TransferForm form = new(new BankAccount("0001", "みずほ", "004", "丸の内中央", AccountType.Ordinary, "0000001", "ﾔﾏﾀﾞ ﾀﾛｳ"), "ヤマダ", new Dictionary<string, string>(StringComparer.Ordinal));
        TransferStanding asked = (await app.Services.GetRequiredService<TransferDesk>().RequestAsync(campaign, owed.Id, form, CancellationToken.None)).Standing!;
        Signature signature = new("local:1", "佐藤", DateTimeOffset.UnixEpoch);
        TransferStore transfers = app.Services.GetRequiredService<TransferStore>();
        await transfers.TryMoveAsync(campaign, asked.Transfer, asked.Transfer! with { State = TransferState.Checked, Checked = signature }, asked.Right, signature.At, CancellationToken.None);
        TransferStanding seen = (await app.Services.GetRequiredService<TransferDesk>().FindAsync(campaign, owed.Id, CancellationToken.None))!;
        await transfers.TryMoveAsync(campaign, seen.Transfer, seen.Transfer! with { State = TransferState.Released, Released = signature }, seen.Right, signature.At, CancellationToken.None);
        return seen.Transfer!;
    }

    private static async Task NoticesAsync(HttpClient http)
    {
        await GetAsync(http, "campaigns/kumamoto/unreached", HttpStatusCode.OK);
        await PostAsync(http, "suppressions", JsonContent.Create(new { address = "090-9999-8888", reason = "本人の希望", by = "佐藤" }), HttpStatusCode.NoContent);
        await GetAsync(http, "suppressions", HttpStatusCode.OK);
        await PostAsync(http, "suppressions/remove", JsonContent.Create(new { address = "090-9999-8888", reason = "取り消し", by = "佐藤" }), HttpStatusCode.NoContent);
        await PostAsync(http, "campaigns/kumamoto/resends?dryRun=true", JsonContent.Create(new { filter = "notDelivered", reason = "電話", by = "佐藤" }), HttpStatusCode.OK);
        JsonElement person = await PostAsync(http, "campaigns/kumamoto/people/search", JsonContent.Create(new { inquiryNumber = "KM-000001", by = "佐藤" }), HttpStatusCode.OK);
        string code = $"campaigns/kumamoto/people/{person.GetProperty("people")[0].GetProperty("person").GetString()}/contact-code";
        await PostAsync(http, code, JsonContent.Create(new { email = "taro@example.jp", by = "佐藤" }), HttpStatusCode.OK);
        await PostAsync(http, code, JsonContent.Create(new { by = "佐藤" }), HttpStatusCode.BadRequest);
        using HttpRequestMessage resend = new(HttpMethod.Post, "campaigns/kumamoto/resends") { Content = JsonContent.Create(new { people = new[] { new { inquiryNumber = "KM-000001" } }, reason = "電話", by = "佐藤" }) };
        resend.Headers.Add("Idempotency-Key", "k-1");
        using HttpResponseMessage ordered = await http.SendAsync(resend);
        Assert.Equal(HttpStatusCode.Accepted, ordered.StatusCode);
        string order = JsonDocument.Parse(await ordered.Content.ReadAsStringAsync()).RootElement.GetProperty("order").GetString()!;
        await GetAsync(http, $"campaigns/kumamoto/resends/{order}", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/resends", HttpStatusCode.OK);
        await PostAsync(http, $"{ReceiveDeliveryReports.Route}?code=test-key-of-event-grid-0123456789", new StringContent("[{}]", Encoding.UTF8, "application/cloudevents-batch+json"), HttpStatusCode.OK);
        using HttpRequestMessage question = new(HttpMethod.Options, $"{ReceiveDeliveryReports.Route}?code=test-key-of-event-grid-0123456789");
        question.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        using HttpResponseMessage agreed = await http.SendAsync(question);
        Assert.Equal(HttpStatusCode.OK, agreed.StatusCode);
        await GetAsync(http, "providers/event-grid/set-aside", HttpStatusCode.OK);
        await GetAsync(http, "alarms", HttpStatusCode.OK);
        await GetAsync(http, "acts", HttpStatusCode.OK);
        JsonElement acts = await GetAsync(http, "campaigns/kumamoto/acts", HttpStatusCode.OK);
        await GetAsync(http, $"campaigns/kumamoto/acts/{acts.GetProperty("acts")[0].GetProperty("id").GetString()}/rows", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/acts/verify", HttpStatusCode.OK);
        await GetAsync(http, "acts/verify", HttpStatusCode.OK);
        foreach (string list in new[] { "acts.csv", "campaigns/kumamoto/acts.csv", "campaigns/kumamoto/applications.csv", "campaigns/kumamoto/cases.csv", "campaigns/tochigi/transfers.csv", "campaigns/kumamoto/unreached.csv" })
        {
            await GetAsync(http, list, HttpStatusCode.OK);
        }

        await GetAsync(http, "alarms?from=x", HttpStatusCode.BadRequest);
    }

    private static async Task PeopleAsync(HttpClient http)
    {
        JsonElement found = await PostAsync(http, "campaigns/kumamoto/people/search", JsonContent.Create(new { phone = "０９０-1234-5610", by = "佐藤" }), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/people/search", JsonContent.Create(new { phone = "090-1234-5", by = "佐藤" }), HttpStatusCode.BadRequest);
        string person = $"campaigns/kumamoto/people/{found.GetProperty("people")[0].GetProperty("person").GetString()}";
        await GetAsync(http, person, HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/people/000000000000", HttpStatusCode.NotFound);
        await PostAsync(http, $"{person}/unmask", JsonContent.Create(new { field = "phone", reason = "折り返し", by = "佐藤" }), HttpStatusCode.OK);
        await PostAsync(http, $"{person}/take-apart", JsonContent.Create(new { reason = "別の方", by = "佐藤" }), HttpStatusCode.OK);
        using HttpRequestMessage note = new(HttpMethod.Post, $"{person}/notes") { Content = JsonContent.Create(new { outcome = "followUp", text = "折り返し", followUpOn = "2023-04-12", by = "佐藤" }) };
        note.Headers.Add("Idempotency-Key", "n-1");
        using HttpResponseMessage written = await http.SendAsync(note);
        Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        string key = JsonDocument.Parse(await written.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
        await GetAsync(http, "campaigns/kumamoto/follow-ups", HttpStatusCode.OK);
        await PostAsync(http, $"{person}/notes/{key}/done", JsonContent.Create(new { by = "佐藤" }), HttpStatusCode.NoContent);
        string plan = (await GetAsync(http, $"{person}/erase", HttpStatusCode.OK)).GetProperty("plan").GetString()!;
        await PostAsync(http, $"{person}/erase", JsonContent.Create(new { reason = "本人の請求", by = "佐藤" }), HttpStatusCode.Conflict);
        await PostAsync(http, $"{person}/erase", JsonContent.Create(new { plan, reason = "本人の請求", by = "佐藤" }), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/genuine-check", JsonContent.Create(new { link = "https://r.example.test/x", by = "佐藤" }), HttpStatusCode.OK);
    }

    private static async Task ReceiptAsync(HttpClient http, FunctionsApp app)
    {
        Campaign kumamoto = app.Services.GetRequiredService<CampaignCatalog>()[CampaignId.Parse("kumamoto")];
        Assert.True(InquiryNumber.TryParse("KM-000001", kumamoto.InquiryNumbers, out InquiryNumber number));
        EntitlementId id = (await app.Services.GetRequiredService<CouponStore>().FindIdAsync(kumamoto.Id, number, CancellationToken.None))!.Value;
        Entitlement person = (await app.Services.GetRequiredService<EntitlementStore>().FindAsync(kumamoto.Id, id, CancellationToken.None))!;
        string link = $"r/{app.Services.GetRequiredService<ReceiptLinks>().TokenFor(person.Campaign, person.Id, person.LinkVersion)}";
        await GetAsync(http, link, HttpStatusCode.OK);
        await PostAsync(http, link, new FormUrlEncodedContent([new("product", "")]), HttpStatusCode.UnprocessableEntity);
        await PostAsync(http, link, new FormUrlEncodedContent([new("product", "amazon")]), HttpStatusCode.SeeOther);
        await GetAsync(http, "r/AAAAAAAAAAAAAAAAAAAA", HttpStatusCode.NotFound);
        await GetAsync(http, "genuine/kumamoto", HttpStatusCode.OK);
        await GetAsync(http, "genuine/nobody", HttpStatusCode.NotFound);
        await GetAsync(http, "", HttpStatusCode.OK);
    }

    private static async Task IssuersAsync(HttpClient http)
    {
        await GetAsync(http, "campaigns/kumamoto/issuers/stock/reconciliation", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/issuers/amazon/reconciliation", HttpStatusCode.Conflict);
        await GetAsync(http, "campaigns/kumamoto/issuers/nobody/reconciliation", HttpStatusCode.NotFound);
        await PostAsync(http, "campaigns/kumamoto/issuers/amazon/reconciliation", Csv("creation_request_id,gc_id,amount,status", "Other1,G1,500,Fulfilled"), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/kumamoto/issuers/amazon/reconciliation", Csv("creation_request_id,gc_id,amount,status", "?"), HttpStatusCode.UnprocessableEntity);
        await PutAsync("campaigns/kumamoto/products/amazon/standing", HttpStatusCode.OK);
        await PutAsync("campaigns/kumamoto/products/nothing/standing", HttpStatusCode.NotFound);
        JsonElement closed = await GetAsync(http, "campaigns/kumamoto/products", HttpStatusCode.OK);
        Assert.Contains(closed.EnumerateArray(), standing => standing.GetProperty("product").GetString() == "amazon");

        async Task PutAsync(string address, HttpStatusCode expected)
        {
            using HttpResponseMessage answer = await http.PutAsJsonAsync(address, new { open = false, reason = "点検", by = "佐藤" });
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private static async Task TwilioAsync(HttpClient http)
    {
        KeyValuePair<string, string>[] fields = [new("MessageStatus", "delivered"), new("MessageSid", "SM1")];
        string query = $"?id={Guid.NewGuid()}";
        using HttpRequestMessage callback = new(HttpMethod.Post, $"providers/twilio/status{query}") { Content = new FormUrlEncodedContent(fields) };
        callback.Headers.Add(TwilioSignature.Header, TwilioSignature.Of(TwilioToken, TwilioAddress + query, fields));
        using HttpResponseMessage heard = await http.SendAsync(callback);
        Assert.Equal(HttpStatusCode.NoContent, heard.StatusCode);
        await PostAsync(http, "providers/twilio/status", new FormUrlEncodedContent(fields), HttpStatusCode.Forbidden);
    }

    private static async Task ApplicationsAsync(HttpClient http, Func<Task> nextDay)
    {
        using HttpRequestMessage call = new(HttpMethod.Post, "campaigns/kumamoto/applications")
        {
            Content = JsonContent.Create(new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "KM-000005", "KM-777777" }, readBack = true, by = "佐藤", reason = "電話" }),
        };
        call.Headers.Add("Idempotency-Key", "k-1");
        using HttpResponseMessage entered = await http.SendAsync(call);
        Assert.Equal(HttpStatusCode.Created, entered.StatusCode);
        string receipt = JsonDocument.Parse(await entered.Content.ReadAsStringAsync()).RootElement.GetProperty("receipt").GetString()!;
        await PostAsync(http, "campaigns/kumamoto/applications", JsonContent.Create(new { by = "佐藤" }), HttpStatusCode.BadRequest);
        await nextDay();
        await GetAsync(http, "campaigns/kumamoto/applications", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/applications?state=?", HttpStatusCode.BadRequest);
        await GetAsync(http, $"campaigns/kumamoto/applications/{receipt}-2", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/kumamoto/applications/x", HttpStatusCode.NotFound);
        foreach ((string act, HttpStatusCode status) in ((string, HttpStatusCode)[])
            [("hold", HttpStatusCode.OK), ("release", HttpStatusCode.OK), ("ask", HttpStatusCode.OK), ("answer", HttpStatusCode.OK), ("accept", HttpStatusCode.Conflict), ("refuse", HttpStatusCode.OK), ("reopen", HttpStatusCode.OK)])
        {
            object body = act is "ask" or "answer" ? new { by = "佐藤", words = "番号をご確認ください。" } : new { by = "佐藤", reason = "確認" };
            await PostAsync(http, $"campaigns/kumamoto/applications/{receipt}-2/{act}", JsonContent.Create(body), status);
        }

        await PostAsync(http, $"campaigns/kumamoto/applications/{receipt}-1/accept", JsonContent.Create(new { by = "佐藤", reason = "確認" }), HttpStatusCode.OK);
    }

    private static async Task AwardAsync(ApiContract contract)
    {
        await using AwardWorld world = await AwardWorld.StartNotifyingAsync(overHttp: false);
        using HttpClient http = new(contract, disposeHandler: false) { BaseAddress = world.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("x-functions-key", world.Http.DefaultRequestHeaders.GetValues("x-functions-key"));
        await PostAsync(http, "campaigns/wester/purchases", Csv(AwardsApp.Header, AwardsApp.Shop("T-1", "W00001", 11_000)), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/wester/purchases", Csv(AwardsApp.Header, "T-1,1,?,shops,,per110,2023-10-15,,1100,,,,,completed"), HttpStatusCode.UnprocessableEntity);
        await PostAsync(http, "campaigns/wester/awards", null, HttpStatusCode.Accepted);
        await world.Work.WhenIdleAsync();
        await GetAsync(http, "campaigns/wester/awards", HttpStatusCode.OK);
        await PostAsync(http, "campaigns/wester/member-contacts", Csv("member_id,phone,email", "W00001,090-1234-5610,"), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/wester/awards/explanations", JsonContent.Create(new { memberId = "W00001" }), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/wester/awards/explanations", JsonContent.Create(new { memberId = "?" }), HttpStatusCode.BadRequest);
        await DryRunAsync(http, world);
        await PostingsAsync(http, world);
        await PostAsync(http, "campaigns/wester/award-report", null, HttpStatusCode.Accepted);
        await world.Work.WhenIdleAsync();
        await GetAsync(http, "campaigns/wester/award-report", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/wester/award-report.html", HttpStatusCode.OK);
    }

    private static async Task DryRunAsync(HttpClient http, AwardWorld world)
    {
        await PostAsync(http, "campaigns/wester/awards/dry-run", new StringContent("{}", Encoding.UTF8, "application/json"), HttpStatusCode.UnprocessableEntity);
        JsonElement taken = await PostAsync(http, "campaigns/wester/awards/dry-run", new StringContent(RulesChangeTests.WithCap(2, 3).ToJsonString(), Encoding.UTF8, "application/json"), HttpStatusCode.Accepted);
        await world.Work.WhenIdleAsync();
        await GetAsync(http, $"campaigns/wester/awards/dry-run/{taken.GetProperty("candidate").GetString()}", HttpStatusCode.OK);
    }

    private static async Task PostingsAsync(HttpClient http, AwardWorld world)
    {
        await world.BeginAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddHours(10));
        await GetAsync(http, "campaigns/wester/postings/open", HttpStatusCode.OK);
        await GetAsync(http, "campaigns/wester/postings/standing", HttpStatusCode.OK);
        foreach (bool suspended in new[] { true, false })
        {
            using HttpResponseMessage answer = await http.PutAsJsonAsync("campaigns/wester/postings/standing", new { suspended, reason = "見てみる", by = "佐藤" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using HttpResponseMessage batch = await http.PutAsync("campaigns/wester/postings/batches/b-1", content: null);
        string posting = (await batch.Content.ReadAsStringAsync()).Split('\n')[1].Split(',')[0];
        await PostAsync(http, "campaigns/wester/postings/results", Csv("posting,outcome,balance,reference", $"{posting},done,,R-1"), HttpStatusCode.OK);
        await PostAsync(http, "campaigns/wester/postings/results", Csv("posting,outcome,balance,reference", "?,?,?,?"), HttpStatusCode.UnprocessableEntity);
    }

    private static HttpClient ClientOf(FunctionsApp app, ApiContract contract)
    {
        HttpClient http = new(contract, disposeHandler: false) { BaseAddress = app.Client.BaseAddress };
        http.DefaultRequestHeaders.Add("x-functions-key", app.Client.DefaultRequestHeaders.GetValues("x-functions-key"));
        return http;
    }

    private static StringContent Csv(params IEnumerable<string> lines) => new(string.Join('\n', lines) + "\n", Encoding.UTF8, "text/csv");

    private static async Task UntilAsync(VirtualClock clock, WorkInProgress work, DateTimeOffset instant)
    {
        bool due = false;
        await using ITimer timer = clock.CreateTimer(_ => due = true, null, instant - clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        await clock.RunAsync(() => due).InTimeAsync();
        await work.WhenIdleAsync();
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path, params HttpStatusCode[] expected)
    {
        using HttpResponseMessage answer = await http.GetAsync(path);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected.Contains(answer.StatusCode), $"GET {path}: {answer.StatusCode} {text}");
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonSerializer.Deserialize<JsonElement>(text) : default;
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, HttpContent? body, params HttpStatusCode[] expected)
    {
        using HttpResponseMessage answer = await http.PostAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected.Contains(answer.StatusCode), $"POST {path}: {answer.StatusCode} {text}");
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonDocument.Parse(text).RootElement : default;
    }
}
