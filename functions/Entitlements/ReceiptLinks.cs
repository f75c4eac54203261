using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Extensions.Options;

namespace Compensation.Entitlements;

/// <summary>Where people collect what they are owed. Section <c>ReceiptSite</c>.</summary>
public sealed class ReceiptSiteOptions
{
    public const string Section = "ReceiptSite";

    /// <summary>The public address in front of <c>/r/{token}</c>, without a final slash. Keep it short: it stands in every SMS.</summary>
    [Required]
    [Url]
    public string PublicBaseUrl { get; init; } = string.Empty;

    /// <summary>The public address behind a token.</summary>
    public string LinkTo(string token) => $"{PublicBaseUrl}/r/{token}";
}

/// <summary>
/// Personal receipt links. A token holds the campaign's link code (1 byte), the entitlement's id (6) and a keyed signature (8)
/// over both and the link's version: it cannot be guessed, needs no stored copy, opens with one point read, and dies when the version moves on.
/// </summary>
public sealed class ReceiptLinks(KeyedHash hash, CampaignCatalog campaigns, IOptions<ReceiptSiteOptions> options)
{
    /// <summary>The length of every token: 15 bytes in base64url.</summary>
    public const int TokenLength = 20;

    private const int SignatureOffset = 7;
    private const int TokenBytes = 15;

    public string LinkFor(Entitlement entitlement) => options.Value.LinkTo(TokenFor(entitlement.Campaign, entitlement.Id, entitlement.LinkVersion));

    public string TokenFor(CampaignId campaign, EntitlementId id, int version)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        token[0] = campaigns[campaign].LinkCode;
        Span<byte> id64 = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(id64, id.Value);
        id64[2..].CopyTo(token[1..]);
        Signature(campaign, id, version).CopyTo(token[SignatureOffset..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Which entitlement a token speaks of. Whether it may be opened is for <see cref="Opens"/>, once the row is read.</summary>
    public bool TryRead(string? token, out CampaignId campaign, out EntitlementId id)
    {
        (campaign, id) = (default, default);
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (!TryDecode(token, bytes) || !campaigns.TryFindByLinkCode(bytes[0], out Campaign? found))
        {
            return false;
        }

        Span<byte> id64 = stackalloc byte[8];
        id64.Clear();
        bytes[1..SignatureOffset].CopyTo(id64[2..]);
        (campaign, id) = (found.Id, EntitlementId.FromValue(BinaryPrimitives.ReadUInt64BigEndian(id64)));
        return true;
    }

    /// <summary>What a token is worth for the entitlement it names.</summary>
    public LinkStanding Opens(string token, Entitlement entitlement)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (!TryDecode(token, bytes))
        {
            return LinkStanding.Unknown;
        }

        for (int version = entitlement.LinkVersion; version >= 1; version--)
        {
            if (CryptographicOperations.FixedTimeEquals(Signature(entitlement.Campaign, entitlement.Id, version), bytes[SignatureOffset..]))
            {
                return version == entitlement.LinkVersion ? LinkStanding.Valid : LinkStanding.Replaced;
            }
        }

        return LinkStanding.Unknown;
    }

    private static bool TryDecode(string? token, Span<byte> bytes) =>
        token is { Length: TokenLength }
        && Base64Url.DecodeFromChars(token, bytes, out _, out int written) == OperationStatus.Done
        && written == TokenBytes;

    private ReadOnlySpan<byte> Signature(CampaignId campaign, EntitlementId id, int version) =>
        hash.Of("receipt-link", string.Create(CultureInfo.InvariantCulture, $"{campaign}\n{id}\n{version}")).AsSpan(0, TokenBytes - SignatureOffset);
}

/// <summary>What a receipt link is worth.</summary>
public enum LinkStanding
{
    /// <summary>Nobody's link, or a damaged one.</summary>
    Unknown,

    /// <summary>Was valid once; a newer link was sent.</summary>
    Replaced,

    Valid,
}
