using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Compensation.Local.Host.Http;

/// <summary>
/// Decides who may call what is not open to all: who shows a key in the header <c>x-functions-key</c> or the query's <c>code</c>. Keys are settings:
/// <c>FunctionKeys:Default</c> opens every function, <c>FunctionKeys:{function}</c> that one, <c>FunctionKeys:Master</c> everything.
/// Without a default key, callers on this machine are let in, as with the Core Tools, but nobody who may have come from elsewhere.
/// </summary>
internal sealed partial class FunctionKeys(IConfiguration settings, ILogger<FunctionKeys> logger)
{
    private int _warned;

    public bool Allows(HttpContext http, HttpRoute route) => route.Access switch
    {
        Access.Anonymous => true,
        Access.Admin => Shows(http, "Master"),
        _ => Shows(http, "Default") || Shows(http, route.Function.Name) || Shows(http, "Master") || AllowsKeyless(http),
    };

    private bool Shows(HttpContext http, string key)
    {
        if (settings[$"FunctionKeys:{key}"] is not { Length: > 0 } expected)
            return false;

        string shown = http.Request.Headers["x-functions-key"].ToString();
        return Same(shown.Length > 0 ? shown : http.Request.Query["code"].ToString(), expected);
    }

    private bool AllowsKeyless(HttpContext http)
    {
        if (settings["FunctionKeys:Default"] is { Length: > 0 } || !ThisMachine.Asks(http))
            return false;

        if (Interlocked.Exchange(ref _warned, 1) == 0)
            LogKeyless();
        return true;
    }

    /// <summary>Compares in a time that tells nothing about the key, not even its length.</summary>
    private static bool Same(string shown, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    [LoggerMessage(LogLevel.Warning, "The setting FunctionKeys:Default holds no key: every program on this machine is let in, and nobody else.")]
    private partial void LogKeyless();
}
