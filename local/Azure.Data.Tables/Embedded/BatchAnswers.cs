using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace Compensation.Local.Tables;

/// <summary>Answers to transactions. The boundaries are fixed: no body written here holds them.</summary>
internal static class BatchAnswers
{
    private const string Batch = "batchresponse_1";
    private const string Changeset = "changesetresponse_1";

    public static MemoryResponse Accepted(long[] ticks)
    {
        StringBuilder text = Begin(ticks.Length * 220);
        for (int i = 0; i < ticks.Length; i++)
        {
            Part(text, 204).Append("Content-ID: ").Append(i).Append("\r\n");
            if (ticks[i] != 0)
            {
                text.Append("ETag: ").Append(VersionText.ETag(ticks[i])).Append("\r\n");
            }

            text.Append("\r\n\r\n");
        }

        return End(text);
    }

    public static MemoryResponse Refused(ServiceError error, int index)
    {
        StringBuilder text = Begin(1024);
        Part(text, error.Status)
            .Append("Content-Type: ").Append(WireNames.MinimalMetadata).Append("\r\n\r\n")
            .Append(Encoding.UTF8.GetString(error.ToJson(index))).Append("\r\n");
        return End(text);
    }

    private static StringBuilder Begin(int capacity) => new StringBuilder(capacity + 256)
        .Append("--").Append(Batch).Append("\r\nContent-Type: multipart/mixed; boundary=").Append(Changeset).Append("\r\n\r\n");

    private static StringBuilder Part(StringBuilder text, int status) => text
        .Append("--").Append(Changeset)
        .Append("\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 ")
        .Append(CultureInfo.InvariantCulture, $"{status} {Answers.Reason(status)}\r\n");

    private static MemoryResponse End(StringBuilder text)
    {
        text.Append("--").Append(Changeset).Append("--\r\n--").Append(Batch).Append("--\r\n");
        return new MemoryResponse(202, "Accepted", Encoding.UTF8.GetBytes(text.ToString()))
            .With("Content-Type", "multipart/mixed; boundary=" + Batch);
    }
}
