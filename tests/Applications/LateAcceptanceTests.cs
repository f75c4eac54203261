using Compensation.Applications;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Coupons;
using Microsoft.AspNetCore.DataProtection;

namespace Compensation.Tests.Applications;

/// <summary>Until when an application can be accepted so that its applicant has something of it.</summary>
public class LateAcceptanceTests
{
    /// <param name="minutes">How long before collecting ends.</param>
    /// <param name="contact">Where the link would go; null for somebody who can only be rung.</param>
    /// <param name="wantsTransfer">Whether he has asked to be paid into an account.</param>
    /// <param name="isTooLate">Whether he would have nothing of it.</param>
    [Theory]
    [InlineData(1, "+819012345678", false, true)]
    [InlineData(1, "+819012345678", true, false)]
    [InlineData(1, null, false, false)]
    [InlineData(0, "+819012345678", true, true)]
    [InlineData(0, null, false, true)]
    [InlineData(24 * 60, "+819012345678", false, false)]
    public void Who_needs_no_link_can_be_accepted_until_collecting_ends(int minutes, string? contact, bool wantsTransfer, bool isTooLate)
    {
        Campaign campaign = CampaignFiles.Read("tochigi");
        ProtectedFields fields = new(new EphemeralDataProtectionProvider());
        AcceptApplication accept = new(null!, null!, null!, null!, fields, new StandingClock(campaign.ReceiptEndsAt.AddMinutes(-minutes)));
        Application application = new()
        {
            Campaign = campaign.Id,
            Receipt = ReceiptNumber.Parse("AD3H47XY"),
            Line = 1,
            ReceivedAt = campaign.ApplicationSite!.OpensAt,
            Outcome = ApplicationOutcome.NumberOnly,
            ProtectedForm = fields.ProtectJson(new ApplicationForm("ヤマダ", "タロウ") { Delivery = new Contact(contact, null) }),
            ProtectedNumber = string.Empty,
            NumberKey = string.Empty,
            Source = string.Empty,
            ProtectedTransfer = wantsTransfer ? "an account" : null,
        };

        Assert.Equal(isTooLate, accept.IsTooLateFor(campaign, application));
    }
}
