using System.Security.Cryptography;

namespace Compensation.Common.Hosting.Keys;

/// <summary>Wraps by a key in a file.</summary>
internal sealed class FileKeyWrapper(string file) : IKeyWrapper
{
    private readonly byte[] _key = Read(file);

    private string KeyId => $"file:{Convert.ToHexStringLower(SHA256.HashData(_key))[..16]}";

    public (string KeyId, byte[] Wrapped) Wrap(byte[] key) => (KeyId, SealedBytes.Seal(_key, key));

    public byte[] Unwrap(string keyId, byte[] wrapped) =>
        keyId == KeyId ? SealedBytes.Open(_key, wrapped) : throw new CryptographicException($"The key ring was wrapped by {keyId}, not by the key in {file}.");

    private static byte[] Read(string file)
    {
        byte[] key = new byte[SealedBytes.KeyLength];
        return Convert.TryFromBase64String(File.ReadAllText(file).Trim(), key, out int length) && length == key.Length
            ? key
            : throw new CryptographicException($"{file} must hold base64 of {SealedBytes.KeyLength} random bytes.");
    }
}
