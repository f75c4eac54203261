using System.Security.Cryptography;
using System.Text;

namespace Compensation.Common.Access;

/// <summary>
/// Who somebody is, for ever and whatever he is called: the stable subject of an account, such as <c>local:7f3a…</c>, <c>oidc:…</c>, <c>entra:…</c>. Lower-case letters,
/// digits, colon and hyphen. Two accounts may be one person's: where two persons are needed, ask <see cref="IPersons"/>, and never compare ids.
/// </summary>
public readonly record struct PersonId
{
    private const int LengthMax = 80;

    private readonly string? _value;

    private PersonId(string value) => _value = value;

    public string Value => _value ?? string.Empty;

    /// <summary>What a way of signing in calls somebody: who calls him, and how. The same words give the same id.</summary>
    public static PersonId Of(string way, params ReadOnlySpan<string> subject) =>
        new($"{way}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', subject))))[..32]}");

    /// <exception cref="FormatException">It is none.</exception>
    public static PersonId Parse(string text) => TryParse(text, out PersonId id) ? id : throw new FormatException("That is no person's id.");

    public static bool TryParse(string? text, out PersonId id)
    {
        bool valid = text is { Length: > 2 and <= LengthMax } && text.Contains(':', StringComparison.Ordinal)
            && text.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789:-") < 0;
        id = valid ? new PersonId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
