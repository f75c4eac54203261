using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.Bulk;

/// <summary>Takes the contact off at which messages bounced, of those who have another one, and sends the link there. The old link dies.</summary>
public sealed class TakeOffContact(OrderResend resends, ListUnreached unreached, EntitlementMarks marks, NoticeStore notices, ActsUnderWay underWay, IOptions<CallCentreOptions> options) : UnreachedAction(resends, unreached, marks, notices, underWay, options)
{
    public override string Kind => TakenOff;

    protected override ResendPerson RequestFor(BulkTarget target) => new() { Entitlement = target.On, PhoneIsWrong = target.Detail == nameof(NoticeChannel.Sms), EmailIsWrong = target.Detail == nameof(NoticeChannel.Email) };
}
