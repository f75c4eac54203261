using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>Writes rows as answers. Without a choice of properties the kept bytes go out as they are.</summary>
internal sealed class RowWriter
{
    private const int LargestKept = 1024 * 1024;
    private ArrayBufferWriter<byte> _json = new(64 * 1024);

    public int Length => _json.WrittenCount;

    public void Raw(ReadOnlySpan<byte> bytes) => _json.Write(bytes);

    /// <summary>What was written; the writer is empty then.</summary>
    public byte[] Take()
    {
        byte[] taken = _json.WrittenSpan.ToArray();
        if (_json.Capacity > LargestKept)
        {
            _json = new(64 * 1024);
        }

        _json.ResetWrittenCount();
        return taken;
    }

    public void Row(ReadOnlySpan<byte> partitionKey, ReadOnlySpan<byte> rowKey, long ticks, ReadOnlySpan<byte> body, Selection selection)
    {
        Span<byte> timestamp = stackalloc byte[28];
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(timestamp, out _, "O", null);
        ETag(timestamp);
        if (selection.PartitionKey)
        {
            Raw(",\"PartitionKey\":"u8);
            Text(partitionKey);
        }

        if (selection.RowKey)
        {
            Raw(",\"RowKey\":"u8);
            Text(rowKey);
        }

        if (selection.Timestamp)
        {
            Raw(",\"Timestamp\":\""u8);
            Raw(timestamp);
            Raw("\""u8);
        }

        if (selection.Properties is { } names)
        {
            Selected(body, names);
            Raw("}"u8);
        }
        else if (body.Length > 2)
        {
            Raw(","u8);
            Raw(body[1..]);
        }
        else
        {
            Raw("}"u8);
        }
    }

    private void ETag(ReadOnlySpan<byte> timestamp)
    {
        Raw("{\"odata.etag\":\"W/\\\"datetime'"u8);
        Raw(timestamp[..13]);
        Raw("%3A"u8);
        Raw(timestamp[14..16]);
        Raw("%3A"u8);
        Raw(timestamp[17..]);
        Raw("'\\\"\""u8);
    }

    private void Text(ReadOnlySpan<byte> utf8)
    {
        if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(utf8) < 0)
        {
            Raw("\""u8);
            Raw(utf8);
            Raw("\""u8);
        }
        else
        {
            Raw(JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(utf8)));
        }
    }

    private void Selected(ReadOnlySpan<byte> body, byte[][] names)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        int start = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            start = start < 0 ? (int)reader.TokenStartIndex : start;
            bool annotation = reader.ValueSpan.EndsWith("@odata.type"u8);
            bool wanted = !annotation && Contains(names, reader.ValueSpan);
            reader.Read();
            if (wanted)
            {
                Raw(","u8);
                Raw(body[start..(int)reader.BytesConsumed]);
            }

            start = annotation ? start : -1;
        }
    }

    private static bool Contains(byte[][] names, ReadOnlySpan<byte> name)
    {
        foreach (byte[] candidate in names)
        {
            if (name.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Which properties are answered.</summary>
/// <param name="PartitionKey">Whether the first part of the key is.</param>
/// <param name="RowKey">Whether the second part of the key is.</param>
/// <param name="Timestamp">Whether the timestamp is.</param>
/// <param name="Properties">Names of the others; null for all.</param>
internal sealed record Selection(bool PartitionKey, bool RowKey, bool Timestamp, byte[][]? Properties)
{
    private static readonly Selection _everything = new(true, true, true, null);

    public static Selection Parse(string? select)
    {
        if (string.IsNullOrWhiteSpace(select))
        {
            return _everything;
        }

        string[] names = select.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Contains("*", StringComparer.Ordinal)
            ? _everything
            : new Selection(
                names.Contains("PartitionKey", StringComparer.Ordinal),
                names.Contains("RowKey", StringComparer.Ordinal),
                names.Contains("Timestamp", StringComparer.Ordinal),
                Array.ConvertAll(names, Encoding.UTF8.GetBytes));
    }
}
