using Compensation.Notices;

namespace Compensation.CallCentre;

/// <summary>What an operator asks for: people, or a filter.</summary>
/// <param name="Reason">Why; 1 to 500 characters.</param>
public sealed record ResendRequest(string Reason = "")
{
    /// <summary>Who is to get the link again. Either this or <see cref="Filter"/>.</summary>
    public IReadOnlyList<ResendPerson>? People { get; init; }

    /// <summary><c>notDelivered</c> or <c>notClaimedAndNotDelivered</c>: everybody of the campaign for whom that holds.</summary>
    public ResendFilter? Filter { get; init; }

    /// <summary>By which way; left out: the way that is most likely to arrive.</summary>
    public NoticeChannel? Channel { get; init; }

    /// <summary>The plan that a dry run of the same request has shown. Needed where a filter reaches many.</summary>
    public string? Plan { get; init; }

    /// <summary>Who asks, unless signed in.</summary>
    public string? By { get; init; }
}

/// <summary>One person, by the coupon's number or by the id that lists show; with a corrected number or address if need be. Personal data: in bodies only.</summary>
public sealed record ResendPerson
{
    public string? InquiryNumber { get; init; }

    public string? Entitlement { get; init; }

    /// <summary>The corrected mobile number. It replaces the one on file, or the address where no number is, and the link that went there dies.</summary>
    public string? Phone { get; init; }

    /// <summary>The corrected address, likewise.</summary>
    public string? Email { get; init; }

    /// <summary>The number on file is not the person's: it is taken off, and the link that went to it dies.</summary>
    public bool PhoneIsWrong { get; init; }

    /// <summary>The address on file is not the person's, likewise.</summary>
    public bool EmailIsWrong { get; init; }

    /// <summary>The one-time code that went to the corrected number or address, as the caller has read it back. Whoever is signed in needs it.</summary>
    public string? Code { get; init; }

    internal bool IsCorrected => Phone is not null || Email is not null || PhoneIsWrong || EmailIsWrong;
}
