using System.Collections.Concurrent;
using System.Text.Json;
using Compensation.Operations.Alarms;
using Compensation.Tests.Notices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Operations;

public sealed class AlarmTests
{
    [Fact]
    public async Task The_same_matter_is_one_alarm_that_is_counted_until_it_was_quiet()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        foreach (int minutes in new[] { 0, 1, 1, 359 })
        {
            harness.Clock.Now += TimeSpan.FromMinutes(minutes);
            await harness.Alarms.RaiseAsync(AlarmKind.CodeStockLow, TestCampaigns.Kumamoto.Id, "amazon 3000", "12 codes are free, 40 people may still claim.", CancellationToken.None);
        }

        await harness.Alarms.RaiseAsync(AlarmKind.CodeStockLow, TestCampaigns.Kumamoto.Id, "amazon 5000", "None is free.", CancellationToken.None);

        IReadOnlyList<Alarm> alarms = await harness.Alarms.ReadPageAsync(from: null, 10, CancellationToken.None);
        Assert.Equal([("amazon 3000", 1), ("amazon 3000", 3), ("amazon 5000", 1)], alarms.Select(alarm => (alarm.Matter, alarm.Times)).Order());
        Assert.Equal(harness.Clock.Now, alarms[0].At);
    }

    [Fact]
    public async Task An_alarm_from_before_the_clock_was_set_back_keeps_no_other_quiet()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        await harness.Alarms.RaiseAsync(AlarmKind.WaveStopped, TestCampaigns.Kumamoto.Id, "issue-app", "It has stopped.", CancellationToken.None);
        harness.Clock.Now -= TimeSpan.FromHours(7);

        await harness.Alarms.RaiseAsync(AlarmKind.WaveStopped, TestCampaigns.Kumamoto.Id, "issue-app", "It has stopped.", CancellationToken.None);

        Assert.Equal(2, (await harness.Alarms.ReadPageAsync(from: null, 10, CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_alarm_is_posted_and_a_way_that_fails_stops_nobody(bool fails)
    {
        ConcurrentQueue<(string? Token, JsonElement Alarm)> posted = [];
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication pager = builder.Build();
        pager.MapPost("/", (HttpRequest request, JsonElement alarm) =>
        {
            posted.Enqueue((request.Headers.Authorization, alarm));
            return fails ? Results.StatusCode(500) : Results.NoContent();
        });
        await pager.StartAsync();
        await using SendingHarness harness = await SendingHarness.With(people: 0);
        IOptions<AlarmOptions> options = Options.Create(new AlarmOptions { Webhook = new Uri(pager.Urls.Single()), WebhookToken = "t" });
        using AlarmWebhook webhook = new(options);
        AlarmList alarms = new(harness.Tables, harness.Hash, [webhook], harness.Clock, options, NullLogger<AlarmList>.Instance);

        await alarms.RaiseAsync(AlarmKind.WaveStopped, TestCampaigns.Kumamoto.Id, "issue-app", "通知が止まりました。", CancellationToken.None);
        await alarms.RaiseAsync(AlarmKind.WaveStopped, TestCampaigns.Kumamoto.Id, "issue-app", "通知が止まりました。", CancellationToken.None);

        (string? token, JsonElement told) = Assert.Single(posted);
        Assert.Equal(("Bearer t", "waveStopped", "kumamoto", "通知が止まりました。"), (token, told.GetProperty("kind").GetString(), told.GetProperty("campaign").GetString(), told.GetProperty("text").GetString()));
        Assert.Equal(2, Assert.Single(await harness.Alarms.ReadPageAsync(from: null, 10, CancellationToken.None)).Times);
    }

    [Theory]
    [InlineData("https://pager.example/x", true)]
    [InlineData("http://127.0.0.1:9/", true)]
    [InlineData("http://pager.example/x", false)]
    [InlineData("/relative", false)]
    public void Alarms_leave_the_house_encrypted(string address, bool valid)
    {
        AlarmOptions options = new() { Webhook = new Uri(address, UriKind.RelativeOrAbsolute) };

        Assert.Equal(valid, !options.Validate(new(options)).Any());
    }

    [Theory]
    [InlineData("operators@example.jp", "office@example.jp", true)]
    [InlineData("operators@example.jp", null, false)]
    [InlineData(null, "office@example.jp", false)]
    [InlineData("operators", "office@example.jp", false)]
    [InlineData(null, null, true)]
    public void Alarms_by_mail_need_both_addresses(string? to, string? from, bool valid)
    {
        AlarmOptions options = new() { EmailTo = to, EmailFrom = from };

        Assert.Equal(valid, !options.Validate(new(options)).Any());
    }
}
