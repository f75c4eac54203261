using System.Security.Cryptography;

namespace Compensation.Common.Hosting.Keys;

/// <summary>AES-256-GCM in one block: nonce, tag, cipher text.</summary>
internal static class SealedBytes
{
    public const int KeyLength = 32;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(byte[] key, byte[] clear)
    {
        byte[] whole = new byte[NonceLength + TagLength + clear.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceLength));
        using AesGcm cipher = new(key, TagLength);
        cipher.Encrypt(whole.AsSpan(0, NonceLength), clear, whole.AsSpan(NonceLength + TagLength), whole.AsSpan(NonceLength, TagLength));
        return whole;
    }

    /// <exception cref="CryptographicException">Another key, or another text.</exception>
    public static byte[] Open(byte[] key, byte[] whole)
    {
        if (whole.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("What was sealed is cut off.");
        }

        byte[] clear = new byte[whole.Length - NonceLength - TagLength];
        using AesGcm cipher = new(key, TagLength);
        cipher.Decrypt(whole.AsSpan(0, NonceLength), whole.AsSpan(NonceLength + TagLength), whole.AsSpan(NonceLength, TagLength), clear);
        return clear;
    }
}
