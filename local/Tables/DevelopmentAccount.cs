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

    /// <param name="request">Its headers.</param>
    /// <param name="target">Path and query as they were sent.</param>
    public static bool HasSigned(HttpRequest request, string target)
    {
        string date = request.Headers["x-ms-date"] is [{ } own] ? own : request.Headers.Date.ToString();
        string component = request.Query["comp"] is [{ } name] ? $"?comp={name}" : "";
        string resource = $"/{Name}{target.Split('?')[0]}{component}";

        // The clients of .NET and JavaScript sign in the short form, Python's in the long one.
        return HasSigned(request, "SharedKeyLite", $"{date}\n{resource}")
            || HasSigned(request, "SharedKey", $"{request.Method}\n{request.Headers.ContentMD5}\n{request.ContentType}\n{date}\n{resource}");
    }

    private static bool HasSigned(HttpRequest request, string scheme, string text)
    {
        string given = request.Headers.Authorization.ToString();
        string expected = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(text)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes($"{scheme} {Name}:{expected}"));
    }
}
