using System.Text;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>
/// Reads a purchase file row by row, in bounded memory and without a string for most rows. The columns are described in <c>docs/purchases-format.md</c>.
/// </summary>
/// <param name="csv">Is read asynchronously only, and left open.</param>
/// <param name="award">The campaign's rules: which services, kinds and exclusions there are.</param>
/// <param name="errors">Takes what is wrong with the rows that are passed over.</param>
internal sealed class PurchaseReader(Stream csv, PointsAward award, RowErrors errors) : IDisposable
{
    public const string Transaction = "transaction_id";
    public const string Revision = "revision";
    public const string Member = "member_id";
    public const string Service = "service";
    public const string Facility = "facility";
    public const string Kind = "kind";
    public const string Amount = "amount";
    public const string BasePoints = "base_points";
    public const string Exclusions = "exclusions";
    public const string LinkedApp = "linked_app";
    public const string FacilityMember = "facility_member";
    public const string Status = "status";

    private const long RevisionMax = 999_999_999_999_999_999;
    private const int FacilityBytesMax = 120;

    /// <summary>In the order of <see cref="AwardDate"/>.</summary>
    private static readonly string[] s_dates = ["purchased_on", "booked_on", "boarded_on", "departed_on", "shipped_on", "used_on"];

    private static readonly CsvColumn[] s_columns =
    [
        new(Transaction), new(Revision), new(Member), new(Service), new(Facility, Required: false), new(Kind, Required: false),
        .. s_dates.Select(date => new CsvColumn(date, Required: false)),
        new(Amount), new(BasePoints, Required: false), new(Exclusions, Required: false), new(LinkedApp, Required: false), new(FacilityMember, Required: false), new(Status),
    ];

    private readonly CsvRows _rows = CsvRows.Untrimmed(csv, s_columns);
    private readonly PurchaseWords _words = new(award);
    private readonly Dictionary<string, string> _exclusions = new(StringComparer.Ordinal);
    private Positions? _at;
    private Purchase _purchase;

    public long Line => _rows.Line;

    public MemberId MemberId { get; private set; }

    public long RevisionNumber { get; private set; }

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> TransactionId => _rows.Field(_at!.Transaction);

    /// <summary>Where the purchase was made; empty where the file does not say.</summary>
    public string FacilityName => Encoding.UTF8.GetString(_rows.Field(_at!.Facility));

    /// <summary>Valid until the next row.</summary>
    public ref readonly Purchase Purchase => ref _purchase;

    /// <summary>Goes to the next row that is in order. Completes at once while rows that have been read from the file remain.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueTask<bool> read = _rows.ReadAsync(cancellationToken);
            if (!read.IsCompletedSuccessfully)
            {
                return ContinueAsync(read, cancellationToken);
            }

            if (!read.Result)
            {
                return ValueTask.FromResult(false);
            }

