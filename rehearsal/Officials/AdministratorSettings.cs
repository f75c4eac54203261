using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace Compensation.Rehearsal.Officials;

/// <summary>The administrator whom the app's settings name. Secret only in a rehearsal's sense: whoever knows the seed knows it.</summary>
internal sealed record AdministratorSettings(string Name, string Password, string TotpSecret)
{
    public static AdministratorSettings Of(long seed)
    {
        byte[] secret = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"rehearsal\nadministrator\n{seed}")));
        return new AdministratorSettings("admin", Convert.ToHexStringLower(secret), Base32Encoding.ToString(secret[..20]));
    }

    /// <summary>The settings that make him at the first start, and let people sign in.</summary>
    /// <param name="origin">The address at which operators open the app.</param>
    public IEnumerable<KeyValuePair<string, string?>> Settings(string origin) =>
    [
        new("Access:PublicBaseUrl", origin),
        new("LocalAccounts:Enabled", "true"),
        new("LocalAccounts:FirstName", Name),
        new("LocalAccounts:FirstPassword", Password),
        new("LocalAccounts:FirstTotpSecret", TotpSecret),
    ];
}
