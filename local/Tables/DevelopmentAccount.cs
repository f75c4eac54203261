using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Compensation.Local.Tables;

/// <summary>
/// The account of every storage emulator. Its key is public, so it keeps out no program of this machine; but a page in a browser cannot sign.
/// </summary>
internal static class DevelopmentAccount
{
    public const string Name = "devstoreaccount1";
    public const string Path = $"/{Name}/";
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string Scheme = $"SharedKeyLite {Name}:";

    /// <param name="request">Its headers.</param>
    /// <param name="target">Path and query as they were sent.</param>
    public static bool HasSigned(HttpRequest request, string target)
    {
        string given = request.Headers.Authorization.ToString();
        if (!given.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        string date = request.Headers["x-ms-date"] is [{ } own] ? own : request.Headers.Date.ToString();
        string component = request.Query["comp"] is [{ } name] ? $"?comp={name}" : "";
        byte[] signed = Encoding.UTF8.GetBytes($"{date}\n/{Name}{target.Split('?')[0]}{component}");
        string expected = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), signed));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given[Scheme.Length..]), Encoding.ASCII.GetBytes(expected));
    }
}
