using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Cases;

/// <summary>
/// A shop's link: 30 hex digits that hold the campaign's link code (1 byte), the case (4) and a keyed signature (10) over both and the link's version. Nothing of it is
/// stored; it dies when the version moves on, and so with its own answer. Nobody in the house is shown it: it goes to the shop alone.
/// </summary>
public sealed class ShopLinks(KeyedHash hash, CampaignCatalog campaigns, IOptions<CaseOptions> options, IOptions<ReceiptSiteOptions> receipts)
{
    private const int SignatureOffset = 5;
    private const int TokenBytes = 15;

    public string LinkFor(DoubleChargeCase one) => LinkTo(TokenFor(one));

    /// <summary>The public address behind a token.</summary>
    internal string LinkTo(string token)
    {
        string at = options.Value.PublicBaseUrl?.AbsoluteUri ?? receipts.Value.PublicBaseUrl;
        return $"{at.TrimEnd('/')}/s/{token}";
    }

    internal string TokenFor(DoubleChargeCase one)
    {
        byte[] token = new byte[TokenBytes];
        token[0] = campaigns[one.Campaign].LinkCode;
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(1), one.Number.Number);
        hash.Of("shop-link", string.Create(CultureInfo.InvariantCulture, $"{one.Campaign}\n{one.Number}\n{one.LinkVersion}")).AsSpan(0, TokenBytes - SignatureOffset).CopyTo(token.AsSpan(SignatureOffset));
        return Convert.ToHexStringLower(token);
    }

    /// <summary>Which case a token speaks of. Whether it may be answered is for <see cref="Opens"/>, once the case is read.</summary>
    internal bool TryRead(string token, out Campaign? campaign, out CaseNumber number)
    {
        (campaign, number) = (null, default);
        Span<byte> bytes = stackalloc byte[TokenBytes];
        return token.Length == 2 * TokenBytes
            && Convert.FromHexString(token, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == TokenBytes
            && campaigns.TryFindByLinkCode(bytes[0], out campaign) && campaign.DoubleCharges is not null
            && CaseNumber.TryParse(BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]).ToString("d9", CultureInfo.InvariantCulture), out number);
    }

    internal bool Opens(string token, DoubleChargeCase one) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token.ToLowerInvariant()), Encoding.ASCII.GetBytes(TokenFor(one)));
}
