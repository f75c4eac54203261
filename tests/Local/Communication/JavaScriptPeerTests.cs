using System.Text.Json;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

/// <summary>The official JavaScript packages speak to the emulator as they speak to the service.</summary>
public sealed class JavaScriptPeerTests : EmulatorTest
{
    [Fact]
    public async Task The_official_sms_package_sends_and_reads_results_one_by_one()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        JsonElement answer = JsonDocument.Parse(await NodePeers.RunAsync("sms.mjs", emulator.ConnectionString)).RootElement;

        Assert.Equal([202, 400], answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("httpStatusCode").GetInt32()));
        Assert.Equal(400, answer.GetProperty("tooMany").GetProperty("statusCode").GetInt32());
        Assert.Equal(401, answer.GetProperty("wrongKey").GetProperty("statusCode").GetInt32());
        EmulatedMessage message = Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        Assert.Equal("公式のパッケージから", message.Text);
        Assert.Equal(answer.GetProperty("results")[0].GetProperty("messageId").GetString(), message.MessageId);
    }

    [Fact]
    public async Task The_official_email_package_sends_and_polls_to_the_end()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);

        JsonElement answer = JsonDocument.Parse(await NodePeers.RunAsync("email.mjs", emulator.ConnectionString)).RootElement;

        Assert.Equal("Succeeded", answer.GetProperty("sent").GetProperty("status").GetString());
        Assert.Contains("EmailDroppedAllRecipientsSuppressed", answer.GetProperty("suppressed").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, answer.GetProperty("badAddress").GetProperty("statusCode").GetInt32());
        EmulatedMessage message = (await emulator.ReadMessagesAsync().ToListAsync())[0];
        Assert.Equal("0f4e9c5e-4f5b-4a57-8e4a-2a8f2a1b7c11", message.RequestId);
        Assert.Equal("公式のパッケージから", message.Subject);
    }
}
