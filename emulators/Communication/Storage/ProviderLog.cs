using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>
/// The witness: one JSON line for each row of the store, line n for sequence n. It is appended to after each commit and so can
/// only be behind the store; opening it cuts off what a kill left half-written and adds what is missing.
/// </summary>
internal sealed class ProviderLog : IDisposable
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    private ProviderLog(FileStream file) => _file = file;

    /// <summary>Opens the log and makes it agree with the store. A log of another run is begun anew.</summary>
    public static ProviderLog Open(string path, MessageReader store)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        ProviderLog log = new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        long lines = log.CutToWholeLines(out byte[] last);
        if (!log.IsOf(store, lines, last))
        {
            log._file.SetLength(0);
            lines = 0;
        }

        log._file.Seek(0, SeekOrigin.End);
        for (List<StoredMessage> page = store.After(lines, 1_000); page.Count > 0; page = store.After(lines, 1_000))
        {
            log.Append(page);
            lines = page[^1].Sequence;
        }

        return log;
    }

    public void Append(IReadOnlyList<StoredMessage> messages)
    {
        _buffer.ResetWrittenCount();
        foreach (StoredMessage message in messages)
        {
            WriteLine(message);
        }

        _file.Write(_buffer.WrittenSpan);
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private void WriteLine(StoredMessage message)
    {
        using (Utf8JsonWriter json = new(_buffer, s_readable))
        {
            json.WriteStartObject();
            json.WriteString("at", message.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("channel", message.Ask.Channel == MessageChannel.Sms ? "sms" : "email");
            json.WriteString("to", message.Ask.To);
            json.WriteString("from", message.Ask.From);
            json.WriteString("subject", message.Ask.Subject);
            json.WriteString("text", message.Ask.Text);
            json.WriteString("requestId", message.Ask.RequestId);
            json.WriteBoolean("repeat", message.IsRepeat);
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
    }

    private bool IsOf(MessageReader store, long lines, byte[] last)
    {
        if (lines == 0)
        {
            return true;
        }

        List<StoredMessage> row = store.After(lines - 1, 1);
        if (row.Count == 0)
        {
            return false;
        }

        _buffer.ResetWrittenCount();
        WriteLine(row[0]);
        return _buffer.WrittenSpan.SequenceEqual(last);
    }

    private long CutToWholeLines(out byte[] last)
    {
        long lines = 0, whole = 0, lastStart = 0, position = 0;
        byte[] chunk = new byte[1 << 16];
        for (int read = _file.Read(chunk); read > 0; read = _file.Read(chunk))
        {
            for (int i = 0; i < read; i++)
            {
                if (chunk[i] == (byte)'\n')
                {
                    (lastStart, whole) = (whole, position + i + 1);
                    lines++;
                }
            }

            position += read;
        }

        _file.SetLength(whole);
        last = new byte[whole - lastStart];
        _file.Seek(lastStart, SeekOrigin.Begin);
        _file.ReadExactly(last);
        return lines;
    }
}
