using System.Security.Cryptography;
using System.Text;

namespace Compensation.Notices.Twilio;

/// <summary>
/// Twilio's signature of a callback: the base64 of HMAC-SHA1 under the account's token, over the address as Twilio calls it followed by
/// each form field's name and value, in the order of names.
/// </summary>
internal static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    public static string Of(string authToken, string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        StringBuilder signed = new(address);
        foreach ((string name, string value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal))
        {
            signed.Append(name).Append(value);
        }

        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }

    /// <summary>Compares in a time that tells nothing about the right one.</summary>
    public static bool IsValid(string shown, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
