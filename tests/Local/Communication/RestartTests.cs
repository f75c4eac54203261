using Azure.Communication.Sms;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

public sealed class RestartTests : EmulatorTest
{
    private static readonly Guid s_id = Guid.Parse("6f1e3b7c-6f0b-4c41-9d6e-0a4c2a1f7b11");

    [Fact]
    public async Task What_was_accepted_is_known_after_a_restart()
    {
        string? first = await RunAsync("+819011112222", s_id);
        string? again = await RunAsync("+819011112222", s_id);

        Assert.Equal(first, again);
        Assert.Equal([false, true], ProviderLine.ReadAll(LogFile).Select(line => line.Repeat));
    }

    [Fact]
    public async Task A_torn_last_line_of_the_log_is_written_whole()
    {
        await RunAsync("+819011112222", Guid.NewGuid());
        await RunAsync("+819011113333", Guid.NewGuid());
        byte[] whole = await File.ReadAllBytesAsync(LogFile);
        await using (FileStream torn = new(LogFile, FileMode.Open))
        {
            torn.SetLength(whole.Length - 25);
        }

        await (await CommunicationEmulatorHost.StartAsync(Options)).DisposeAsync();

        Assert.Equal(whole, await File.ReadAllBytesAsync(LogFile));
    }

    [Fact]
    public async Task Lines_that_a_kill_kept_from_the_log_are_added_once()
    {
        for (int i = 0; i < 5; i++)
        {
            await RunAsync($"+8190111122{i}5", Guid.NewGuid());
        }

        byte[] whole = await File.ReadAllBytesAsync(LogFile);
        await File.WriteAllLinesAsync(LogFile, (await File.ReadAllLinesAsync(LogFile)).Take(2));

        await (await CommunicationEmulatorHost.StartAsync(Options)).DisposeAsync();
        await (await CommunicationEmulatorHost.StartAsync(Options)).DisposeAsync();

        Assert.Equal(whole, await File.ReadAllBytesAsync(LogFile));
    }

    [Fact]
    public async Task The_log_of_another_run_is_begun_anew()
    {
        await RunAsync("+819011112222", Guid.NewGuid());
        byte[] whole = await File.ReadAllBytesAsync(LogFile);
        await File.WriteAllTextAsync(LogFile, "{\"at\":\"another run\"}\n");

        await (await CommunicationEmulatorHost.StartAsync(Options)).DisposeAsync();

        Assert.Equal(whole, await File.ReadAllBytesAsync(LogFile));
    }

    [Fact]
    public async Task Refused_recipients_and_repeats_stand_in_the_log_but_not_among_the_messages()
    {
        await RunAsync("+819011110000", Guid.NewGuid());
        await RunAsync("+819011112222", s_id);
        await RunAsync("+819011112222", s_id);

        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        EmulatedMessage only = Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        Assert.Equal(2, only.Sequence);
        Assert.Equal("+819011110000 +819011112222 +819011112222", string.Join(' ', ProviderLine.ReadAll(LogFile).Select(line => line.To)));
    }

    [Fact]
    public async Task A_folder_serves_one_emulator_at_a_time()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        await Assert.ThrowsAsync<IOException>(() => CommunicationEmulatorHost.StartAsync(Options));
    }

    [Fact]
    public async Task Messages_are_read_across_pages_in_order()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        SmsClient client = SmsClientOf(emulator);
        await Task.WhenAll(Enumerable.Range(0, 25).Select(i => client.SendAsync(
            Sender, Enumerable.Range(0, 100).Select(j => $"+8190{i:D2}{j:D2}0005"), "たくさん")));

        List<EmulatedMessage> messages = await emulator.ReadMessagesAsync().ToListAsync();

        Assert.Equal(Enumerable.Range(1, 2500).Select(i => (long)i), messages.Select(message => message.Sequence));
        Assert.Equal(2500, ProviderLine.ReadAll(LogFile).Count);
    }

    private async Task<string?> RunAsync(string to, Guid id)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        SmsClient client = SmsClientOf(emulator, options => options.AddPolicy(new FixedRequestIdPolicy(id), Azure.Core.HttpPipelinePosition.PerCall));
        SmsSendResult result = await client.SendAsync(Sender, to, "お知らせ");
        return result.MessageId;
    }
}
