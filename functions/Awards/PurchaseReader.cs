using System.Text;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Awards;

/// <summary>
/// Reads a purchase file block by block, row by row, in bounded memory and without a string for most rows. Several readers may share one file. The columns
/// are described in <c>docs/purchases-format.md</c>.
/// </summary>
/// <param name="file">Of <see cref="Columns"/>.</param>
/// <param name="award">The campaign's rules: which services, kinds and exclusions there are.</param>
/// <param name="errors">Takes what is wrong with the rows that are passed over; of this reader alone.</param>
internal sealed class PurchaseReader(CsvBlocks file, PointsAward award, RowErrors errors) : IDisposable
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

    public static readonly IReadOnlyList<CsvColumn> Columns =
    [
        new(Transaction), new(Revision), new(Member), new(Service), new(Facility, Required: false), new(Kind, Required: false),
        .. s_dates.Select(date => new CsvColumn(date, Required: false)),
        new(Amount), new(BasePoints, Required: false), new(Exclusions, Required: false), new(LinkedApp, Required: false), new(FacilityMember, Required: false), new(Status),
    ];

    private readonly CsvBlockReader _rows = new(file);
    private readonly PurchaseWords _words = new(award);
    private readonly Dictionary<string, string> _exclusions = new(StringComparer.Ordinal);
    private Positions? _at;
    private KnownDescriptions? _known;

    public long Line => _rows.Line;

    public MemberId MemberId { get; private set; }

    public long RevisionNumber { get; private set; }

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> TransactionId => _rows.Field(_at!.Transaction);

    /// <summary>Where the purchase was made; empty where the file does not say.</summary>
    public string FacilityName => Encoding.UTF8.GetString(_rows.Field(_at!.Facility));

    /// <summary>Valid until the next row.</summary>
    public PurchaseDescription Description { get; private set; } = null!;

    public Yen AmountPaid { get; private set; }

    /// <summary>0 where there are none.</summary>
    public long BasePointsSet { get; private set; }

    public Purchase Purchase => Description.Purchase with { Amount = AmountPaid, BasePoints = BasePointsSet };

    /// <summary>The row, to be kept.</summary>
    /// <param name="id">The id that the member has if no other member has it.</param>
    public FiledPurchase Filed(EntitlementId id) => new(Line, id, MemberId, Encoding.ASCII.GetString(TransactionId), RevisionNumber, new PurchaseFacts(Purchase, FacilityName));

    /// <summary>Takes the next rows that no other reader of the file has taken.</summary>
    /// <returns>False at the end of the file.</returns>
    public ValueTask<bool> NextBlockAsync(CancellationToken cancellationToken) => _rows.NextBlockAsync(cancellationToken);

    /// <summary>Goes to the next row of the block that is in order.</summary>
    public bool Read()
    {
        while (_rows.Read())
        {
            if (_rows.Error is { } error)
            {
                errors.Add(error);
            }
            else if (Parse())
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _rows.Dispose();

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

        _known ??= new KnownDescriptions(_rows, [Service, Kind, .. s_dates, Exclusions, LinkedApp, FacilityMember, Status]);
        PurchaseDescription? description = _known.Find(out int cell);
        if (description is null && Describe(at) is { } described)
        {
            description = described;
            _known.Keep(cell, described);
        }

        (long amount, long basePoints) = Numbers(at, description is { NeedsBasePoints: true });
        if (errors.Count > before)
        {
            return false;
        }

        (MemberId, RevisionNumber, Description, AmountPaid, BasePointsSet) = (member, revision, description!, new Yen(amount), basePoints);
        return true;
    }

    /// <returns>Null where something is wrong.</returns>
    private PurchaseDescription? Describe(Positions at)
    {
        long before = errors.Count;
        if (!PurchaseFields.TryStatus(_rows.Field(at.Status), out PurchaseStatus status))
        {
            Report(Status, "not a status", "completed, corrected, cancelled or returned");
        }

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

        Purchase purchase = new()
        {
            Service = service < 0 ? string.Empty : _words.Services[service],
            Kind = kind < 0 ? string.Empty : _words.Kinds[service].Words[kind],
            Dates = Dates(at),
            Exclusions = ExclusionList(at),
            LinkedApp = Answer(at.LinkedApp, LinkedApp),
            FacilityMember = Answer(at.FacilityMember, FacilityMember),
            Status = status,
        };
        return errors.Count > before ? null : new PurchaseDescription(purchase, _words.Kinds[service].NeedsBasePoints(kind));
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
    private sealed class Positions(CsvBlockReader rows)
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
