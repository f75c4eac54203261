using System.Buffers;
using System.Globalization;
using System.Text;

namespace Compensation.Local.Tables;

/// <summary>Answers to transactions. The boundaries are fixed: no body written here holds them.</summary>
internal static class BatchAnswers
{
    private const string Batch = "batchresponse_1";
    private const string Changeset = "changesetresponse_1";

    public static MemoryResponse Accepted(long[] ticks)
    {
        ArrayBufferWriter<byte> body = Begin(ticks.Length * 220);
        for (int i = 0; i < ticks.Length; i++)
        {
            Part(body, 204);
            Text(body, string.Create(CultureInfo.InvariantCulture, $"Content-ID: {i}\r\n"));
            if (ticks[i] != 0)
            {
                body.Write("ETag: "u8);
                Text(body, VersionText.ETag(ticks[i]));
                body.Write("\r\n"u8);
            }

            body.Write("\r\n\r\n"u8);
        }

        return End(body);
    }

    public static MemoryResponse Refused(ServiceError error, int index)
    {
        ArrayBufferWriter<byte> body = Begin(1024);
        Part(body, error.Status);
        Text(body, $"Content-Type: {WireNames.MinimalMetadata}\r\n\r\n");
        body.Write(error.ToJson(index));
        body.Write("\r\n"u8);
        return End(body);
    }

    private static ArrayBufferWriter<byte> Begin(int capacity)
    {
        ArrayBufferWriter<byte> body = new(capacity + 256);
        Text(body, $"--{Batch}\r\nContent-Type: multipart/mixed; boundary={Changeset}\r\n\r\n");
        return body;
    }

    private static void Part(ArrayBufferWriter<byte> body, int status)
    {
        Text(body, $"--{Changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 ");
        Text(body, string.Create(CultureInfo.InvariantCulture, $"{status} {Answers.Reason(status)}\r\n"));
    }

    private static MemoryResponse End(ArrayBufferWriter<byte> body)
    {
        Text(body, $"--{Changeset}--\r\n--{Batch}--\r\n");
        return new MemoryResponse(202, "Accepted", body.WrittenMemory).With("Content-Type", "multipart/mixed; boundary=" + Batch);
    }

    private static void Text(ArrayBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
