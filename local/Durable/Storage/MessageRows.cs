using System.Globalization;
using Azure.Data.Tables;
using Google.Protobuf;

namespace Compensation.Local.Durable.Storage;

/// <summary>A protobuf message of any length in as many rows as it takes.</summary>
internal static class MessageRows
{
    /// <summary>A property holds 64 KiB, a row 1 MiB, and a request, in which two such rows stand as base64 beside an instance's record, 4 MiB.</summary>
    private const int PartLength = 60_000;
    private const int PartsOfRow = 6;

    public static IReadOnlyList<TableEntity> Write(string instanceId, Func<int, string> rowKey, IMessage message)
    {
        List<TableEntity> rows = [];
        byte[][] parts = [.. message.ToByteArray().Chunk(PartLength)];
        foreach (byte[][] ofRow in parts.Length == 0 ? [[]] : parts.Chunk(PartsOfRow))
        {
            TableEntity row = new(instanceId, rowKey(rows.Count));
            for (int part = 0; part < ofRow.Length; part++)
            {
                row[Name(part)] = ofRow[part];
            }

            rows.Add(row);
        }

        rows[^1]["Ends"] = true;
        return rows;
    }

    /// <summary>Reads the messages that follow each other in rows; rows of a message whose end is missing do not count.</summary>
    public static IEnumerable<(T Message, IReadOnlyList<string> RowKeys)> Read<T>(IEnumerable<TableEntity> rows, MessageParser<T> parser)
        where T : IMessage<T>
    {
        List<byte> bytes = [];
        List<string> keys = [];
        foreach (TableEntity row in rows)
        {
            keys.Add(row.RowKey);
            for (int part = 0; row.GetBinary(Name(part)) is { } read; part++)
            {
                bytes.AddRange(read);
            }

            if (row.GetBoolean("Ends") == true)
            {
                yield return (parser.ParseFrom(bytes.ToArray()), keys);
                (bytes, keys) = ([], []);
            }
        }
    }

    private static string Name(int part) => part == 0 ? "Data" : "Data" + part.ToString(CultureInfo.InvariantCulture);
}
