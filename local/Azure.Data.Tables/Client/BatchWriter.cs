using System.Buffers;
using System.Globalization;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Composes the multipart body of a transaction, straight into one buffer.</summary>
internal sealed class BatchWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly ArrayBufferWriter<byte> _entity = new(512);
    private readonly string _batch = $"batch_{Guid.NewGuid():D}";
    private readonly string _changeset = $"changeset_{Guid.NewGuid():D}";

    public BatchWriter()
        => Text("--").Text(_batch).Text("\r\nContent-Type: multipart/mixed; boundary=").Text(_changeset).Text("\r\n\r\n");

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public BatchWriter Begin(string method, string uri)
        => Text("--").Text(_changeset)
            .Text("\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
            .Text(method).Text(" ").Text(uri).Text(" HTTP/1.1\r\n");

    public BatchWriter Header(string name, string value) => Text(name).Text(": ").Text(value).Text("\r\n");

    public void End() => Text("\r\n\r\n");

    public void End(ITableEntity entity)
    {
        _entity.ResetWrittenCount();
        EntityJson.Write(entity, _entity);
        Header("Content-Type", "application/json");
        Header("Content-Length", _entity.WrittenCount.ToString(CultureInfo.InvariantCulture));
        Text("\r\n");
        _buffer.Write(_entity.WrittenSpan);
        Text("\r\n");
    }

    public ReadOnlyMemory<byte> Complete()
    {
        Text("--").Text(_changeset).Text("--\r\n--").Text(_batch).Text("--\r\n");
        return _buffer.WrittenMemory;
    }

    private BatchWriter Text(string text)
    {
        Encoding.UTF8.GetBytes(text, _buffer);
        return this;
    }
}
