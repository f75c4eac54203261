using Azure;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Tests.Entitlements;

public sealed class EntitlementRowTests
{
    private static readonly DateTimeOffset s_noon = JapanTime.At(new DateOnly(2023, 4, 10), new TimeOnly(12, 0));

    private static readonly Entitlement s_bare = new() { Campaign = CampaignId.Parse("kumamoto"), Id = EntitlementId.FromValue(5UL << 20), Route = EntitlementRoute.App, Amount = Yen.Zero };

    [Fact]
    public void Whatever_an_entitlement_says_comes_back_from_its_row()
    {
        Assert.True(ReceiptNumber.TryParse("3467-89AC", out ReceiptNumber receipt));
        Entitlement filled = s_bare with
        {
            Route = EntitlementRoute.DoubleCharge,
            Amount = new Yen(1234),
            State = EntitlementState.TransferFailed,
            AwaitsApplication = true,
            Application = "346789AC-1",
            TransferReceipt = receipt,
            Contacts = ContactKinds.Sms | ContactKinds.Email,
            ProtectedContact = "ciphertext",
            LinkVersion = 3,
            CorrectedBy = "order-1",
            CorrectedWays = ContactKinds.Email,
            Lead = EntitlementId.FromValue(7),
            Companions = [EntitlementId.FromValue(8), EntitlementId.FromValue(9)],
            Product = "edy",
            IssuerReference = "stock:key",
            RulesVersion = 2,
            Granted = new Yen(99),
            OpenedAt = s_noon,
            ClaimedAt = s_noon.AddMinutes(1),
            PaidAt = s_noon.AddMinutes(2),
            ExpiredAt = s_noon.AddMinutes(3),
            TransferReturnedAt = s_noon.AddMinutes(4),
            RevokedAt = s_noon.AddMinutes(5),
            ErasedAt = s_noon.AddMinutes(6),
            ErasedBy = "anna",
            OnePerson = EntitlementId.FromValue(6),
            CountedElsewhere = true,
            Version = new ETag("\"1\""),
        };
        EveryProperty.IsSet(filled, s_bare, nameof(Entitlement.Campaign), nameof(Entitlement.Id));

        EntitlementRow row = EntitlementRow.From(filled, shards: 16);
        Entitlement read = row.ToEntitlement(filled.Campaign);

        Assert.Equal((Shards.PartitionKey(filled.Campaign, filled.Id.ShardOf(16)), $"e:{filled.Id}"), (row.PartitionKey, row.RowKey));

        Assert.Equal(filled.Companions, read.Companions);
        Assert.Equal(filled, read with { Companions = filled.Companions });
    }

    [Fact]
    public void What_an_entitlement_does_not_say_takes_no_column()
    {
        EntitlementRow row = EntitlementRow.From(s_bare, shards: 16);

        Assert.Equal(s_bare, row.ToEntitlement(s_bare.Campaign) with { Companions = s_bare.Companions });
        Assert.Equal((null, null, null, null, null), (row.AwaitsApplication, row.CorrectedWays, row.Companions, row.Granted, row.CountedElsewhere));
    }

    [Fact]
    public void What_is_erased_is_what_is_personal_and_nothing_else()
    {
        Entitlement person = s_bare with { Contacts = ContactKinds.Sms, ProtectedContact = "ciphertext", CorrectedWays = ContactKinds.Sms, Product = "edy", State = EntitlementState.Paid };

        Assert.Equal(
            person with { Contacts = ContactKinds.None, ProtectedContact = null, CorrectedWays = ContactKinds.None, ErasedAt = s_noon, ErasedBy = "anna" },
            person.Erased(s_noon, "anna"));
    }
}
