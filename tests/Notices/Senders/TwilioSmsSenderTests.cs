using System.Globalization;
using System.Net;
using Compensation.Notices;
using Compensation.Notices.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Notices.Senders;

public sealed class TwilioSmsSenderTests : NoticeSenderContract
{
    private static readonly TimeSpan Asked = TimeSpan.FromSeconds(5);

    private Rig? _rig;

    [Fact]
    public async Task A_person_who_opted_out_is_refused_with_the_code_alone()
    {
        Assert.Equal(new SendOutcome.Refused("400 21610"), await _rig!.Sender.SendAsync(_rig.Message("+819011110002"), mayBeRepeat: false, CancellationToken.None));
    }

    [Fact]
    public async Task What_Twilios_list_lacks_is_sent_again_only_when_the_last_request_is_old_enough_to_be_in_it()
    {
        OutgoingMessage message = _rig!.Message();
        TimeSpan settling = new TwilioOptions().SettlingTime;
        _rig.Clock.Now += settling - TimeSpan.FromTicks(1);

        Assert.Equal(new SendOutcome.Unsettled("not in Twilio's list yet"), await AskAsync(message));
        Assert.Equal(0, await _rig.ReachedAsync(message));

        _rig.Clock.Now += TimeSpan.FromTicks(1);
        Assert.IsType<SendOutcome.Accepted>(await AskAsync(message));
        Assert.Equal(1, await _rig.ReachedAsync(message));
    }

    [Fact]
    public async Task A_repeat_that_was_lost_itself_is_not_sent_a_third_time_before_it_can_be_in_the_list()
    {
        OutgoingMessage message = _rig!.Message();
        _rig.Clock.Now += TimeSpan.FromHours(1);

        Assert.IsType<SendOutcome.Unsettled>(await AskAsync(message with { LastTriedAt = _rig.Clock.Now }));
        Assert.Equal(0, await _rig.ReachedAsync(message));
    }

    [Fact]
    public async Task The_same_text_of_an_earlier_notice_is_not_taken_for_this_one()
    {
        OutgoingMessage earlier = _rig!.Message();
        Assert.IsType<SendOutcome.Accepted>(await _rig.Sender.SendAsync(earlier, mayBeRepeat: false, CancellationToken.None));
        _rig.Clock.Now += TimeSpan.FromDays(7);
        OutgoingMessage later = earlier with { RequestId = Guid.NewGuid(), FirstTriedAt = _rig.Clock.Now, LastTriedAt = _rig.Clock.Now };

        Assert.Equal(new SendOutcome.Unsettled("not in Twilio's list yet"), await AskAsync(later));
    }

    [Theory]
    [InlineData("""{ "messages": [ { "sid": "SM1", "body": "", "date_created": "Mon, 10 Apr 2023 01:00:00 +0000" } ] }""", "Twilio's list hides the texts")]
    [InlineData("""{ "messages": [ { "sid": "SM1", "body": null, "date_created": "?" } ] }""", "Twilio's list hides the texts")]
    [InlineData("{ }", "unrecognised: a list without messages")]
    [InlineData("<html>", "unrecognised: an answer that is not JSON")]
    public async Task Where_the_list_does_not_tell_nothing_is_sent(string list, string reason)
    {
        int posts = 0;
        await using WebApplication twilio = await StubAsync(http =>
        {
            posts += HttpMethods.IsPost(http.Request.Method) ? 1 : 0;
            return Results.Text(list, "application/json");
        });
        TwilioSmsSender sender = _rig!.Compose(new Uri(twilio.Urls.First()), 1, "00:00:20");
        OutgoingMessage message = _rig.Message();
        _rig.Clock.Now += TimeSpan.FromHours(1);

        Assert.Equal(new SendOutcome.Unsettled(reason), await sender.SendAsync(message, mayBeRepeat: true, CancellationToken.None));
        Assert.Equal(0, posts);
    }

    [Theory]
    [InlineData(99, 0, true)]
    [InlineData(100, 0, false)]
    [InlineData(100, 1, true)]
    public async Task A_list_that_does_not_reach_back_to_the_first_request_does_not_tell(int messages, int older, bool isSent)
    {
        DateTimeOffset first = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);
        DateTimeOffset earliest = first - TimeSpan.FromMinutes(5);
        int posts = 0;
        await using WebApplication twilio = await StubAsync(http =>
        {
            posts += HttpMethods.IsPost(http.Request.Method) ? 1 : 0;
            return HttpMethods.IsPost(http.Request.Method)
                ? Results.Json(new { sid = "SM7" }, statusCode: 201)
                : Results.Json(new { messages = Enumerable.Range(1, messages).Select(number => new { sid = $"SM{number}", body = "another", date_created = $"{earliest.AddSeconds(number > messages - older ? -1 : 0).ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000" }) });
        });
        TwilioSmsSender sender = _rig!.Compose(new Uri(twilio.Urls.First()), 1, "00:00:20");
        OutgoingMessage message = _rig.Message() with { FirstTriedAt = first, LastTriedAt = first };
        _rig.Clock.Now = first + TimeSpan.FromHours(1);

