using System.Security.Cryptography;
using System.Text;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Access.Machines;

/// <summary>Knows machines by the key they show: header <c>x-functions-key</c>, or the query's <c>code</c>.</summary>
public sealed class FunctionKeys(IOptions<FunctionKeyOptions> options)
{
    private const string Header = "x-functions-key";
    private const string Parameter = "code";

    private readonly (string Name, byte[] Hash)[] _keys = [.. options.Value.Keys.Select(key => (key.Key, HashOf(key.Value)))];

    /// <returns>The machine, or null where no key is shown that opens this function.</returns>
    public Caller? Find(HttpRequest request, string function)
    {
        string shown = request.Headers[Header].ToString() is { Length: > 0 } header ? header : request.Query[Parameter].ToString();
        if (shown.Length == 0)
        {
            return null;
        }

        byte[] hash = HashOf(shown);
        string? name = null;
        foreach ((string key, byte[] expected) in _keys)
        {
            // Every key is compared, in a time that tells nothing of it.
            name = CryptographicOperations.FixedTimeEquals(hash, expected) && Opens(key, function) ? key : name;
        }

        return name is null ? null : Caller.OfMachine(name);
    }

    private static bool Opens(string key, string function) => string.Equals(key, function, StringComparison.OrdinalIgnoreCase) || HttpFunction.Find(key) is null;

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
