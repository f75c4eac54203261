using System.Diagnostics;
using Azure;
using Azure.Communication.Sms;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

public sealed class KillTests : EmulatorTest
{
    [Fact]
    public async Task A_kill_amid_requests_loses_nothing_that_was_acknowledged_and_the_log_agrees_with_the_store()
    {
        Dictionary<Guid, string> acknowledged = [];
        using (Process emulator = StartProcess())
        {
            string connection = await ConnectionStringOf(emulator);
            Task[] senders = [.. Enumerable.Range(0, 8).Select(i => SendUntilKilledAsync(connection, i, acknowledged, enough: () => emulator.Kill()))];
            await Task.WhenAll(senders).InTimeAsync();
            await emulator.EndInTimeAsync();
        }

        await using CommunicationEmulatorHost again = await CommunicationEmulatorHost.StartAsync(Options);
        Dictionary<Guid, EmulatedMessage> known = await again.ReadMessagesAsync().ToDictionaryAsync(message => Guid.Parse(message.RequestId!));

        Assert.True(acknowledged.Count >= 200);
        Assert.All(acknowledged, sent => Assert.Equal(sent.Value, known[sent.Key].MessageId));
        List<ProviderLine> log = ProviderLine.ReadAll(LogFile);
        Assert.Equal(known.Keys.ToHashSet(), log.Select(line => Guid.Parse(line.RequestId!)).ToHashSet());
        Assert.Equal(known.Count, log.Count);
    }

    private static async Task SendUntilKilledAsync(string connection, int sender, Dictionary<Guid, string> acknowledged, Action enough)
    {
        for (int i = 0; ; i++)
        {
            Guid id = Guid.NewGuid();
            SmsClientOptions options = new();
            options.Retry.MaxRetries = 0;
            options.AddPolicy(new FixedRequestIdPolicy(id), Azure.Core.HttpPipelinePosition.PerCall);
            try
            {
                SmsSendResult result = await new SmsClient(connection, options).SendAsync(Sender, $"+8190{sender:D2}{i:D4}10", "お知らせ");
                Note(acknowledged, id, result.MessageId!, enough);
            }
            catch (RequestFailedException killed) when (killed.Status == 0)
            {
                return;
            }
        }
    }

    private static void Note(Dictionary<Guid, string> acknowledged, Guid id, string messageId, Action enough)
    {
        lock (acknowledged)
        {
            acknowledged.Add(id, messageId);
            if (acknowledged.Count == 200)
            {
                enough();
            }
        }
    }

    private Process StartProcess()
    {
        string program = typeof(CommunicationEmulatorHost).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [program, "--port", "0", "--data", Options.DataFolder, "--providerLog", LogFile])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> ConnectionStringOf(Process emulator)
    {
        const string Label = "Connection string: ";
        while (await emulator.StandardOutput.ReadLineAsync().InTimeAsync("a line of the emulator") is { } line)
        {
            if (line.StartsWith(Label, StringComparison.Ordinal))
            {
                // Whatever else it says is read too, so that it never waits for a reader.
                _ = emulator.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return line[Label.Length..];
            }
        }

        throw new InvalidOperationException("The emulator ended without a connection string.");
    }
}
