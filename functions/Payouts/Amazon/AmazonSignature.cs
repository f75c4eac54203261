using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime.Internal.Auth;

namespace Compensation.Payouts.Amazon;

/// <summary>Signs requests by AWS Signature Version 4, for the service that hands out gift cards.</summary>
internal static class AmazonSignature
{
    public const string Service = "AGCODService";

    /// <summary>The operation, as a header names it.</summary>
    public static string TargetOf(string operation) => $"com.amazonaws.agcod.{Service}.{operation}";

    public static string Stamp(DateTimeOffset now) => now.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <param name="keyId">Which key.</param>
    /// <param name="secret">The key.</param>
    /// <param name="region">What is signed for.</param>
    /// <param name="path">The address's path, such as <c>/CreateGiftCard</c>.</param>
    /// <param name="headers">What is signed, by lower-case name.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="now">When, to the second.</param>
    /// <returns>The header <c>Authorization</c>.</returns>
    public static string Of(string keyId, string secret, string region, string path, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        string[] names = [.. headers.Keys.Order(StringComparer.Ordinal)];
        string signed = string.Join(';', names);
        StringBuilder request = new($"POST\n{path}\n\n");
        foreach (string name in names)
        {
            request.Append(CultureInfo.InvariantCulture, $"{name}:{headers[name].Trim()}\n");
        }

        request.Append(CultureInfo.InvariantCulture, $"\n{signed}\n{Convert.ToHexStringLower(SHA256.HashData(body))}");
        return AWS4Signer.ComputeSignature(keyId, secret, region, now.UtcDateTime, Service, signed, request.ToString()).ForAuthorizationHeader;
    }
}
