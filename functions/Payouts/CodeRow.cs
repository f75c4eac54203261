using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts;

/// <summary>
/// The stored shape of a gift code: table <c>CodeStock</c>, partition <c>{campaign}:{product}:{value in yen}</c>.
/// Row <c>c:{code key}</c> says for ever that a code was imported, <c>f:{code key}</c> holds it while it is free,
/// <c>t:{entitlement id}</c> once it is taken. Where the amount is made up of several codes, <c>t:{entitlement id}</c> names their values instead, and each lies
/// on its own shelf as <c>t:{entitlement id}:{number}</c>.
/// </summary>
internal sealed class CodeRow : ITableEntity
{
    public const string KnownPrefix = "c:";
    public const string FreePrefix = "f:";
    public const string FreeEnd = "f;";
    public const string TakenPrefix = "t:";
    public const string TakenEnd = "t;";

    /// <summary>Sorts behind every day, so that codes that never lapse pass the same filter.</summary>
    private const string Never = "9999-12-31";

    private const string DayFormat = "yyyy-MM-dd";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>The code, encrypted; null in a row that only says that the code is known.</summary>
    public string? Code { get; set; }

    public string CodeKey { get; set; } = string.Empty;

    public string LastDay { get; set; } = Never;

    public string Lot { get; set; } = string.Empty;

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>The values of which the amount is made up, in yen, with commas between; null in all other rows.</summary>
    public string? Parts { get; set; }

    /// <summary>Whether the row is no code, but says of which values an amount is made up.</summary>
    public bool IsPlan => LastDay.Length == 0;

    public static string TakenKey(EntitlementId id) => TakenPrefix + id;

    public static string TakenKey(EntitlementId id, int part) => string.Create(CultureInfo.InvariantCulture, $"{TakenPrefix}{id}:{part}");

    /// <summary>Whose a taken code is.</summary>
    public EntitlementId TakenBy() => EntitlementId.Parse(RowKey.Split(':')[1]);

    /// <summary>The row that says of which values an amount is made up.</summary>
    public static CodeRow Plan(IssueRequest request, IEnumerable<Yen> parts) => new()
    {
        PartitionKey = request.Shelf.PartitionKey,
        RowKey = TakenKey(request.Entitlement),
        LastDay = string.Empty,
        Parts = string.Join(',', parts.Select(part => part.Amount.ToString(CultureInfo.InvariantCulture))),
    };

    public IReadOnlyList<Yen> ReadParts() => [.. Parts!.Split(',').Select(part => new Yen(long.Parse(part, CultureInfo.InvariantCulture)))];

    public static string DayText(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? Never;

    public DateOnly? Day() => DayOf(LastDay);

    public static DateOnly? DayOf(string text) => string.Equals(text, Never, StringComparison.Ordinal) ? null : DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);
}
