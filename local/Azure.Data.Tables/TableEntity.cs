using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>A row as a dictionary of its properties. The key, the timestamp and the version are among them.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private readonly Dictionary<string, object> _properties;

    public TableEntity()
        => _properties = new(StringComparer.Ordinal);

    public TableEntity(IDictionary<string, object>? values)
        => _properties = values is null ? new(StringComparer.Ordinal) : new(values, StringComparer.Ordinal);

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(WireNames.PartitionKey)!;
        set => _properties[WireNames.PartitionKey] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(WireNames.RowKey)!;
        set => _properties[WireNames.RowKey] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => Get<DateTimeOffset?>(WireNames.Timestamp);
        set => _properties[WireNames.Timestamp] = value!;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(WireNames.ETag) is { } etag ? new ETag(etag) : default;
        set => _properties[WireNames.ETag] = value.ToString();
    }

    public int Count => _properties.Count;

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>
    /// A property; null if there is none. A property keeps its type: an <c>int</c> given to a <c>long</c> or <c>double</c>
    /// is widened, anything else of another type is an <see cref="InvalidOperationException"/>.
    /// </summary>
    [AllowNull]
    public object this[string key]
    {
        get => Get<object>(key)!;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            _properties[key] = value is not null && _properties.TryGetValue(key, out object? existing) && existing is not null
                ? Coerce(existing, value)
                : value!;
        }
    }

    public void Add(string key, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _properties.Add(key, value);
    }

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => _properties.TryGetValue(key, out value);

    public void Clear() => _properties.Clear();

    /// <exception cref="InvalidOperationException">The property is of another type; so for all these methods.</exception>
    public string? GetString(string key) => Get<string>(key);

    public byte[]? GetBinary(string key) => Get<byte[]>(key);

    public BinaryData? GetBinaryData(string key) => Get<object>(key) switch
    {
        null => null,
        byte[] bytes => BinaryData.FromBytes(bytes),
        BinaryData data => data,
        { } other => throw WrongType(typeof(BinaryData), other),
    };

    public bool? GetBoolean(string key) => Get<bool?>(key);

    public DateTime? GetDateTime(string key)
        => Get<object>(key) is DateTimeOffset instant ? instant.UtcDateTime : Get<DateTime?>(key);

    public DateTimeOffset? GetDateTimeOffset(string key)
        => Get<object>(key) is DateTime instant ? new DateTimeOffset(instant) : Get<DateTimeOffset?>(key);

    public double? GetDouble(string key) => Get<double?>(key);

    public Guid? GetGuid(string key) => Get<Guid?>(key);

    public int? GetInt32(string key) => Get<int?>(key);

    public long? GetInt64(string key) => Get<long?>(key);

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item)
        => ((ICollection<KeyValuePair<string, object>>)_properties).Contains(item);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item)
        => ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex)
        => ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    internal void SetFromWire(string key, object value) => _properties[key] = value;

    internal Dictionary<string, object> Properties => _properties;

    private T? Get<T>(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _properties.TryGetValue(key, out object? value) && value is not null
            ? value is T typed ? typed : throw WrongType(typeof(T), value)
            : default;
    }

    private static object Coerce(object existing, object value) => (existing, value) switch
    {
        _ when existing.GetType().IsInstanceOfType(value) => value,
        (int, long or double) => value,
        (long, int narrow) => (long)narrow,
        (double, int narrow) => (double)narrow,
        _ => throw new InvalidOperationException($"A {existing.GetType()} property cannot take a {value.GetType()}."),
    };

    private static InvalidOperationException WrongType(Type wanted, object value)
        => new($"Cannot return {wanted} type for a {value.GetType()} typed property.");
}
