using System.ComponentModel.DataAnnotations;

namespace Compensation.Common.Hosting.Keys;

/// <summary>
/// What wraps the keys that encrypt fields, so that the store alone opens nothing. Section <c>KeyRing</c>; exactly one of the four is set.
/// </summary>
public sealed class KeyRingOptions : IValidatableObject
{
    public const string Section = "KeyRing";

    /// <summary>A key in Azure Key Vault, <c>https://{vault}/keys/{name}</c>, used with the app's managed identity.</summary>
    public Uri? VaultKey { get; init; }

    /// <summary>A file with base64 of 32 random bytes, kept apart from the store and its backups.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A PKCS #12 file with an RSA key, kept likewise.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }

    /// <summary>Says that nothing wraps them and that this is meant: a copy of the store opens everything in it. For rehearsals and development.</summary>
    public bool Unwrapped { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        int set = new[] { VaultKey is not null, !string.IsNullOrEmpty(KeyFile), !string.IsNullOrEmpty(CertificateFile), Unwrapped }.Count(one => one);
        if (set != 1)
        {
            yield return new ValidationResult(
                $"{Section}: {(set == 0 ? "nothing" : "more than one thing")} is said to wrap the keys that encrypt contacts and codes; expected VaultKey, KeyFile or CertificateFile, or Unwrapped=true where a copy of the store may open everything.");
        }

        if (VaultKey is not null && (!VaultKey.IsAbsoluteUri || VaultKey.Scheme != Uri.UriSchemeHttps || VaultKey.Segments is not [_, "keys/", _, ..] || VaultKey.Query.Length > 0))
        {
            yield return new ValidationResult($"{Section}:VaultKey is '{VaultKey}'; expected https://{{vault}}/keys/{{name}}.", [nameof(VaultKey)]);
        }

        foreach ((string name, string? file) in new[] { (nameof(KeyFile), KeyFile), (nameof(CertificateFile), CertificateFile) })
        {
            if (!string.IsNullOrEmpty(file) && !File.Exists(file))
            {
                yield return new ValidationResult($"{Section}:{name} is '{file}', which is no file.", [name]);
            }
        }
    }
}
