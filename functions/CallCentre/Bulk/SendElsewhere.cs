using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Sends the link to the other contact of those whose messages bounced at one. What is on file stays.</summary>
public sealed class SendElsewhere(OrderResend resends, ListUnreached unreached, EntitlementMarks marks, NoticeStore notices, ActsUnderWay underWay, IOptions<CallCentreOptions> options) : UnreachedAction(resends, unreached, marks, notices, underWay, options)
{
    public override string Kind => Elsewhere;

    protected override ResendPerson RequestFor(BulkTarget target) => new() { Entitlement = target.On };
}