        SendOutcome expected = isSent ? new SendOutcome.Accepted("SM7") : new SendOutcome.Unsettled("Twilio's list is too long");
        Assert.Equal(expected, await sender.SendAsync(message, mayBeRepeat: true, CancellationToken.None));
        Assert.Equal(isSent ? 1 : 0, posts);
    }

    [Fact]
    public async Task The_request_bears_our_sender_the_text_and_a_callback_with_nothing_but_the_request_id()
    {
        Dictionary<string, string> form = [];
        await using WebApplication twilio = await StubAsync(http =>
        {
            form = http.Request.ReadFormAsync().GetAwaiter().GetResult().ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
            return Results.Json(new { sid = "SM7" }, statusCode: 201);
        });
        TwilioSmsSender sender = _rig!.Compose(new Uri(twilio.Urls.First()), 1, "00:00:20", ("Twilio:From", "+12025550123"));
        OutgoingMessage message = _rig.Message();

        Assert.Equal(new SendOutcome.Accepted("SM7"), await sender.SendAsync(message, mayBeRepeat: false, CancellationToken.None));
        Assert.Equal(
            [
                KeyValuePair.Create("Body", message.Text),
                KeyValuePair.Create("From", "+12025550123"),
                KeyValuePair.Create("StatusCallback", $"https://app.example.jp/providers/twilio/status?id={message.RequestId}"),
                KeyValuePair.Create("To", message.To),
            ],
            form.OrderBy(field => field.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(400, 21211, typeof(SendOutcome.Refused), "400 21211")]
    [InlineData(400, 21614, typeof(SendOutcome.Refused), "400 21614")]
    [InlineData(400, 21610, typeof(SendOutcome.Refused), "400 21610")]
    [InlineData(400, 21408, typeof(SendOutcome.TryLater), "400 21408")]
    [InlineData(400, 21606, typeof(SendOutcome.TryLater), "400 21606")]
    [InlineData(401, 20003, typeof(SendOutcome.TryLater), "401 20003")]
    [InlineData(400, 29999, typeof(SendOutcome.TryLater), "unrecognised: 400 29999")]
    [InlineData(400, null, typeof(SendOutcome.Unsettled), "unrecognised: 400")]
    [InlineData(302, null, typeof(SendOutcome.Unsettled), "unrecognised: 302")]
    [InlineData(503, 20503, typeof(SendOutcome.TryLater), "503 20503")]
    [InlineData(500, 20500, typeof(SendOutcome.Unsettled), "500 20500")]
    [InlineData(504, null, typeof(SendOutcome.Unsettled), "504")]
    public void Each_answer_has_its_outcome(int status, int? code, Type outcome, string reason)
    {
        SendOutcome meaning = TwilioAnswers.MeaningOf((HttpStatusCode)status, code, Asked);

        Assert.IsType(outcome, meaning);
        Assert.Contains($"Reason = {reason} }}", meaning.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, 20429)]
    [InlineData(429, null)]
    [InlineData(400, 21611)]
    [InlineData(400, 14107)]
    public void Whatever_says_too_many_waits_as_long_as_it_asks_for(int status, int? code) =>
        Assert.Equal(new SendOutcome.Throttled(Asked), TwilioAnswers.MeaningOf((HttpStatusCode)status, code, Asked));

    private protected override async Task<ProviderRig> StartAsync() => await (_rig = new Rig()).StartAsync();

    private static async Task<WebApplication> StubAsync(Func<HttpContext, IResult> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        WebApplication stub = builder.Build();
        stub.Map("/{**path}", answer);
        await stub.StartAsync();
        return stub;
    }

    private Task<SendOutcome> AskAsync(OutgoingMessage message) => _rig!.Sender.SendAsync(message, mayBeRepeat: true, CancellationToken.None);

    private sealed class Rig : EmulatedRig<TwilioSmsSender>
    {
        public override string Address => "+819011112222";

        public override string BadAddress => "+819011110000";

        public override string BadAddressReason => "400 21211";

        protected override int OddCode => 29_999;
    }
}
