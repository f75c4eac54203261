using Compensation.Applications;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Search;

/// <summary>Somebody whom a search has found, as far as an operator sees it unasked: masked.</summary>
/// <param name="Person">The id of his right or his coupon; null of an application whose coupon is not known.</param>
/// <param name="Name">The first letters.</param>
/// <param name="Phone">Its ends.</param>
/// <param name="Email">Its first letter and its host.</param>
/// <param name="InquiryNumber">Its last four characters.</param>
public sealed record FoundPerson(EntitlementId? Person, string? Name, string? Phone, string? Email, string? InquiryNumber)
{
    /// <summary>What is owed, or lies on the coupon while nothing is sealed.</summary>
    public Yen? Amount { get; init; }

    /// <summary>How the right stands; null where there is none.</summary>
    public EntitlementState? State { get; init; }

    /// <summary>The application's id, where there is one.</summary>
    public string? Application { get; init; }

    public ApplicationState? ApplicationState { get; init; }
}
