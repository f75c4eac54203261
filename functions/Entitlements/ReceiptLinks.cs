using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Extensions.Options;

namespace Compensation.Entitlements;

/// <summary>
/// Personal receipt links. A token holds the campaign's link code (1 byte), the entitlement's id (6) and a keyed signature (8)
/// over both and the link's version: it cannot be guessed, needs no stored copy, opens with one point read, and dies when the version moves on.
/// </summary>
/// <remarks>
/// A phone that makes a text's addresses clickable leaves a final hyphen or underscore out. So a token ends in a letter or digit: where the signature does not,
/// the next one of its series is taken. Tokens of before that, which are always the first of their series, open as they are and as phones cut them.
/// </remarks>
public sealed class ReceiptLinks(KeyedHash hash, CampaignCatalog campaigns, IOptions<ReceiptSiteOptions> options)
{
    /// <summary>The length of every token: 15 bytes in base64url.</summary>
    public const int TokenLength = 20;

    private const int SignatureOffset = 7;
    private const int TokenBytes = 15;

    /// <summary>How many final characters a phone may have cut. Each can only have been a hyphen or an underscore, so hardly anything becomes easier to guess.</summary>
    private const int CutMax = 3;

    public string LinkFor(Entitlement entitlement) => options.Value.LinkTo(TokenFor(entitlement.Campaign, entitlement.Id, entitlement.LinkVersion));

    public string TokenFor(CampaignId campaign, EntitlementId id, int version)
    {
        for (int series = 0; ; series++)
        {
            string token = TokenFor(campaign, id, version, series);
            if (char.IsAsciiLetterOrDigit(token[^1]))
            {
                return token;
            }
        }
    }

    /// <summary>Which entitlement a token speaks of. Whether it may be opened is for <see cref="Opens"/>, once the row is read.</summary>
    public bool TryRead(string? token, out CampaignId campaign, out EntitlementId id)
    {
        (campaign, id) = (default, default);
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (token is not { Length: <= TokenLength and >= TokenLength - CutMax } || !TryDecode(token.PadRight(TokenLength, '-'), bytes) || !campaigns.TryFindByLinkCode(bytes[0], out Campaign? found))
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
        for (int version = entitlement.LinkVersion; version >= 1; version--)
        {
            if (IsSame(token, TokenFor(entitlement.Campaign, entitlement.Id, version)) || IsOfBefore(token, TokenFor(entitlement.Campaign, entitlement.Id, version, series: 0)))
            {
                return version == entitlement.LinkVersion ? LinkStanding.Valid : LinkStanding.Replaced;
            }
        }

        return LinkStanding.Unknown;
    }

    private string TokenFor(CampaignId campaign, EntitlementId id, int version, int series)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        token[0] = campaigns[campaign].LinkCode;
        Span<byte> id64 = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(id64, id.Value);
        id64[2..].CopyTo(token[1..]);
        Signature(campaign, id, version, series).CopyTo(token[SignatureOffset..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Whether a token is the first of its series, whole or without what a phone has cut.</summary>
    private static bool IsOfBefore(string token, string first)
    {
        string kept = first.TrimEnd('-', '_');
        return token.Length >= Math.Max(kept.Length, TokenLength - CutMax) && IsSame(token, first[..Math.Min(token.Length, TokenLength)]);
    }

    private static bool IsSame(string token, string expected) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(token.AsSpan()), MemoryMarshal.AsBytes(expected.AsSpan()));

    private static bool TryDecode(string token, Span<byte> bytes) =>
        Base64Url.DecodeFromChars(token, bytes, out _, out int written) == OperationStatus.Done && written == TokenBytes;

    private ReadOnlySpan<byte> Signature(CampaignId campaign, EntitlementId id, int version, int series)
    {
        string signed = series == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{campaign}\n{id}\n{version}")
            : string.Create(CultureInfo.InvariantCulture, $"{campaign}\n{id}\n{version}\n{series}");
        return hash.Of("receipt-link", signed).AsSpan(0, TokenBytes - SignatureOffset);
    }
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
