using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Sends the link once more to those of whose last message nobody knows whether it went out. By itself that is never done: it may have.</summary>
public sealed class SendAgain(OrderResend resends, ListUnreached unreached, EntitlementMarks marks, NoticeStore notices, ActsUnderWay underWay, IOptions<CallCentreOptions> options) : UnreachedAction(resends, unreached, marks, notices, underWay, options)
{
    public override string Kind => Again;

    protected override ResendPerson RequestFor(BulkTarget target) => new() { Entitlement = target.On };

    protected override (string? Why, NoticeChannel Tried) Judge(UnreachedPerson person) =>
        !HasToOpen(person) ? ("nothingToOpen", default)
        : person.Tried is [.., { Outcome: NoticeOutcome.Unknown, Channel: var channel }] ? (null, channel)
        : ("notUnknown", default);
}
