using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Decides who may call what is not open to all: who shows the key in the header <c>x-functions-key</c> or the query's <c>code</c>.
/// Without a configured key, callers on this machine may, as with the Core Tools; whoever comes through a proxy is not on this machine.
/// </summary>
internal sealed partial class FunctionKeys(IConfiguration settings, ILogger<FunctionKeys> logger)
{
    private int _warned;

    /// <summary>The key of HTTP functions.</summary>
    public bool AllowsFunction(HttpContext http) => Allows(http, "FunctionKeys:Default");

    private bool Allows(HttpContext http, string setting)
    {
        string? expected = settings[setting];
        if (string.IsNullOrEmpty(expected))
            return AllowsLocal(http, setting);

        string shown = http.Request.Headers["x-functions-key"].ToString();
        return Same(shown.Length > 0 ? shown : http.Request.Query["code"].ToString(), expected);
    }

    private bool AllowsLocal(HttpContext http, string setting)
    {
        IHeaderDictionary headers = http.Request.Headers;
        bool local = http.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
            && !headers.ContainsKey("X-Forwarded-For") && !headers.ContainsKey("Forwarded");
        if (local && Interlocked.Exchange(ref _warned, 1) == 0)
            LogKeyless(setting);

        return local;
    }

    /// <summary>Compares in a time that tells nothing about the key, not even its length.</summary>
    private static bool Same(string shown, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    [LoggerMessage(LogLevel.Warning, "The setting {Setting} holds no key: every caller on this machine is let in, and nobody else.")]
    private partial void LogKeyless(string setting);
}
