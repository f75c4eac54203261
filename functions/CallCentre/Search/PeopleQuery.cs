namespace Compensation.CallCentre.Search;

/// <summary>
/// By what somebody is looked for: whole values, typed in any form. Several narrow each other down; a name needs another beside it. Personal data: in bodies only.
/// </summary>
public sealed record PeopleQuery
{
    /// <summary>A telephone number: 090-1234-5678, +81 90 1234 5678, in any width.</summary>
    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>The coupon's inquiry number, whole.</summary>
    public string? InquiryNumber { get; init; }

    /// <summary>The receipt number of an application or of a transfer.</summary>
    public string? Receipt { get; init; }

    /// <summary>Family and given name, in kana where the ledger has kana.</summary>
    public string? Name { get; init; }

    /// <summary>The day of travel; only beside another value.</summary>
    public string? TravelDate { get; init; }

    /// <summary>The last four characters of the inquiry number; only beside another value.</summary>
    public string? NumberEnds { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}

/// <summary>Whom a search has found.</summary>
/// <param name="People">Masked; in no order that says anything.</param>
/// <param name="More">There are more: a further value narrows them down.</param>
public sealed record PeopleFound(IReadOnlyList<FoundPerson> People, bool More);
