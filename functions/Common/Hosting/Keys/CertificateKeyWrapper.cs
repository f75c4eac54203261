using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Compensation.Common.Hosting.Keys;

/// <summary>Wraps by a certificate's RSA key.</summary>
internal sealed class CertificateKeyWrapper(string file, string? password) : IKeyWrapper, IDisposable
{
    private readonly X509Certificate2 _certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);

    private string KeyId => $"certificate:{_certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}";

    public (string KeyId, byte[] Wrapped) Wrap(byte[] key)
    {
        using RSA rsa = _certificate.GetRSAPublicKey() ?? throw new CryptographicException($"{file} holds no RSA key.");
        return (KeyId, rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256));
    }

    public byte[] Unwrap(string keyId, byte[] wrapped)
    {
        if (keyId != KeyId)
        {
            throw new CryptographicException($"The key ring was wrapped by {keyId}, not by the certificate in {file}.");
        }

        using RSA rsa = _certificate.GetRSAPrivateKey() ?? throw new CryptographicException($"{file} holds no private RSA key.");
        return rsa.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256);
    }

    public void Dispose() => _certificate.Dispose();
}
