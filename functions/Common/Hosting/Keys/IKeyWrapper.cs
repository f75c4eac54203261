namespace Compensation.Common.Hosting.Keys;

/// <summary>Wraps keys by one that is not in the store. Called when a key is made, and once for each key when a process starts.</summary>
internal interface IKeyWrapper
{
    /// <returns>What to ask for when unwrapping, and the wrapped key.</returns>
    (string KeyId, byte[] Wrapped) Wrap(byte[] key);

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was wrapped by another key.</exception>
    byte[] Unwrap(string keyId, byte[] wrapped);
}
