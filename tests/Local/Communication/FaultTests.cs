using System.Net;
using System.Net.Http.Json;
using Azure;
using Azure.Communication.Email;
using Azure.Communication.Sms;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;

namespace Compensation.Tests.Local.Communication;

public sealed class FaultTests : EmulatorTest
{
    [Fact]
    public async Task Throttled_requests_say_how_long_to_wait_and_are_not_recorded()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(
            Options with { Faults = new() { ThrottleNext = 2, RetryAfterSeconds = 17 } });
        SmsClient client = SmsClientOf(emulator);

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync(Sender, "+819011112222", "一"));
        await Assert.ThrowsAsync<RequestFailedException>(() => EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo("a@example.jp")));
        await client.SendAsync(Sender, "+819011112222", "二");

        Assert.Equal((429, "TooManyRequests"), (failure.Status, failure.ErrorCode));
        Assert.True(failure.GetRawResponse()!.Headers.TryGetValue("Retry-After", out string? wait));
        Assert.Equal("17", wait);
        Assert.Equal("二", Assert.Single(ProviderLine.ReadAll(LogFile)).Text);
    }

    [Fact]
    public async Task The_rate_limit_counts_messages_per_minute_of_its_own_clock()
    {
        WorkInProgress work = new();
        VirtualClock clock = new(new DateTimeOffset(2023, 4, 10, 0, 0, 20, TimeSpan.Zero), work);
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(
            Options with { Time = clock, Faults = new() { MessagesPerMinute = 3 } });
        SmsClient client = SmsClientOf(emulator);
        string[] two = ["+819011112222", "+819011113333"];

        await client.SendAsync(Sender, two, "一");
        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync(Sender, two, "二"));
        Assert.True(failure.GetRawResponse()!.Headers.TryGetValue("Retry-After", out string? wait));
        Assert.Equal("40", wait);

        bool waited = false;
        clock.CreateTimer(_ => waited = true, null, TimeSpan.FromSeconds(40), Timeout.InfiniteTimeSpan);
        await clock.RunAsync(() => waited).InTimeAsync();
        await client.SendAsync(Sender, two, "三");
        Assert.Equal("一 一 三 三", string.Join(' ', ProviderLine.ReadAll(LogFile).Select(line => line.Text)));
    }

    [Fact]
    public async Task Failures_follow_the_settings_given_over_http()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        using HttpClient http = new() { BaseAddress = emulator.BaseAddress };
        using HttpResponseMessage set = await http.PutAsJsonAsync("/emulator/faults", new { failNext = 1, failStatus = 500 });
        set.EnsureSuccessStatusCode();

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "一"));

        Assert.Equal(500, failure.Status);
        Assert.Equal(0, (await http.GetFromJsonAsync<EmulatorFaults>("/emulator/faults"))!.FailNext);
    }

    [Theory]
    [InlineData("""{"failStatus":404}""")]
    [InlineData("""{"dropNext":-1}""")]
    [InlineData("""{"messagesPerMinute":0}""")]
    public async Task Settings_out_of_bounds_are_refused(string settings)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        using HttpClient http = new() { BaseAddress = emulator.BaseAddress };

        using HttpResponseMessage response = await http.PutAsync("/emulator/faults", new StringContent(settings, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(new EmulatorFaults(), emulator.Faults);
    }

    [Fact]
    public async Task An_answer_that_is_dropped_leaves_the_message_accepted()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { Faults = new() { DropNext = 1 } });

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "一"));

        Assert.Equal(0, failure.Status);
        Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
    }

    [Fact]
    public async Task A_service_that_is_down_hears_nothing_but_its_pages_stay()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { Faults = new() { Down = true } });
        using HttpClient http = new() { BaseAddress = emulator.BaseAddress };

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "一"));

        Assert.Equal(0, failure.Status);
        Assert.Empty(await emulator.ReadMessagesAsync().ToListAsync());
        using HttpResponseMessage page = await http.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task One_recipient_can_be_unavailable_while_another_is_accepted()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(
            Options with { Faults = new() { RecipientsUnavailableNext = 1 } });

        IReadOnlyList<SmsSendResult> results = (await SmsClientOf(emulator).SendAsync(Sender, ["+819011112222", "+819011113333"], "一")).Value;

        Assert.Equal([503, 202], results.Select(result => result.HttpStatusCode));
        Assert.Equal("ServiceUnavailable", results[0].ErrorMessage);
    }
}
