using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Notices;

/// <summary>Which notice: one per entitlement, kind and sequence number.</summary>
/// <param name="Sequence">1 to 63: the wave's number for reminders, the count for resends.</param>
public sealed record NoticeId(CampaignId Campaign, EntitlementId Entitlement, NoticeKind Kind, int Sequence);

/// <summary>
/// Request ids made from facts, so that a repeat meets itself, and readable again, so that a delivery report finds its person
/// without a look-up table. The layout is a version 8 UUID: entitlement (6 bytes), kind, campaign link code, sequence, and a keyed
/// signature (7 bytes) that keeps strangers' ids from being taken for ours.
/// </summary>
public sealed class RequestIds(KeyedHash hash, CampaignCatalog campaigns)
{
    private const int SignatureOffset = 9;
    private const int SignatureBytes = 7;

    public Guid For(NoticeId notice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(notice.Sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(notice.Sequence, 63);
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> id = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(id, notice.Entitlement.Value);
        id[2..].CopyTo(bytes);
        bytes[6] = (byte)(0x80 | (byte)notice.Kind);
        bytes[7] = campaigns[notice.Campaign].LinkCode;
        bytes[8] = (byte)(0x80 | notice.Sequence);
        Signature(notice).CopyTo(bytes[SignatureOffset..]);
        return new Guid(bytes, bigEndian: true);
    }

    public bool TryRead(Guid requestId, [NotNullWhen(true)] out NoticeId? notice)
    {
        notice = null;
        Span<byte> bytes = stackalloc byte[16];
        requestId.TryWriteBytes(bytes, bigEndian: true, out _);
        if ((bytes[6] & 0xF0) != 0x80 || (bytes[8] & 0xC0) != 0x80 || !campaigns.TryFindByLinkCode(bytes[7], out Campaign? campaign))
        {
            return false;
        }

        Span<byte> id = stackalloc byte[8];
        id.Clear();
        bytes[..6].CopyTo(id[2..]);
        NoticeId read = new(campaign.Id, EntitlementId.FromValue(BinaryPrimitives.ReadUInt64BigEndian(id)), (NoticeKind)(bytes[6] & 0x0F), bytes[8] & 0x3F);
        notice = CryptographicOperations.FixedTimeEquals(Signature(read), bytes[SignatureOffset..]) ? read : null;
        return notice is not null;
    }

    private ReadOnlySpan<byte> Signature(NoticeId notice) =>
        hash.Of("request-id", string.Create(CultureInfo.InvariantCulture, $"{notice.Campaign}\n{notice.Entitlement}\n{(byte)notice.Kind}\n{notice.Sequence}")).AsSpan(0, SignatureBytes);
}
