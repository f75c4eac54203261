using System.Net;
using Compensation.Emulators.Communication;
using Compensation.Emulators.Communication.Twilio;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Notices.Twilio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices;

public class TwilioStatusTests
{
    private const string Path = "/providers/twilio/status";

    [Fact]
    public void The_signature_is_that_of_Twilios_own_example()
    {
        KeyValuePair<string, string>[] fields =
        [
            new("To", "+18005551212"), new("From", "+14158675309"), new("Digits", "1234"), new("Caller", "+14158675309"), new("CallSid", "CA1234567890ABCDE"),
        ];

        Assert.Equal("RSOYDt4T1cUTdK1PDd93/VVr8B8=", TwilioSignature.Of("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", fields));
    }

    [Theory]
    [InlineData("+819011112222", NoticeOutcome.Delivered, null)]
    [InlineData("+819011110001", NoticeOutcome.Failed, "undelivered 30003")]
    [InlineData("+819011110003", NoticeOutcome.Accepted, null)]
    public async Task What_Twilio_calls_back_is_merged_into_the_notice(string number, NoticeOutcome outcome, string? reason)
    {
        await using SendingHarness harness = await SentAsync();
        WorkInProgress work = new();
        VirtualClock clock = new(harness.Clock.Now, work);
        string folder = Directory.CreateTempSubdirectory("twilio-").FullName;
        await using (CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin }))
        {
            AddressesKnownLater options = new(emulator.BaseAddress);
            await using FunctionsApp app = await ReportingApp.StartAsync(harness, services => services.AddSingleton<IOptions<TwilioOptions>>(options));
            options.StatusCallback = new Uri(app.Client.BaseAddress!, Path);
            OutgoingMessage message = new(IdOf(harness), "+12025550123", number, null, "受取はこちら", null, clock.GetUtcNow(), clock.GetUtcNow());
            Assert.IsType<SendOutcome.Accepted>(await app.Services.GetRequiredService<TwilioSmsSender>().SendAsync(message, mayBeRepeat: false, CancellationToken.None));

            await clock.RunAsync(() => false).InTimeAsync();
        }

        Directory.Delete(folder, recursive: true);
        Notice notice = Assert.Single(await harness.RecordedAsync());
        Assert.Equal((outcome, reason), (notice.Outcome, notice.UndeliveredReason));
    }

    [Theory]
    [InlineData("delivered", "", NoticeOutcome.Delivered)]
    [InlineData("read", "", NoticeOutcome.Delivered)]
    [InlineData("undelivered", "30005", NoticeOutcome.Failed)]
    [InlineData("failed", "30008", NoticeOutcome.Failed)]
    [InlineData("queued", "", NoticeOutcome.Accepted)]
    [InlineData("sent", "", NoticeOutcome.Accepted)]
    [InlineData("vanished", "", NoticeOutcome.Accepted)]
    public async Task Each_status_has_its_meaning(string status, string errorCode, NoticeOutcome outcome)
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);

        Assert.Equal(HttpStatusCode.NoContent, await CallBackAsync(app, IdOf(harness), Fields(status, errorCode)));

        Assert.Equal(outcome, Assert.Single(await harness.RecordedAsync()).Outcome);
    }

    [Fact]
    public async Task A_callback_that_is_played_again_later_leaves_the_same_row()
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        await CallBackAsync(app, IdOf(harness), Fields("undelivered", "30005"));
        await CallBackAsync(app, IdOf(harness), Fields("delivered"));
        Notice once = Assert.Single(await harness.RecordedAsync());

        harness.Clock.Now += TimeSpan.FromDays(3);
        await CallBackAsync(app, IdOf(harness), Fields("delivered"));
        await CallBackAsync(app, IdOf(harness), Fields("sent"));
        await CallBackAsync(app, IdOf(harness), Fields("undelivered", "30005"));

        Assert.Equal(once, Assert.Single(await harness.RecordedAsync()));
        Assert.Equal(NoticeOutcome.Delivered, once.Outcome);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=", null, null)]
    [InlineData(null, "another-token", null)]
    [InlineData(null, null, "http://notices.example.jp/providers/twilio/status")]
    public async Task A_callback_that_Twilio_did_not_sign_is_forbidden_and_changes_nothing(string? signature, string? token, string? address)
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        Dictionary<string, string> fields = Fields("delivered");
        string query = $"?id={IdOf(harness)}";
        string? shown = signature ?? (token is null && address is null
            ? null
            : TwilioSignature.Of(token ?? TwilioAccount.AuthToken, $"{address ?? ReportingApp.StatusCallback}{query}", fields));

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(app, query, fields, shown));

        Assert.Null(Assert.Single(await harness.RecordedAsync()).DeliveredAt);
        Assert.Contains(app.Log.Lines, line => line.Text.Contains("no valid signature", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains(fields["To"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signature_covers_the_status_and_whom_it_is_about()
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        string query = $"?id={IdOf(harness)}";
        string signature = TwilioSignature.Of(TwilioAccount.AuthToken, ReportingApp.StatusCallback + query, Fields("sent"));

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(app, query, Fields("delivered"), signature));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(app, $"?id={Guid.NewGuid()}", Fields("sent"), signature));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(app, query, Fields("sent"), signature));
    }

    [Fact]
    public async Task A_callback_in_an_encoding_that_is_not_read_is_refused()
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);
        using FormUrlEncodedContent form = new(Fields("delivered"));
        form.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7");

        using HttpResponseMessage answer = await app.Client.PostAsync($"{Path}?id={IdOf(harness)}", form);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_signed_callback_about_a_message_that_is_not_ours_changes_nothing()
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness);

        Assert.Equal(HttpStatusCode.NoContent, await CallBackAsync(app, Guid.NewGuid(), Fields("delivered")));

        Assert.Null(Assert.Single(await harness.RecordedAsync()).DeliveredAt);
    }

    [Fact]
    public async Task Where_Twilio_is_not_configured_nobody_is_at_the_address()
    {
        await using SendingHarness harness = await SentAsync();
        await using FunctionsApp app = await ReportingApp.StartAsync(harness, services => services.AddSingleton(Options.Create(new TwilioOptions())));

        Assert.Equal(HttpStatusCode.NotFound, await CallBackAsync(app, IdOf(harness), Fields("delivered")));
    }

    private static async Task<SendingHarness> SentAsync()
    {
        SendingHarness harness = await SendingHarness.With(people: 1);
        await harness.SendPageAsync();
        return harness;
    }

    private static Guid IdOf(SendingHarness harness) => harness.RequestIds.For(new NoticeId(TestCampaigns.Kumamoto.Id, harness.People[0].Id, NoticeKind.Issue, 1));

    private static Dictionary<string, string> Fields(string status, string errorCode = "")
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal) { ["To"] = "+819011112222", ["MessageSid"] = "SM1", ["MessageStatus"] = status };
        if (errorCode.Length > 0)
        {
            fields["ErrorCode"] = errorCode;
        }

        return fields;
    }

    private static Task<HttpStatusCode> CallBackAsync(FunctionsApp app, Guid id, Dictionary<string, string> fields) =>
        PostAsync(app, $"?id={id}", fields, TwilioSignature.Of(TwilioAccount.AuthToken, $"{ReportingApp.StatusCallback}?id={id}", fields));

    private static async Task<HttpStatusCode> PostAsync(FunctionsApp app, string query, Dictionary<string, string> fields, string? signature)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Path + query) { Content = new FormUrlEncodedContent(fields) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(TwilioSignature.Header, signature);
        }

        using HttpResponseMessage response = await app.Client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The app's own address is known only after it has started.</summary>
    private sealed class AddressesKnownLater(Uri baseAddress) : IOptions<TwilioOptions>
    {
        public Uri? StatusCallback { get; set; }

        public TwilioOptions Value => new()
        {
            AccountSid = TwilioAccount.Sid,
            ApiKeySid = TwilioAccount.ApiKeySid,
            ApiKeySecret = TwilioAccount.ApiKeySecret,
            AuthToken = TwilioAccount.AuthToken,
            BaseAddress = baseAddress,
            StatusCallback = StatusCallback,
        };
    }
}
