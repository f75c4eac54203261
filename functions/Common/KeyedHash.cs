using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Compensation.Common;

/// <summary>
/// HMAC-SHA256 under the installation's key, with a purpose in front so that a hash made for one use says nothing in another.
/// </summary>
public sealed class KeyedHash
{
    private readonly byte[] _key;

    public KeyedHash(IOptions<SecretOptions> options)
        : this(Decode(options.Value.HashKey))
    {
    }

    public KeyedHash(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        _key = key;
    }

    /// <summary>32 bytes that depend on the key, the purpose and the facts.</summary>
    public byte[] Of(string purpose, string facts)
    {
        byte[] hash = new byte[HMACSHA256.HashSizeInBytes];
        Hash(purpose, facts, hash);
        return hash;
    }

    /// <summary>The first 64 bits of <see cref="Of"/>.</summary>
    public ulong Of64(string purpose, string facts)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(purpose, facts, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>For look-up rows: 32 hex digits. Normalise what is looked up before hashing it.</summary>
    public string LookUpKey(string purpose, string normalised)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(purpose, normalised, hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    private void Hash(string purpose, string facts, Span<byte> hash)
    {
        int atMost = Encoding.UTF8.GetMaxByteCount(purpose.Length + 1 + facts.Length);
        Span<byte> text = atMost <= 512 ? stackalloc byte[512] : new byte[atMost];
        int length = Encoding.UTF8.GetBytes(purpose, text);
        text[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(facts, text[length..]);
        HMACSHA256.HashData(_key, text[..length], hash);
    }

    private static byte[] Decode(string base64)
    {
        byte[] key = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, key, out int length) && length >= 32
            ? key[..length]
            : throw new OptionsValidationException(SecretOptions.Section, typeof(SecretOptions), [$"{SecretOptions.Section}:HashKey must be base64 of at least 32 bytes."]);
    }
}
