using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Tests.Local.Communication;
using Compensation.Waves;

namespace Compensation.Tests.Sending;

/// <summary>Event Grid delivers at least once, in no order, and whenever it likes.</summary>
public class ReportReplayTests
{
    [Fact]
    public async Task When_every_report_comes_again_twice_and_shuffled_nothing_changes_and_nothing_is_sent()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await Crowds.OweAsync(world, MessageChannel.Sms);
        await Crowds.OweAsync(world, MessageChannel.Email);
        await using ReportSink sink = await ReportSink.StartAsync();
        world.Emulator.Webhook = sink.Address;
        WaveResult result = await world.RunAsync(SendingWorld.Plan());
        await world.PassAsync(TimeSpan.FromMinutes(5));
        object[] reports = [.. sink.Events];
        await world.ReportAsync(reports);
        await world.AssertAddsUpAsync(result);
        IReadOnlyList<Notice> rows = await RowsAsync(world);
        string[] unreached = await ListedAsync(world);
        object[] replay = [.. reports, .. reports];
        new Random(5).Shuffle(replay);

        foreach (object[] batch in replay.Chunk(37))
        {
            await world.ReportAsync(batch);
        }

        Assert.Equal(rows, await RowsAsync(world));
        Assert.Equal(unreached, await ListedAsync(world));
        await world.AssertAddsUpAsync(result);
    }

    [Fact]
    public async Task Reports_that_come_before_the_record_or_even_instead_of_the_answer_are_believed_and_nothing_is_sent_again()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await Crowds.OweAsync(world, MessageChannel.Sms);
        await Crowds.OweAsync(world, MessageChannel.Email);
        world.Emulator.Faults = new EmulatorFaults { DropNext = int.MaxValue };
        int accepted = 0;
        int reported = 0;
        world.OnMessage = message =>
        {
            if (++accepted == 60)
            {
                world.Emulator.Faults = new EmulatorFaults { FailNext = int.MaxValue };
            }

            if (ReportOf(message) is { } report)
            {
                // The sender has no answer yet.
                world.ReportAsync([report, report]).GetAwaiter().GetResult();
                reported++;
            }
        };
        WavePlan plan = SendingWorld.Plan();

        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromHours(1));
        world.Emulator.Faults = new EmulatorFaults();
        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal((await world.MessagesAsync()).Count(message => ReportOf(message) is not null), reported);
        Assert.Equal(0, result.Deferred);
        await world.AssertAddsUpAsync(result);
    }

    private static async Task<IReadOnlyList<Notice>> RowsAsync(SendingWorld world) => [.. (await world.NoticesAsync()).Select(notice => notice with { Version = default })];

    private static async Task<string[]> ListedAsync(SendingWorld world) =>
        [.. (await world.UnreachedAsync()).Select(person => $"{person.Entitlement} {string.Join(' ', person.Tried)}")];

    /// <summary>What the emulator itself will report; null where it reports nothing.</summary>
    private static object? ReportOf(EmulatedMessage message) => message switch
    {
        { Channel: MessageChannel.Sms } when message.To[^2..] is "03" => null,
        { Channel: MessageChannel.Sms } => Event(message, "Microsoft.Communication.SMSDeliveryReportReceived", new
        {
            messageId = message.MessageId,
            deliveryStatus = message.WillBeDelivered && message.To[^2..] != "04" ? "Delivered" : "Failed",
            deliveryStatusDetails = message.To[^2..] switch
            {
                "01" => "ErrorCode: 4006. ErrorMessage: Destination number isn't reachable",
                "02" => "Sender blocked for given recipient",
                "04" => "ErrorCode: 5002. ErrorMessage: Message Delivery Timeout",
                _ => "Message delivered",
            },
            receivedTimestamp = At(message),
            tag = message.RequestId,
        }),
        _ when message.To.StartsWith("noreport.", StringComparison.Ordinal) => null,
        _ => Event(message, "Microsoft.Communication.EmailDeliveryReportReceived", new
        {
            messageId = message.MessageId,
            status = message.To.StartsWith("bounce.", StringComparison.Ordinal) ? "Bounced" : message.WillBeDelivered ? "Delivered" : "Suppressed",
            deliveryAttemptTimeStamp = At(message),
        }),
    };

    private static object Event(EmulatedMessage message, string type, object data) =>
        new { id = $"replay-{message.Sequence}", source = "/subscriptions/local", type, time = At(message), specversion = "1.0", data };

    private static DateTime At(EmulatedMessage message) => (message.DeliveredAt ?? message.At).UtcDateTime;
}
