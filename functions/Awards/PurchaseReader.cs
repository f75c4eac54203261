using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Common.Files;

namespace Compensation.Awards;

/// <summary>Reads a purchase file row by row. The columns are described in <c>docs/purchases-format.md</c>.</summary>
internal static class PurchaseReader
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
    private const int TransactionLengthMax = 40;
    private const int FacilityBytesMax = 120;

    /// <summary>In the order of <see cref="AwardDate"/>.</summary>
    private static readonly string[] s_dates = ["purchased_on", "booked_on", "boarded_on", "departed_on", "shipped_on", "used_on"];

    private static readonly IReadOnlyList<CsvColumn> s_columns =
    [
        new(Transaction), new(Revision), new(Member), new(Service), new(Facility, Required: false), new(Kind, Required: false),
        .. s_dates.Select(date => new CsvColumn(date, Required: false)),
        new(Amount), new(BasePoints, Required: false), new(Exclusions, Required: false), new(LinkedApp, Required: false), new(FacilityMember, Required: false), new(Status),
    ];

    /// <summary>In the order of <see cref="PurchaseStatus"/>.</summary>
    private static readonly string[] s_statuses = ["completed", "corrected", "cancelled", "returned"];

    private static readonly SearchValues<char> s_idCharacters = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    /// <summary>The rows that are in order; what is wrong with the others goes to <paramref name="errors"/>.</summary>
    public static async IAsyncEnumerable<(long Line, MemberId Member, RecordedPurchase Purchase)> ReadAsync(
        ReceivedFile file, PointsAward award, RowErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CsvRows rows = new(file, s_columns);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.Error is { } error)
            {
                errors.Add(error);
            }
            else if (new Row(rows, award, errors).Parse() is var (member, purchase))
            {
                yield return (rows.Line, member, purchase);
            }
        }
    }

    /// <summary>One row, whose fields are looked at one after the other.</summary>
    private readonly struct Row(CsvRows row, PointsAward award, RowErrors errors)
    {
        public (MemberId Member, RecordedPurchase Purchase)? Parse()
        {
            long before = errors.Count;
            string transaction = row.Plain(Transaction);
            if (transaction.Length is 0 or > TransactionLengthMax || transaction.AsSpan().ContainsAnyExcept(s_idCharacters))
            {
                Report(Transaction, "not a transaction id", "1 to 40 letters, digits, hyphens or underscores (ASCII)");
            }

            if (!MemberId.TryParse(row.Plain(Member), out MemberId member))
            {
                Report(Member, "not a member id", MemberId.Expected);
            }

            string facility = row[Facility];
            if (Encoding.UTF8.GetByteCount(facility) > FacilityBytesMax)
            {
                Report(Facility, "too long", $"at most {FacilityBytesMax} bytes");
            }

            long revision = Number(Revision, RevisionMax, "not a revision", "a whole number of up to 18 digits that rises with every change of the transaction");
            Purchase purchase = Purchase();
            return errors.Count == before ? (member, new RecordedPurchase(transaction, revision, new PurchaseFacts(purchase, facility))) : null;
        }

        private Purchase Purchase()
        {
            AwardService? service = ServiceOf();
            AwardRate? kind = service is null ? null : KindOf(service);
            int status = Array.IndexOf(s_statuses, row.Plain(Status));
            if (status < 0)
            {
                Report(Status, "not a status", "completed, corrected, cancelled or returned");
            }

            return new Purchase
            {
                Service = service?.Id ?? string.Empty,
                Kind = kind?.Id ?? string.Empty,
                Dates = new PurchaseDates
                {
                    Purchase = Date(AwardDate.Purchase),
                    Booking = Date(AwardDate.Booking),
                    Boarding = Date(AwardDate.Boarding),
                    Departure = Date(AwardDate.Departure),
                    Shipping = Date(AwardDate.Shipping),
                    Use = Date(AwardDate.Use),
                },
                Amount = new Yen(Number(Amount, Campaigns.Points.Purchase.AmountMax.Amount, "not an amount", "whole yen in digits only, 0 to 100000000")),
                BasePoints = BasePointsOf(kind),
                Exclusions = ExclusionsOf(),
                LinkedApp = Answer(LinkedApp),
                FacilityMember = Answer(FacilityMember),
                Status = (PurchaseStatus)status,
            };
        }

        private AwardService? ServiceOf()
        {
            string id = row.Plain(Service);
            foreach (AwardService service in award.Services)
            {
                if (service.Id == id)
                {
                    return service;
                }
            }

            Report(Service, "not a service of this campaign", $"one of {string.Join(", ", award.Services.Select(service => service.Id))}");
            return null;
        }

        /// <summary>Nothing stands for the only kind there is.</summary>
        private AwardRate? KindOf(AwardService service)
        {
            string written = row.Plain(Kind);
            string id = written.Length == 0 && service.Rates.Count == 1 ? service.Rates[0] : written;
            foreach (AwardRate rate in award.Rates)
            {
                if (rate.Id == id && service.Rates.Contains(id, StringComparer.Ordinal))
                {
                    return rate;
                }
            }

            Report(Kind, "not a kind of transaction of this service", $"one of {string.Join(", ", service.Rates)}");
            return null;
        }

        private long BasePointsOf(AwardRate? kind)
        {
            const string Expected = "whole points in digits only, 0 to 10000000; empty only where the kind earns by its amount";
            if (row.Plain(BasePoints).Length > 0)
            {
                return Number(BasePoints, Campaigns.Points.Purchase.BasePointsMax, "not a number of points", Expected);
            }

            if (kind is { Basis: AwardBasis.BasePoints })
            {
                Report(BasePoints, "missing", Expected);
            }

            return 0;
        }

        /// <summary>Each once, in the order of the campaign's file.</summary>
        private string ExclusionsOf()
        {
            string written = row.Plain(Exclusions);
            if (written.Length == 0)
            {
                return string.Empty;
            }

            string[] named = written.Split(';', StringSplitOptions.TrimEntries);
            string[] known = [.. award.Exclusions.Select(exclusion => exclusion.Id).Where(named.Contains)];
            if (named.Except(known, StringComparer.Ordinal).Any())
            {
                Report(Exclusions, "names what this campaign does not exclude", $"some of {string.Join(", ", award.Exclusions.Select(exclusion => exclusion.Id))}, separated by semicolons, or nothing");
            }

            return string.Join(';', known);
        }

        private DateOnly? Date(AwardDate which)
        {
            string written = row.Plain(s_dates[(int)which]);
            if (written.Length == 0)
            {
                return null;
            }

            if (TryParse(written) is { } date)
            {
                return date;
            }

            Report(s_dates[(int)which], "not a date", "yyyy-MM-dd, such as 2023-10-31, or nothing");
            return null;
        }

        /// <summary><c>yyyy-MM-dd</c>. Part by part, as there are millions of them and <see cref="DateOnly.TryParseExact(string, string, out DateOnly)"/> asks the culture about each.</summary>
        private static DateOnly? TryParse(ReadOnlySpan<char> date) =>
            date.Length == 10 && date[4] == '-' && date[7] == '-'
            && TryParse(date[..4], 9999) is { } year && TryParse(date[5..7], 12) is { } month && TryParse(date[8..], DateTime.DaysInMonth(year, month)) is { } day
                ? new DateOnly(year, month, day)
                : null;

        private static int? TryParse(ReadOnlySpan<char> digits, int max) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= max ? number : null;

        private bool? Answer(string field)
        {
            string written = row.Plain(field);
            if (written.Length == 0)
            {
                return null;
            }

            if (!bool.TryParse(written, out bool answer))
            {
                Report(field, "neither true nor false", "true, false, or nothing where it is not asked for");
            }

            return answer;
        }

        private long Number(string field, long max, string problem, string expected)
        {
            if (long.TryParse(row.Plain(field), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= max)
            {
                return number;
            }

            Report(field, problem, expected);
            return 0;
        }

        private void Report(string field, string problem, string expected) => errors.Add(new RowError(row.Line, field, problem + Folding.Remark(row[field]), expected));
    }
}
