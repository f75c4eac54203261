using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Compensation.Emulators.Issuers;

/// <summary>Verifies AWS Signature Version 4, worked out here once more from its description, so that the app's signer has somebody to disagree with.</summary>
public static partial class SignedRequest
{
    public const string Service = "AGCODService";

    private static readonly TimeSpan s_skewMax = TimeSpan.FromMinutes(5);

    /// <summary>The signature of a request.</summary>
    /// <param name="secret">The key.</param>
    /// <param name="region">What it is signed for.</param>
    /// <param name="stamp">The header <c>x-amz-date</c>.</param>
    /// <param name="path">The address's path.</param>
    /// <param name="headers">The signed headers, by lower-case name.</param>
    /// <param name="body">What was sent.</param>
    /// <returns>64 hex digits.</returns>
    public static string SignatureOf(string secret, string region, string stamp, string path, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body)
    {
        string[] names = [.. headers.Keys.Order(StringComparer.Ordinal)];
        string canonical = $"POST\n{path}\n\n{string.Concat(names.Select(name => $"{name}:{headers[name].Trim()}\n"))}\n{string.Join(';', names)}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        string day = stamp[..8];
        string signed = $"AWS4-HMAC-SHA256\n{stamp}\n{day}/{region}/{Service}/aws4_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (string part in new[] { day, region, Service, "aws4_request" })
        {
            key = Hmac(key, part);
        }

        return Convert.ToHexStringLower(Hmac(key, signed));
    }

    /// <returns>Null where the request is signed by the key for its operation; else what is wrong.</returns>
    internal static string? FaultOf(HttpRequest request, ReadOnlySpan<byte> body, IssuersEmulatorOptions options)
    {
        if (Authorization().Match(request.Headers.Authorization.ToString()) is not { Success: true } form)
        {
            return "MissingAuthenticationToken";
        }

        string stamp = request.Headers["x-amz-date"].ToString();
        if (!DateTimeOffset.TryParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) || (options.Time.GetUtcNow() - at).Duration() > s_skewMax)
        {
            return "RequestExpired";
        }

        string[] names = form.Groups["headers"].Value.Split(';');
        string expected = request.Path == "/" ? string.Empty : $"com.amazonaws.agcod.{Service}.{request.Path.Value![1..]}";
        if (new[] { "accept", "content-type", "host", "x-amz-date", "x-amz-target" }.Except(names, StringComparer.Ordinal).Any() || request.Headers["x-amz-target"] != expected)
        {
            return "IncompleteSignature";
        }

        if (form.Groups["scope"].Value != $"{options.AccessKeyId}/{stamp[..8]}/{options.Region}/{Service}/aws4_request")
        {
            return "InvalidClientTokenId";
        }

        Dictionary<string, string> headers = names.ToDictionary(name => name, name => request.Headers[name].ToString(), StringComparer.Ordinal);
        string signature = SignatureOf(options.SecretAccessKey, options.Region, stamp, request.Path.Value!, headers, body);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(form.Groups["signature"].Value)) ? null : "SignatureDoesNotMatch";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"\AAWS4-HMAC-SHA256 Credential=(?<scope>[^, ]+), ?SignedHeaders=(?<headers>[a-z0-9;-]+), ?Signature=(?<signature>[0-9a-f]{64})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Authorization();
}
