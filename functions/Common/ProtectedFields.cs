using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Common;

/// <summary>Encrypts single fields at rest (personal data, gift codes) with ASP.NET Core Data Protection.</summary>
public sealed class ProtectedFields(IDataProtectionProvider provider)
{
    /// <summary>Data Protection's magic number, as it is written.</summary>
    private const string Beginning = "CfDJ8";

    /// <summary>Stands for words that cannot be read any more.</summary>
    public const string Unreadable = "(?)";

    private readonly IDataProtector _protector = provider.CreateProtector("Compensation.Field.v1");

    public string Protect(string clear) => _protector.Protect(clear);

    public string Unprotect(string stored) => _protector.Unprotect(stored);

    /// <summary>Words that only people read: what cannot be read any more is said to be so, and stops nothing that stands beside it.</summary>
    public string UnprotectWords(string stored) => UnprotectOrNull(stored) ?? Unreadable;

    /// <summary>The same for a field that an earlier release kept in clear, which is read as it is. Empty stays empty.</summary>
    public string UnprotectOrClear(string stored) => stored.StartsWith(Beginning, StringComparison.Ordinal) ? UnprotectWords(stored) : stored;

    /// <summary>The opposite: nothing is made of nothing, so that what holds a text can be asked for.</summary>
    public string ProtectOrEmpty(string clear) => clear.Length == 0 ? string.Empty : Protect(clear);

    public string ProtectJson<T>(T value) => Protect(JsonSerializer.Serialize(value));

    public T UnprotectJson<T>(string stored) =>
        JsonSerializer.Deserialize<T>(Unprotect(stored)) ?? throw new InvalidDataException($"A protected field held null instead of {typeof(T).Name}.");

    /// <summary>For walks over many: null where the key is gone, or the field was damaged. One of them must not hold up the others.</summary>
    public string? UnprotectOrNull(string stored)
    {
        try
        {
            return Unprotect(stored);
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return null;
        }
    }

    /// <inheritdoc cref="UnprotectOrNull"/>
    public T? UnprotectJsonOrNull<T>(string stored)
        where T : class
    {
        try
        {
            return UnprotectJson<T>(stored);
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return null;
        }
    }

    /// <summary>Whether it says that a field's key is gone, or that the field was damaged.</summary>
    public static bool IsUnreadable(Exception failure) => failure is CryptographicException or JsonException or InvalidDataException;
}