            if (IsInOrder())
            {
                return ValueTask.FromResult(true);
            }
        }
    }

    public void Dispose() => _rows.Dispose();

    private async ValueTask<bool> ContinueAsync(ValueTask<bool> read, CancellationToken cancellationToken) =>
        await read && (IsInOrder() || await ReadAsync(cancellationToken));

    private bool IsInOrder()
    {
        if (_rows.Error is not { } error)
        {
            return Parse();
        }

        errors.Add(error);
        return false;
    }

    private bool Parse()
    {
        Positions at = _at ??= new Positions(_rows);
        long before = errors.Count;
        if (!PurchaseFields.IsTransactionId(_rows.Field(at.Transaction)))
        {
            Report(Transaction, "not a transaction id", "1 to 40 letters, digits, hyphens or underscores (ASCII)");
        }

        if (!PurchaseFields.TryNumber(_rows.Field(at.Revision), RevisionMax, out long revision))
        {
            Report(Revision, "not a revision", "a whole number of up to 18 digits that rises with every change of the transaction");
        }

        if (!MemberId.TryParse(_rows.Field(at.Member), out MemberId member))
        {
            Report(Member, "not a member id", MemberId.Expected);
        }

        if (_rows.Field(at.Facility).Length > FacilityBytesMax)
        {
            Report(Facility, "too long", $"at most {FacilityBytesMax} bytes");
        }

        if (!PurchaseFields.TryStatus(_rows.Field(at.Status), out PurchaseStatus status))
        {
            Report(Status, "not a status", "completed, corrected, cancelled or returned");
        }

        (MemberId, RevisionNumber) = (member, revision);
        int service = _words.Services.Find(_rows.Field(at.Service));
        int kind = service < 0 ? -1 : _words.Kinds[service].Find(_rows.Field(at.Kind));
        if (service < 0)
        {
            Report(Service, "not a service of this campaign", $"one of {_words.Services}");
        }
        else if (kind < 0)
        {
            Report(Kind, "not a kind of transaction of this service", $"one of {_words.Kinds[service].Words}");
        }

        (long amount, long basePoints) = Numbers(at, kind >= 0 && _words.Kinds[service].NeedsBasePoints(kind));
        if (errors.Count > before)
        {
            return false;
        }

        _purchase = new Purchase
        {
            Service = _words.Services[service],
            Kind = _words.Kinds[service].Words[kind],
            Dates = Dates(at),
            Amount = new Yen(amount),
            BasePoints = basePoints,
            Exclusions = ExclusionList(at),
            LinkedApp = Answer(at.LinkedApp, LinkedApp),
            FacilityMember = Answer(at.FacilityMember, FacilityMember),
            Status = status,
        };
        return errors.Count == before;
    }

    private (long Amount, long BasePoints) Numbers(Positions at, bool needsBasePoints)
    {
        if (!PurchaseFields.TryNumber(_rows.Field(at.Amount), Purchase.AmountMax.Amount, out long amount))
        {
            Report(Amount, "not an amount", "whole yen in digits only, 0 to 100000000");
        }

        ReadOnlySpan<byte> written = _rows.Field(at.BasePoints);
        long basePoints = 0;
        if (written.Length > 0 ? !PurchaseFields.TryNumber(written, Purchase.BasePointsMax, out basePoints) : needsBasePoints)
        {
            Report(BasePoints, written.Length > 0 ? "not a number of points" : "missing", "whole points in digits only, 0 to 10000000; empty only where the kind earns by its amount");
        }

        return (amount, basePoints);
    }

    private PurchaseDates Dates(Positions at) => new()
    {
        Purchase = Date(at, AwardDate.Purchase),
        Booking = Date(at, AwardDate.Booking),
        Boarding = Date(at, AwardDate.Boarding),
        Departure = Date(at, AwardDate.Departure),
        Shipping = Date(at, AwardDate.Shipping),
        Use = Date(at, AwardDate.Use),
    };

    private DateOnly? Date(Positions at, AwardDate which)
    {
        ReadOnlySpan<byte> written = _rows.Field(at.Dates[(int)which]);
        if (written.Length == 0)
        {
            return null;
        }

        if (!PurchaseFields.TryDate(written, out DateOnly date))
        {
            Report(s_dates[(int)which], "not a date", "yyyy-MM-dd, such as 2023-10-31, or nothing");
        }

        return date;
    }

    private string ExclusionList(Positions at)
    {
        ReadOnlySpan<byte> written = _rows.Field(at.Exclusions);
        if (written.Length == 0)
        {
            return string.Empty;
        }

        foreach (Range part in written.Split((byte)';'))
        {
            if (_words.Exclusions.Find(written[part]) < 0)
            {
                Report(Exclusions, "names what this campaign does not exclude", $"some of {_words.Exclusions}, separated by semicolons without blanks, or nothing");
                return string.Empty;
            }
        }

        string text = Encoding.UTF8.GetString(written);
        return _exclusions.TryGetValue(text, out string? known) ? known : _exclusions[text] = text;
    }

    private bool? Answer(int position, string field)
    {
        if (!PurchaseFields.TryAnswer(_rows.Field(position), out bool? answer))
        {
            Report(field, "neither true nor false", "true, false, or nothing where it is not asked for");
        }

        return answer;
    }

    private void Report(string field, string problem, string expected) => errors.Add(new RowError(Line, field, problem, expected));

    /// <summary>Where each column stands in this file.</summary>
    private sealed class Positions(CsvRows rows)
    {
        public int Transaction { get; } = rows.PositionOf(PurchaseReader.Transaction);

        public int Revision { get; } = rows.PositionOf(PurchaseReader.Revision);

        public int Member { get; } = rows.PositionOf(PurchaseReader.Member);

        public int Service { get; } = rows.PositionOf(PurchaseReader.Service);

        public int Facility { get; } = rows.PositionOf(PurchaseReader.Facility);

        public int Kind { get; } = rows.PositionOf(PurchaseReader.Kind);

        public int[] Dates { get; } = [.. s_dates.Select(rows.PositionOf)];

        public int Amount { get; } = rows.PositionOf(PurchaseReader.Amount);

        public int BasePoints { get; } = rows.PositionOf(PurchaseReader.BasePoints);

        public int Exclusions { get; } = rows.PositionOf(PurchaseReader.Exclusions);

        public int LinkedApp { get; } = rows.PositionOf(PurchaseReader.LinkedApp);

        public int FacilityMember { get; } = rows.PositionOf(PurchaseReader.FacilityMember);

        public int Status { get; } = rows.PositionOf(PurchaseReader.Status);
    }
}
