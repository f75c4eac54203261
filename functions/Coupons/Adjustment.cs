using Compensation.Common;

namespace Compensation.Coupons;

/// <summary>One change of a coupon's balance between import and cutoff, as a file states it.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Id">Unique for its coupon: 1 to 40 letters, digits, hyphens or underscores. The same id is never applied twice.</param>
/// <param name="Number">The coupon.</param>
/// <param name="Kind">Which way the balance moves.</param>
/// <param name="Amount">1 yen or more.</param>
/// <param name="Reason">Why; goes with the kind.</param>
internal sealed record Adjustment(long Line, string Id, InquiryNumber Number, AdjustmentKind Kind, Yen Amount, AdjustmentReason Reason)
{
    /// <summary>The case of the call centre that it settles; null where it belongs to a batch.</summary>
    public string? Case { get; init; }

    /// <summary>What the case was approved on.</summary>
    public CaseTerms Terms { get; init; } = CaseTerms.None;

    /// <summary>The batch that it came with; null where it belongs to a case.</summary>
    public string? Batch { get; init; }

    /// <summary>The id of what is put back for a case: there is only one, whoever puts it back.</summary>
    public static string IdOfCase(string number) => CasePrefix + number;

    /// <summary>Ids that begin so are those of cases.</summary>
    public const string CasePrefix = "case-";

    /// <summary>What it adds to the balance.</summary>
    public Yen Change => Kind == AdjustmentKind.Spent ? Yen.Zero - Amount : Amount;

    /// <summary>A restoration settles a case B of the notices: the coupon lives on until the cutoff, whenever it was to end.</summary>
    public bool Extends => Kind == AdjustmentKind.Restored;
}

/// <summary>Which way a balance moves. Stored by name: never rename.</summary>
public enum AdjustmentKind
{
    /// <summary>The shop system took it off.</summary>
    Spent,

    /// <summary>The call centre put it back after asking the shop.</summary>
    Restored,
}

/// <summary>Why a balance moves. Stored by name: never rename.</summary>
public enum AdjustmentReason
{
    /// <summary>A purchase.</summary>
    Shop,

    /// <summary>Charged more than once.</summary>
    DoubleCharge,

    /// <summary>Charged for a purchase that was paid in cash.</summary>
    CashPaid,
}
