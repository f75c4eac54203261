using System.Globalization;
using System.Net.Security;
using System.Text;
using Compensation.Emulators.Communication.Protocol;
using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Smtp;

/// <summary>One client's conversation.</summary>
internal sealed class SmtpSession(Stream plain, SmtpSinkOptions options, MessageStore store, FaultGate faults)
{
    private const int LargestMessage = 10 * 1024 * 1024;

    private Stream _stream = plain;
    private bool _secure = options.ImplicitTls;
    private bool _loggedIn = options.Password is null;
    private string? _from;
    private string? _to;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (faults.Current.Down)
        {
            return;
        }

        await SayAsync("220 emulator.invalid ESMTP", cancellationToken);
        while (await LineAsync(cancellationToken) is { } line && !line.Equals("QUIT", StringComparison.OrdinalIgnoreCase))
        {
            if (faults.Current.DelayMilliseconds is > 0 and int late)
            {
                await Task.Delay(late, cancellationToken);
            }

            if (faults.Current.Down || !await AnswerAsync(line, cancellationToken))
            {
                return;
            }
        }
    }

    /// <returns>False where the connection is to be dropped.</returns>
    private async Task<bool> AnswerAsync(string line, CancellationToken cancellationToken)
    {
        string verb = line.Split(' ', ':')[0].ToUpperInvariant();
        switch (verb)
        {
            case "EHLO":
                await SayAsync(Greeting(), cancellationToken);
                return true;
            case "STARTTLS" when options.Certificate is not null && !_secure:
                await SayAsync("220 2.0.0 Go on", cancellationToken);
                SslStream secured = new(_stream);
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = options.Certificate }, cancellationToken);
                (_stream, _secure) = (secured, true);
                return true;
            case "AUTH":
                await SayAsync(LogIn(line), cancellationToken);
                return true;
            case "NOOP":
                await SayAsync("250 2.0.0 Still here", cancellationToken);
                return true;
            case "RSET":
                (_from, _to) = (null, null);
                await SayAsync("250 2.0.0 Forgotten", cancellationToken);
                return true;
            case "MAIL" when _loggedIn && AddressIn(line) is { } from:
                (_from, _to) = (from, null);
                await SayAsync("250 2.1.0 Sender taken", cancellationToken);
                return true;
            case "RCPT" when _from is not null:
                await SayAsync(await JudgeAsync(AddressIn(line)), cancellationToken);
                return true;
            case "DATA" when _to is not null:
                return await TakeAsync(cancellationToken);
            default:
                await SayAsync(_loggedIn ? "503 5.5.1 Not now" : "530 5.7.0 Log in first", cancellationToken);
                return true;
        }
    }

    private string Greeting()
    {
        List<string> lines = ["emulator.invalid", "ENHANCEDSTATUSCODES"];
        if (options.Certificate is not null && !_secure)
        {
            lines.Add("STARTTLS");
        }

        if (options.Password is not null)
        {
            lines.Add("AUTH PLAIN");
        }

        return string.Join("\r\n", lines.Select((line, number) => $"250{(number == lines.Count - 1 ? ' ' : '-')}{line}"));
    }

    private string LogIn(string line)
    {
        Span<byte> given = stackalloc byte[256];
        _loggedIn = line.Split(' ') is [_, "PLAIN", var initial]
            && Convert.TryFromBase64String(initial, given, out int length)
            && Encoding.UTF8.GetString(given[..length]).EndsWith($"\0{options.Password}", StringComparison.Ordinal);
        return _loggedIn ? "235 2.7.0 Welcome" : "535 5.7.8 Not you";
    }

    private async Task<string> JudgeAsync(string? to)
    {
        if (to is null || !Mailbox.IsAddress(to))
        {
            return "553 5.1.3 Not an address";
        }

        if (faults.TakeAnswer() is { } code)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{code} As asked for <{to}>");
        }

        if (faults.TakeFailure(1) is { } failure)
        {
            return failure.Status == 429 ? "452 4.3.1 Too many messages" : $"451 4.3.0 Cannot take mail for <{to}> now";
        }

        if (to.StartsWith(Mailbox.SuppressedPrefix, StringComparison.OrdinalIgnoreCase))
        {
            await store.Writer.AcceptAsync([ToAsk(to, string.Empty, string.Empty, null, new Refusal(550, "5.1.1"))]);
            return $"550 5.1.1 <{to}> is suppressed";
        }

        _to = to;
        return "250 2.1.5 Recipient taken";
    }

    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        await SayAsync("354 Go on", cancellationToken);
        StringBuilder content = new();
        while (await LineAsync(cancellationToken) is { } line)
        {
            if (line == ".")
            {
                (string subject, string text, string? html) = ReceivedMail.Read(content.ToString());
                await store.Writer.AcceptAsync([ToAsk(_to!, subject, text, html, refusal: null)]);
                (_from, _to) = (null, null);
                if (faults.TakeDrop())
                {
                    return false;
                }

                await SayAsync("250 2.0.0 Taken", cancellationToken);
                return true;
            }

            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            if (content.Length > LargestMessage)
            {
                await SayAsync("552 5.3.4 Too large", cancellationToken);
                return false;
            }
        }

        return false;
    }

    private Ask ToAsk(string to, string subject, string text, string? html, Refusal? refusal) =>
        new(MessageChannel.Email, to, _from!, subject, text, html, RequestId: null, Part: 0, Tag: null, WantsReport: false, refusal) { AskedOf = AskedOf.Smtp };

    /// <summary>What stands between angle brackets, without the quotes of a local part.</summary>
    private static string? AddressIn(string line)
    {
        (int from, int to) = (line.IndexOf('<', StringComparison.Ordinal), line.LastIndexOf('>'));
        return from >= 0 && to > from ? line[(from + 1)..to].Replace("\"", string.Empty, StringComparison.Ordinal) : null;
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (await _stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }

    private async Task SayAsync(string reply, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{reply}\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }
}
