using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Composes the multipart body of a transaction, straight into one buffer.</summary>
internal sealed class BatchWriter : IDisposable
{
    private readonly PooledBuffer _buffer = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _entity = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly string _batch = $"batch_{Guid.NewGuid():D}";
    private readonly string _changeset = $"changeset_{Guid.NewGuid():D}";

    public BatchWriter()
    {
        _json = EntityJson.Writer(_entity);
        Text("--").Text(_batch).Text("\r\nContent-Type: multipart/mixed; boundary=").Text(_changeset).Text("\r\n\r\n");
    }

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    /// <param name="method">The operation's.</param>
    /// <param name="account">The account's address, without a final slash.</param>
    /// <param name="path">From its first slash on.</param>
    /// <param name="headers">Whole lines that every operation carries.</param>
    public BatchWriter Begin(string method, string account, string path, ReadOnlySpan<byte> headers)
    {
        Text("--").Text(_changeset);
        _buffer.Write("\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8);
        Text(method).Text(" ").Text(account).Text(path).Text(" HTTP/1.1\r\n");
        _buffer.Write(headers);
        return this;
    }

    public BatchWriter Header(string name, string value) => Text(name).Text(": ").Text(value).Text("\r\n");

    public void End() => Text("\r\n\r\n");

    public void End(ITableEntity entity)
    {
        _entity.ResetWrittenCount();
        _json.Reset();
        EntityJson.Write(entity, _json);
        _buffer.Write("Content-Type: application/json\r\nContent-Length: "u8);
        _entity.WrittenCount.TryFormat(_buffer.GetSpan(10), out int digits, default, CultureInfo.InvariantCulture);
        _buffer.Advance(digits);
        _buffer.Write("\r\n\r\n"u8);
        _buffer.Write(_entity.WrittenSpan);
        _buffer.Write("\r\n"u8);
    }

    /// <summary>The finished body; its memory is given back when it is disposed of.</summary>
    public BytesContent Complete()
    {
        Text("--").Text(_changeset).Text("--\r\n--").Text(_batch).Text("--\r\n");
        return new BytesContent(_buffer.Written, _buffer);
    }

    public void Dispose() => _json.Dispose();

    private BatchWriter Text(string text)
    {
        Encoding.UTF8.GetBytes(text, _buffer);
        return this;
    }
}
