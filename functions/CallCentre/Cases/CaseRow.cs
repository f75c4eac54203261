using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Coupons.Restoring;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Cases;

/// <summary>The stored shape of a <see cref="DoubleChargeCase"/>: table <c>Cases</c>, partition <c>{campaign}</c>, row <c>c:{number}</c>.</summary>
internal sealed class CaseRow : ITableEntity
{
    public const string Prefix = "c:";
    public const string PrefixEnd = "c;";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public CaseState State { get; set; }

    public int Version { get; set; }

    public string Source { get; set; } = string.Empty;

    public string Opened { get; set; } = string.Empty;

    public DateTimeOffset Since { get; set; }

    /// <summary>Persons' ids, separated by blanks.</summary>
    public string Hands { get; set; } = string.Empty;

    public string Facts { get; set; } = string.Empty;

    public CaseKind Kind { get; set; }

    public long Amount { get; set; }

    public string Coupon { get; set; } = string.Empty;

    public string Receipt { get; set; } = string.Empty;

    public int LinkVersion { get; set; }

    public string Message { get; set; } = string.Empty;

    public string? Answer { get; set; }

    public DateTimeOffset? ShopConfirmedAt { get; set; }

    public string? Approved { get; set; }

    public long Expected { get; set; }

    public RestorationRefusal? BlockedBy { get; set; }

    public CaseRefusal? Refusal { get; set; }

    public int Pressed { get; set; }

    public bool IsFollowed { get; set; }

    public string? Supplement { get; set; }

    public bool IsTold { get; set; }

    public static string KeyOf(CaseNumber number) => Prefix + number;

    public static CaseRow From(DoubleChargeCase one) => new()
    {
        PartitionKey = one.Campaign.Value,
        RowKey = KeyOf(one.Number),
        ETag = one.Tag,
        State = one.State,
        Version = one.Version,
        Source = one.Source,
        Opened = JsonSerializer.Serialize(one.Opened),
        Since = one.Since,
        Hands = string.Join(' ', one.Hands),
        Facts = one.ProtectedFacts,
        Kind = one.Kind,
        Amount = one.Amount.Amount,
        Coupon = one.Coupon.ToString(),
        Receipt = one.ReceiptKey,
        LinkVersion = one.LinkVersion,
        Message = JsonSerializer.Serialize(one.Message),
        Answer = one.ProtectedAnswer,
        ShopConfirmedAt = one.ShopConfirmedAt,
        Approved = one.Approved is null ? null : JsonSerializer.Serialize(one.Approved),
        Expected = one.Expected.Amount,
        BlockedBy = one.BlockedBy,
        Refusal = one.Refusal,
        Pressed = one.Pressed,
        IsFollowed = one.IsFollowed,
        Supplement = one.Supplement?.ToString(),
        IsTold = one.IsTold,
    };

    public DoubleChargeCase ToCase() => new()
    {
        Campaign = CampaignId.Parse(PartitionKey),
        Number = CaseNumber.Parse(RowKey[Prefix.Length..]),
        Tag = ETag,
        State = State,
        Version = Version,
        Source = Source,
        Opened = Read<Signature>(Opened),
        Since = Since,
        Hands = Hands.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ProtectedFacts = Facts,
        Kind = Kind,
        Amount = new Yen(Amount),
        Coupon = EntitlementId.Parse(Coupon),
        ReceiptKey = Receipt,
        LinkVersion = LinkVersion,
        Message = Read<ShopMessage>(Message),
        ProtectedAnswer = Answer,
        ShopConfirmedAt = ShopConfirmedAt,
        Approved = Approved is null ? null : Read<Signature>(Approved),
        Expected = new Yen(Expected),
        BlockedBy = BlockedBy,
        Refusal = Refusal,
        Pressed = Pressed,
        IsFollowed = IsFollowed,
        Supplement = Supplement is null ? null : EntitlementId.Parse(Supplement),
        IsTold = IsTold,
    };

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json) ?? throw new InvalidDataException($"A case holds null instead of {typeof(T).Name}.");
}

/// <summary>One step in a case's history: row <c>h:{number}:{version}</c>, written with it.</summary>
/// <param name="Version">What the act made of the case.</param>
/// <param name="At">UTC.</param>
/// <param name="Act">What was done.</param>
/// <param name="By">Who, by name; the shop, or the clock.</param>
/// <param name="State">Where it led.</param>
internal sealed record CaseStep(int Version, DateTimeOffset At, CaseAct Act, string By, CaseState State)
{
    /// <summary>Why, or what was said: encrypted at rest.</summary>
    public string? Words { get; init; }

    /// <summary>What the act was made of, so that its repeat is known as one; empty of the machine's own.</summary>
    public string Fingerprint { get; init; } = string.Empty;

    public static string PrefixOf(CaseNumber number) => $"h:{number}:";

    public static string PrefixEndOf(CaseNumber number) => $"h:{number};";

    public TableEntity ToRow(CampaignId campaign, CaseNumber number, ProtectedFields fields) => new(campaign.Value, string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(number)}{Version:d6}"))
    {
        [nameof(At)] = At,
        [nameof(Act)] = Act.ToString(),
        [nameof(By)] = By,
        [nameof(State)] = State.ToString(),
        [nameof(Words)] = Words is null ? null : fields.Protect(Words),
        [nameof(Fingerprint)] = Fingerprint,
    };

    public static CaseStep Read(TableEntity row, ProtectedFields fields) => new(
        int.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf(':') + 1), CultureInfo.InvariantCulture),
        row.GetDateTimeOffset(nameof(At))!.Value,
        Enum.Parse<CaseAct>(row.GetString(nameof(Act))!),
        row.GetString(nameof(By))!,
        Enum.Parse<CaseState>(row.GetString(nameof(State))!))
    {
        Words = row.GetString(nameof(Words)) is { } words ? fields.UnprotectWords(words) : null,
        Fingerprint = row.GetString(nameof(Fingerprint)) ?? string.Empty,
    };
}

/// <summary>What can be done about a case. Stored by name: never rename.</summary>
public enum CaseAct
{
    Opened,
    Corrected,
    ShopAskedAgain,
    ShopAnswered,
    ShopCalled,
    Approved,
    Refused,
    Reopened,
    PutBack,
    Blocked,

    /// <summary>A step's time had passed.</summary>
    TimePassed,
}
