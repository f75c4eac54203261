using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Common.Hosting.Keys;

/// <summary>Encrypts a key of the ring with a key drawn for it (AES-256-GCM), and that one by the <see cref="IKeyWrapper"/>.</summary>
internal sealed class WrappedXmlEncryptor(IKeyWrapper wrapper) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        byte[] key = RandomNumberGenerator.GetBytes(SealedBytes.KeyLength);
        (string keyId, byte[] wrapped) = wrapper.Wrap(key);
        byte[] clear = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        XElement element = new(
            "wrapped",
            new XAttribute("by", keyId),
            new XElement("key", Convert.ToBase64String(wrapped)),
            new XElement("value", Convert.ToBase64String(SealedBytes.Seal(key, clear))));
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(clear);
        return new EncryptedXmlInfo(element, typeof(WrappedXmlDecryptor));
    }
}

/// <summary>Undoes <see cref="WrappedXmlEncryptor"/>. Data Protection makes it by the name that stands beside the key.</summary>
public sealed class WrappedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <exception cref="CryptographicException">The key that wrapped it is not this installation's.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        IKeyWrapper wrapper = services.GetService<IKeyWrapper>() ?? throw new CryptographicException("The key ring is wrapped, and nothing is configured that unwraps it.");
        byte[] key = wrapper.Unwrap((string)encryptedElement.Attribute("by")!, Convert.FromBase64String((string)encryptedElement.Element("key")!));
        return XElement.Parse(Encoding.UTF8.GetString(SealedBytes.Open(key, Convert.FromBase64String((string)encryptedElement.Element("value")!))));
    }
}
