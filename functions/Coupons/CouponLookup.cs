using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>Reads for other slices what the ledger states of single coupons, as the files that count have made it.</summary>
public sealed class CouponLookups(CouponStore coupons, LedgerFiles files, ProtectedFields fields)
{
    /// <summary>For some look-ups in a row: which files count is read once.</summary>
    public async Task<CouponLookup> OpenAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        new(coupons, fields, campaign, await files.CountedAsync(campaign, cancellationToken));
}

/// <summary>The ledger of one campaign at one moment.</summary>
public sealed class CouponLookup
{
    private readonly CouponStore _coupons;
    private readonly ProtectedFields _fields;
    private readonly CampaignId _campaign;
    private readonly IReadOnlySet<string> _counted;

    internal CouponLookup(CouponStore coupons, ProtectedFields fields, CampaignId campaign, IReadOnlySet<string> counted) =>
        (_coupons, _fields, _campaign, _counted) = (coupons, fields, campaign, counted);

    /// <returns>Null where the ledger knows no such number.</returns>
    public async Task<CouponOnFile?> FindAsync(InquiryNumber number, CancellationToken cancellationToken) =>
        (await _coupons.FindAsync(_campaign, number, cancellationToken))?.AsOf(_counted) is { } row ? Read(row) : null;

    /// <summary>The coupon of a right, as far as one is on file.</summary>
    public async Task<CouponOnFile?> FindAsync(EntitlementId id, CancellationToken cancellationToken) =>
        (await _coupons.ReadAsync(_coupons.PartitionOf(_campaign, id), CouponRow.KeyOf(id), cancellationToken))?.AsOf(_counted) is { } row ? Read(row) : null;

    private CouponOnFile Read(CouponRow row)
    {
        CouponHolder? holder = row.Holder is null ? CouponHolder.Unknown : _fields.UnprotectJsonOrNull<CouponHolder>(row.Holder);
        Contact? contact = row.Contact is null ? new Contact(null, null) : _fields.UnprotectJsonOrNull<Contact>(row.Contact);
        string? number = row.Inquiry.Length == 0 ? string.Empty : _fields.UnprotectOrNull(row.Inquiry);
        return new CouponOnFile(row.ToId(), row.ToCoupon(), new Yen(row.ImportedBalance), holder ?? CouponHolder.Unknown, contact ?? new Contact(null, null))
        {
            Number = number ?? string.Empty,
            FaceValue = row.FaceValue is { } face ? new Yen(face) : null,
            IsErased = row.Inquiry.Length == 0,
            HolderIsUnreadable = holder is null,
            ContactIsUnreadable = contact is null,
            NumberIsUnreadable = number is null,
        };
    }
}

/// <summary>What the ledger states of one coupon. Personal data: never logged.</summary>
/// <param name="Id">The id that its entitlement bears.</param>
/// <param name="Coupon">What decides who is owed what.</param>
/// <param name="Imported">The balance before adjustments.</param>
/// <param name="Holder">Who holds it, as far as it says.</param>
/// <param name="Contact">Where the holder is reached, as far as it says.</param>
public sealed record CouponOnFile(EntitlementId Id, Coupon Coupon, Yen Imported, CouponHolder Holder, Contact Contact)
{
    /// <summary>The mobile number on file (E.164), or null.</summary>
    public string? Phone => Contact.Phone;

    /// <summary>The inquiry number as the ledger writes it; empty once its holder was erased, or where it cannot be read any more.</summary>
    public string Number { get; init; } = string.Empty;

    /// <summary>Whether nothing is kept of its holder any more.</summary>
    public bool IsErased { get; init; }

    /// <summary>Name and day of travel are on file and cannot be read any more: to whoever looks the holder is unknown.</summary>
    public bool HolderIsUnreadable { get; init; }

    /// <summary>So is where the holder is reached.</summary>
    public bool ContactIsUnreadable { get; init; }

    public bool NumberIsUnreadable { get; init; }

    /// <summary>What it was issued for; null where the ledger does not say.</summary>
    public Yen? FaceValue { get; init; }
}
