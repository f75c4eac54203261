using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts.Proof;

/// <summary>
/// By what a browser shows that its person has proved a contact: signed, for a while, for the contact and not for one link, so that a family with one number is asked once.
/// Set only where a campaign asks for a second factor.
/// </summary>
public sealed class ProofCookie(KeyedHash hash, IOptions<ProofOptions> options, TimeProvider time)
{
    internal const string Name = "receipt-proof";

    internal bool Holds(HttpRequest request, CampaignId campaign, Contact contact)
    {
        string value = request.Cookies[Name] ?? string.Empty;
        int point = value.IndexOf('.', StringComparison.Ordinal);
        return point > 0
            && long.TryParse(value.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out long ends)
            && ends > time.GetUtcNow().ToUnixTimeSeconds()
            && IsSame(value, ValueOf(campaign, contact, ends));
    }

    internal void Set(HttpResponse response, CampaignId campaign, Contact contact)
    {
        DateTimeOffset ends = time.GetUtcNow() + options.Value.HoldsFor;
        CookieBuilder cookie = new SecureCookie { Name = Name, Path = "/r", HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true };
        response.Cookies.Append(Name, ValueOf(campaign, contact, ends.ToUnixTimeSeconds()), cookie.Build(response.HttpContext, time.GetUtcNow()));
    }

    private string ValueOf(CampaignId campaign, Contact contact, long ends) =>
        string.Create(CultureInfo.InvariantCulture, $"{ends}.{hash.LookUpKey("receipt-proof", string.Create(CultureInfo.InvariantCulture, $"{campaign}\n{contact.FirstWay}\n{ends}"))}");

    private static bool IsSame(string one, string other) => CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(one.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()));
}
