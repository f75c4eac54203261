using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Coupons;

/// <summary>
/// The stored shape of a coupon: table <c>Coupons</c>, partition <c>{campaign}:{shard}</c>, row <c>c:{id}</c>. It bears the mark of the file that wrote it, and
/// what it was before, since a file's rows count only once the file is complete, and no more once it is taken back: read it through <see cref="AsOf"/>.
/// </summary>
internal sealed class CouponRow : ITableEntity
{
    public const string Prefix = "c:";
    public const string PrefixEnd = "c;";

    /// <summary>So many earlier versions are kept as a whole; of those before them only which files made them.</summary>
    private const int VersionsMax = 8;

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>Keyed hash of the inquiry number, 32 hex digits.</summary>
    public string Number { get; set; } = string.Empty;

    /// <summary>0, or how many ids were other coupons' before this one was free.</summary>
    public int Attempt { get; set; }

    /// <summary>The inquiry number, encrypted; empty once what is personal was erased.</summary>
    public string Inquiry { get; set; } = string.Empty;

    /// <summary>The file that made the row what it is.</summary>
    public string File { get; set; } = string.Empty;

    /// <summary>What the row was before, newest first, as JSON; null for a new coupon.</summary>
    public string? Earlier { get; set; }

    /// <summary>The files that made it what it was even earlier, separated by blanks.</summary>
    public string? Long { get; set; }

    /// <summary>Keyed hash of everything the ledger stated, 32 hex digits. Adjustments leave it as it is.</summary>
    public string Facts { get; set; } = string.Empty;

    /// <summary>The hashes of what earlier files stated and later ones corrected, separated by blanks: no news where they come again.</summary>
    public string? Superseded { get; set; }

    /// <summary>yyyy-MM-dd.</summary>
    public string Expiry { get; set; } = string.Empty;

    /// <summary>As the ledger stated it.</summary>
    public long ImportedBalance { get; set; }

    /// <summary>After all adjustments.</summary>
    public long Balance { get; set; }

    /// <summary>How many adjustments were made; each has its row beside this one.</summary>
    public int Adjustments { get; set; }

    public bool ChargedToApp { get; set; }

    public bool Extended { get; set; }

    /// <summary>The sum of what was put back.</summary>
    public long Restored { get; set; }

    public bool LeftApp { get; set; }

    /// <summary>What it was issued for; null where the ledger does not say.</summary>
    public long? FaceValue { get; set; }

    /// <summary>The encrypted <see cref="CouponHolder"/>; null where the ledger says nothing of them.</summary>
    public string? Holder { get; set; }

    public int Contacts { get; set; }

    /// <summary>The encrypted <see cref="Entitlements.Contact"/>; null where none is on file.</summary>
    public string? Contact { get; set; }

    public static string KeyOf(EntitlementId id) => Prefix + id;

    public EntitlementId ToId() => EntitlementId.Parse(RowKey[Prefix.Length..]);

    public Coupon ToCoupon() => new(DateOnly.ParseExact(Expiry, "yyyy-MM-dd", CultureInfo.InvariantCulture), new Yen(Balance), ChargedToApp, Extended) { LeftApp = LeftApp, Restored = new Yen(Restored) };

    /// <summary>The row as the files that count have made it; null where none of them did.</summary>
    public CouponRow? AsOf(IReadOnlySet<string> counted)
    {
        if (counted.Contains(File))
        {
            return this;
        }

        CouponVersion[] versions = [.. Versions().SkipWhile(version => !counted.Contains(version.File))];
        return versions.Length == 0 ? null : versions[0].Restore(this, versions[1..]);
    }

    /// <summary>Which files have made the row what it is, newest first.</summary>
    public IEnumerable<string> MadeBy() => [File, .. Versions().Select(version => version.File), .. Long?.Split(' ') ?? []];

    /// <summary>The row to be changed by a file: what it is now becomes its past.</summary>
    public CouponRow Next(string file)
    {
        CouponVersion[] past = [CouponVersion.Of(this), .. Versions()];
        CouponRow next = (CouponRow)MemberwiseClone();
        next.File = file;
        next.KeepVersions(past[..Math.Min(past.Length, VersionsMax)]);
        next.Long = past.Length > VersionsMax ? string.Join(' ', [past[^1].File, .. Long?.Split(' ') ?? []]) : Long;
        return next;
    }

    /// <summary>The row, and all that it was before, without anything personal: what is sealed of it stays, and so do the hashes by which it is known again.</summary>
    public CouponRow WithoutHolder()
    {
        CouponRow erased = (CouponRow)MemberwiseClone();
        (erased.Inquiry, erased.Holder, erased.Contact, erased.Contacts) = (string.Empty, null, null, 0);
        erased.KeepVersions([.. Versions().Select(version => version with { Holder = null, Contact = null, Contacts = 0 })]);
        return erased;
    }

    /// <summary>Whether an earlier file has stated this, and a later one something else.</summary>
    public bool IsSuperseded(string facts) => Superseded is { } all && all.Contains(facts, StringComparison.Ordinal);

    internal void KeepVersions(IReadOnlyList<CouponVersion> versions) => Earlier = versions.Count == 0 ? null : JsonSerializer.Serialize(versions);

    private CouponVersion[] Versions() => Earlier is null ? [] : JsonSerializer.Deserialize<CouponVersion[]>(Earlier)!;
}

/// <summary>What a coupon was before a file changed it.</summary>
internal sealed record CouponVersion(
    string File, string Facts, string? Superseded, string Expiry, long ImportedBalance, long Balance, int Adjustments, bool ChargedToApp, bool Extended, int Contacts, string? Contact)
{
    public bool LeftApp { get; init; }

    public long? FaceValue { get; init; }

    public string? Holder { get; init; }

    public long Restored { get; init; }

    public static CouponVersion Of(CouponRow row) => new(
        row.File, row.Facts, row.Superseded, row.Expiry, row.ImportedBalance, row.Balance, row.Adjustments, row.ChargedToApp, row.Extended, row.Contacts, row.Contact)
    {
        LeftApp = row.LeftApp,
        FaceValue = row.FaceValue,
        Holder = row.Holder,
        Restored = row.Restored,
    };

    /// <summary>A row as it was, with its keys and its version in the store.</summary>
    public CouponRow Restore(CouponRow row, IReadOnlyList<CouponVersion> before)
    {
        CouponRow restored = Restore(row);
        restored.KeepVersions(before);
        return restored;
    }

    private CouponRow Restore(CouponRow row) => new()
    {
        PartitionKey = row.PartitionKey,
        RowKey = row.RowKey,
        Timestamp = row.Timestamp,
        ETag = row.ETag,
        Number = row.Number,
        Attempt = row.Attempt,
        Inquiry = row.Inquiry,
        Long = row.Long,
        File = File,
        Facts = Facts,
        Superseded = Superseded,
        Expiry = Expiry,
        ImportedBalance = ImportedBalance,
        Balance = Balance,
        Adjustments = Adjustments,
        ChargedToApp = ChargedToApp,
        Extended = Extended,
        Restored = Restored,
        LeftApp = LeftApp,
        FaceValue = FaceValue,
        Holder = Holder,
        Contacts = Contacts,
        Contact = Contact,
    };
}
