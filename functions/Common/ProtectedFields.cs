using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Common;

/// <summary>Encrypts single fields at rest (personal data, gift codes) with ASP.NET Core Data Protection.</summary>
public sealed class ProtectedFields(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Compensation.Field.v1");

    public string Protect(string clear) => _protector.Protect(clear);

    public string Unprotect(string stored) => _protector.Unprotect(stored);

    public string ProtectJson<T>(T value) => Protect(JsonSerializer.Serialize(value));

    public T UnprotectJson<T>(string stored) =>
        JsonSerializer.Deserialize<T>(Unprotect(stored)) ?? throw new InvalidDataException($"A protected field held null instead of {typeof(T).Name}.");
}
