using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace Compensation.Emulators.Communication.Protocol;

/// <summary>Checks that a request was signed with the resource's access key, in today's form (x-ms-date) or the old one (date).</summary>
internal sealed partial class Signature(CommunicationEmulatorOptions options)
{
    private static readonly TimeSpan s_largestSkew = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = Convert.FromBase64String(options.AccessKey);

    /// <returns>Why the request is not authentic; null if it is.</returns>
    public string? Problem(HttpRequest request, ReadOnlySpan<byte> body)
    {
        string authorization = request.Headers.Authorization.ToString();
        if (options.AcceptBearerTokens && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Match match = Header().Match(authorization);
        string[] names = match.Groups["names"].Value.ToLowerInvariant().Split(';');
        if (names is not ["x-ms-date" or "date", "host", "x-ms-content-sha256"])
        {
            return "The Authorization header is missing or is not of the form HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=….";
        }

        string date = request.Headers[names[0]].ToString();
        if (IsOutOfDate(date))
        {
            return $"The {names[0]} header is missing or too far from the server's time.";
        }

        string contentHash = Convert.ToBase64String(SHA256.HashData(body));
        if (!string.Equals(contentHash, request.Headers["x-ms-content-sha256"].ToString(), StringComparison.Ordinal))
        {
            return "The x-ms-content-sha256 header does not match the content.";
        }

        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string signed = $"{request.Method}\n{target}\n{date};{request.Host};{contentHash}";
        byte[] expected = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed));
        return CryptographicOperations.FixedTimeEquals(expected, FromBase64(match.Groups["signature"].Value))
            ? null
            : "The signature does not match the request.";
    }

    /// <summary>Senders sign with the system's clock, so a date says nothing where the emulator's clock is another.</summary>
    private bool IsOutOfDate(string date)
    {
        bool readable = DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at);
        return !readable || (options.Time == TimeProvider.System && (options.Time.GetUtcNow() - at).Duration() > s_largestSkew);
    }

    private static byte[] FromBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : [];
    }

    [GeneratedRegex(@"\AHMAC-SHA256 SignedHeaders=(?<names>[^&]+)&Signature=(?<signature>[A-Za-z0-9+/=]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Header();
}
