using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;

namespace Compensation.CallCentre.Search;

/// <summary>A search as it was understood.</summary>
internal sealed record SearchTerms
{
    private const int EndLength = 4;

    /// <summary>Telephone number and address, folded.</summary>
    public IReadOnlyList<SearchKey> Ways { get; private init; } = [];

    /// <summary>The name, as typed and the other way round: nobody knows which word comes first.</summary>
    public IReadOnlyList<SearchKey> Names { get; private init; } = [];

    public InquiryNumber? Number { get; private init; }

    public ReceiptNumber? Receipt { get; private init; }

    public DateOnly? Travelled { get; private init; }

    public string? NumberEnds { get; private init; }

    /// <summary>By which fields, for the trail of acts: never by what.</summary>
    public string Fields { get; private init; } = string.Empty;

    /// <returns>The terms, or what is wrong: fields and what is expected, never their values.</returns>
    public static (SearchTerms? Terms, IReadOnlyList<SearchFault> Faults) Read(Campaign campaign, PeopleQuery query)
    {
        List<SearchFault> faults = [];
        List<SearchKey> ways = [];
        if (Typed(query.Phone) is { } phone)
        {
            Take(TypedPhone.TryParse(phone, out string? national), SearchFault.Phone, () => ways.Add(SearchKey.OfPhone(national!)));
        }

        if (Typed(query.Email) is { } email)
        {
            Take(EmailRule.TryNormalise(email, out string? address), SearchFault.Email, () => ways.Add(SearchKey.OfEmail(address!)));
        }

        InquiryNumber number = default;
        ReceiptNumber receipt = default;
        DateOnly travelled = default;
        Take(Typed(query.InquiryNumber) is not { } inquiry || InquiryNumber.TryParse(inquiry, campaign.InquiryNumbers, out number), SearchFault.InquiryNumber);
        Take(Typed(query.Receipt) is not { } typed || ReceiptNumber.TryParse(typed, out receipt), SearchFault.Receipt);
        Take(Typed(query.TravelDate) is not { } day || TypedDate.TryParse(day, out travelled), SearchFault.TravelDate);
        string? ends = Typed(query.NumberEnds) is not { } end ? null : WithoutHyphens(end) is { Length: EndLength } bare ? bare : Folding.Plain(end).ToUpperInvariant();
        Take(ends is null or { Length: EndLength }, SearchFault.NumberEnds);
        IReadOnlyList<SearchKey> names = NamesOf(query.Name);
        Take(Typed(query.Name) is null || names.Count > 0, SearchFault.Name);
        (string Field, bool IsSaid)[] said =
        [
            ("phone", ways.Any(way => way.Kind == SearchKind.Phone)), ("email", ways.Any(way => way.Kind == SearchKind.Email)), ("inquiryNumber", number.Value is not null), ("receipt", receipt.Value is not null),
            ("name", names.Count > 0), ("travelDate", travelled != default), ("numberEnds", ends is not null),
        ];
        Take(faults.Count > 0 || said.Take(4).Any(one => one.IsSaid) || (names.Count > 0 && said.Skip(5).Any(one => one.IsSaid)), names.Count > 0 ? SearchFault.SecondField : SearchFault.Nothing);
        return faults.Count > 0 ? (null, faults) : (new SearchTerms
        {
            Ways = ways,
            Names = names,
            Number = number.Value is null ? null : number,
            Receipt = receipt.Value is null ? null : receipt,
            Travelled = travelled == default ? null : travelled,
            NumberEnds = ends,
            Fields = string.Join(", ", said.Where(one => one.IsSaid).Select(one => one.Field)),
        }, []);

        void Take(bool isSo, SearchFault fault, Action? take = null)
        {
            if (!isSo)
            {
                faults.Add(fault);
            }
            else
            {
                take?.Invoke();
            }
        }
    }

    /// <summary>Nobody reads hyphens out.</summary>
    internal static string WithoutHyphens(string number) => Folding.Plain(number).Replace("-", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    private static string? Typed(string? text) => Folding.Trimmed(text) is { Length: > 0 } typed ? typed : null;

    private static IReadOnlyList<SearchKey> NamesOf(string? name)
    {
        string[] words = NameFolding.Shown(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. new[] { SearchKey.OfName(string.Concat(words)), SearchKey.OfName(string.Concat(words.Reverse())) }.OfType<SearchKey>().Distinct()];
    }
}

/// <summary>What is wrong with a search.</summary>
internal enum SearchFault
{
    Nothing,
    Phone,
    Email,
    InquiryNumber,
    Receipt,
    Name,
    TravelDate,
    NumberEnds,

    /// <summary>A name alone would show strangers to whoever knows one.</summary>
    SecondField,
}
