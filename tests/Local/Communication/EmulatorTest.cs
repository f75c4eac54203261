using Azure.Communication.Email;
using Azure.Communication.Sms;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

/// <summary>A test with a folder of its own, in which it starts emulators and real clients of them.</summary>
public abstract class EmulatorTest : IDisposable
{
    protected const string Sender = "+815012345678";
    protected const string Mailer = "office@campaign.example.jp";

    protected string Folder { get; } = Directory.CreateTempSubdirectory("emulator-").FullName;

    protected string LogFile => Path.Combine(Folder, "log", "provider.ndjson");

    protected CommunicationEmulatorOptions Options => new() { DataFolder = Path.Combine(Folder, "data"), ProviderLog = LogFile };

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static SmsClient SmsClientOf(CommunicationEmulatorHost emulator, Action<SmsClientOptions>? configure = null)
    {
        SmsClientOptions options = new();
        options.Retry.MaxRetries = 0;
        configure?.Invoke(options);
        return new SmsClient(emulator.ConnectionString, options);
    }

    protected static EmailClient EmailClientOf(CommunicationEmulatorHost emulator)
    {
        EmailClientOptions options = new();
        options.Retry.MaxRetries = 0;
        return new EmailClient(emulator.ConnectionString, options);
    }

    protected static EmailMessage MailTo(string address, string text = "受け取り用リンク https://campaign.example.jp/r/abc") =>
        new(Mailer, address, new EmailContent("お知らせ") { PlainText = text });
}
