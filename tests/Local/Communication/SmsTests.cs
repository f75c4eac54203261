using Azure;
using Azure.Communication.Sms;
using Azure.Core.Pipeline;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

public sealed class SmsTests : EmulatorTest
{
    [Fact]
    public async Task A_message_is_accepted_under_an_id()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        Response<SmsSendResult> response = await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "こんにちは");

        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.True(response.Value.Successful);
        Assert.Equal(202, response.Value.HttpStatusCode);
        Assert.Equal("+819011112222", response.Value.To);
        Assert.StartsWith("Outgoing_", response.Value.MessageId, StringComparison.Ordinal);
        Assert.Null(response.Value.ErrorMessage);
        Assert.True(SmsClientOf(emulator).Send(Sender, "+819011112222", "同期", new SmsSendOptions(true) { Tag = "t" }).Value.Successful);
    }

    [Fact]
    public async Task Bad_numbers_fail_one_by_one_inside_an_overall_success()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        Response<IReadOnlyList<SmsSendResult>> response = await SmsClientOf(emulator).SendAsync(
            Sender, ["+819011112222", "+819011110000", "090-1111-3333"], "こんにちは");

        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.Equal([202, 400, 400], response.Value.Select(result => result.HttpStatusCode));
        Assert.Equal([true, false, false], response.Value.Select(result => result.Successful));
        Assert.Equal("Invalid To phone number format.", response.Value[1].ErrorMessage);
        Assert.Null(response.Value[1].MessageId);
    }

    [Theory]
    [InlineData(0, "こんにちは")]
    [InlineData(101, "こんにちは")]
    [InlineData(1, "")]
    public async Task A_request_out_of_bounds_is_refused_as_a_whole(int recipients, string message)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => SmsClientOf(emulator).SendAsync(
            Sender, Enumerable.Range(0, recipients).Select(i => $"+8190111122{i:D2}5"), message));

        Assert.Equal(400, failure.Status);
        Assert.Equal("BadRequest", failure.ErrorCode);
        Assert.Equal(0, new FileInfo(LogFile).Length);
    }

    [Fact]
    public async Task A_message_over_2048_characters_is_refused()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        SmsClient client = SmsClientOf(emulator);

        await client.SendAsync(Sender, "+819011112222", new string('あ', 2048));
        RequestFailedException failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync(Sender, "+819011112222", new string('あ', 2049)));

        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public async Task Every_call_draws_new_request_ids()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        SmsClient client = SmsClientOf(emulator);

        await client.SendAsync(Sender, ["+819011112222", "+819011113333"], "一");
        await client.SendAsync(Sender, "+819011112222", "二");

        List<EmulatedMessage> messages = await emulator.ReadMessagesAsync().ToListAsync();
        Assert.Equal(3, messages.Select(message => Guid.Parse(message.RequestId!)).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_rewrites_the_ids_is_signed_and_makes_a_repeat_harmless(bool synchronously)
    {
        List<EmulatedMessage> heard = [];
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { OnMessage = heard.Add });
        Guid id = Guid.Parse("6f1e3b7c-6f0b-4c41-9d6e-0a4c2a1f7b11");
        SmsClient client = SmsClientOf(emulator, options => options.AddPolicy(new FixedRequestIdPolicy(id), Azure.Core.HttpPipelinePosition.PerCall));

        async Task<SmsSendResult> SendAsync() =>
            synchronously ? client.Send(Sender, "+819011112222", "一通だけ") : await client.SendAsync(Sender, "+819011112222", "一通だけ");
        SmsSendResult first = await SendAsync();
        SmsSendResult second = await SendAsync();

        Assert.True(second.Successful);
        Assert.Equal(first.MessageId, second.MessageId);
        EmulatedMessage only = Assert.Single(heard);
        Assert.Equal(id.ToString(), only.RequestId);
        Assert.Equal([false, true], ProviderLine.ReadAll(LogFile).Select(line => line.Repeat));
    }

    [Fact]
    public async Task A_retry_inside_one_call_keeps_its_ids_and_is_no_second_message()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options with { Faults = new() { DropNext = 1 } });
        SmsClient client = SmsClientOf(emulator, options =>
        {
            options.Retry.MaxRetries = 1;
            options.Retry.Delay = TimeSpan.Zero;
        });

        SmsSendResult result = await client.SendAsync(Sender, "+819011112222", "一通だけ");

        Assert.True(result.Successful);
        Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        Assert.Equal([false, true], ProviderLine.ReadAll(LogFile).Select(line => line.Repeat));
    }
}
