using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Compensation.Emulators.Communication.Twilio;

/// <summary>The one Twilio account there is. Public on purpose: it protects nothing.</summary>
public static class TwilioAccount
{
    public const string Sid = "AC00000000000000000000000000000000";
    public const string ApiKeySid = "SK00000000000000000000000000000000";
    public const string ApiKeySecret = "emulated-api-key-secret";
    public const string AuthToken = "emulated-auth-token";

    private static readonly string s_credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ApiKeySid}:{ApiKeySecret}"));

    internal static bool Admits(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? shown)
        && shown.Scheme == "Basic"
        && shown.Parameter == s_credentials;

    /// <summary>HMAC-SHA1 over the address and the sorted form fields.</summary>
    internal static string Sign(string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        string signed = address + string.Concat(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value));
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AuthToken), Encoding.UTF8.GetBytes(signed)));
    }
}
