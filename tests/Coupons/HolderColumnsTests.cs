using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.Tests.Coupons;

public sealed class HolderColumnsTests
{
    private const string Header = "inquiry_number,expiry,balance,charged_to_app,left_app,face_value,name_kana,travel_date,phone";

    [Fact]
    public async Task Who_has_left_the_app_has_to_apply_as_on_paper_and_the_seal_says_so()
    {
        await using LedgerFixture ledger = await ImportedAsync(
            "LEFT-001,2023-02-24,3000,true,true,5000,ヤマダ　タロウ,2023-02-23,090-1234-5610", "STAY-001,2023-02-24,3000,true,,,,,090-1234-5611", "TWICE-01,2023-02-20,500,false,,,,,090-1234-5612");
        await ledger.AdjustAsync("B-1,TWICE-01,restored,300,double-charge");
        await ledger.SealAsync();
        foreach ((string number, bool awaits, string line) in ((string, bool, string)[])
            [("LEFT-001", true, ",3000,left,as-issued,eligible,Application,3000"), ("STAY-001", false, ",3000,app,as-issued,eligible,App,3000"), ("TWICE-01", true, ",800,paper,extended,eligible,Application,800")])
        {
            CouponRow coupon = await ledger.CouponAsync(number);
            Entitlement owed = (await ledger.Get<EntitlementStore>().FindAsync(LedgerFixture.Id, coupon.ToId(), CancellationToken.None))!;
            Assert.Equal((awaits, awaits ? ContactKinds.None : ContactKinds.Sms), (owed.AwaitsApplication, owed.Contacts));
            Assert.True(InquiryNumber.TryParse(number, LedgerFixture.Campaign.InquiryNumbers, out InquiryNumber parsed));
            Assert.EndsWith(line, (await ledger.Get<SealVerification>().ProveAsync(LedgerFixture.Id, parsed, CancellationToken.None))!.Line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_seal_of_an_earlier_version_is_verified_as_it_was_made(int version)
    {
        await using LedgerFixture ledger = await ImportedAsync("LEFT-001,2023-02-24,3000,true,true,,,,", "STAY-001,2023-02-24,3000,true,,,,,");
        List<ShardSeal> shards = [];
        for (int shard = 0; shard < LedgerFixture.Campaign.Shards; shard++)
        {
            shards.Add(await ledger.Get<LedgerShard>().WalkAsync(LedgerFixture.Id, shard, version, visit: null, CancellationToken.None));
        }

        await ledger.Get<SealStore>().AddAsync(LedgerFixture.Id, SealChain.Overall(LedgerFixture.Id, shards), ledger.Clock.Now, shards, CancellationToken.None);
        Assert.IsType<SealVerdict.Holds>(await ledger.Get<SealVerification>().VerifyAsync(LedgerFixture.Id, CancellationToken.None));
        Assert.True(InquiryNumber.TryParse("LEFT-001", LedgerFixture.Campaign.InquiryNumbers, out InquiryNumber left));
        SealProof proof = (await ledger.Get<SealVerification>().ProveAsync(LedgerFixture.Id, left, CancellationToken.None))!;
        Assert.True(proof.Holds);
        Assert.Contains(version == 1 ? ",app," : ",left,", proof.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KM-000001,2023-02-24,3000,false,true,,,,", "left_app")]
    [InlineData("KM-000001,2023-02-24,3000,true,perhaps,,,,", "left_app")]
    [InlineData("KM-000001,2023-02-24,3000,true,,2999,,,", "face_value")]
    [InlineData("KM-000001,2023-02-24,3000,true,,0,,,", "face_value")]
    [InlineData("KM-000001,2023-02-24,3000,true,,,,2023-02-30,", "travel_date")]
    public async Task What_cannot_be_is_named_by_its_field(string row, string field)
    {
        await using LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync(LedgerFixture.Text($"{Header}\n{row}\n"));
        Assert.Equal((ImportOutcome.Invalid, field), (result.Outcome, Assert.Single(result.Errors).Field));
    }

    [Fact]
    public async Task A_later_file_that_says_more_of_the_holder_corrects_and_what_it_says_is_not_kept_in_clear()
    {
        await using LedgerFixture ledger = await ImportedAsync("KM-000001,2023-02-24,3000,true,,,,,");
        ImportResult result = await ledger.ImportAsync(LedgerFixture.Text($"{Header}\nKM-000001,2023-02-24,3000,true,true,5000,ヤマダ タロウ,2023-02-23,\n"));
        Assert.Equal((1, 0), (result.Corrected, result.Unchanged));
        CouponRow row = await ledger.CouponAsync("KM-000001");
        Assert.Equal((true, (long?)5000, 3000L), (row.LeftApp, row.FaceValue, row.Balance));
        Assert.Equal(new CouponHolder("ヤマダ タロウ", new DateOnly(2023, 2, 23)), ledger.Get<ProtectedFields>().UnprotectJson<CouponHolder>(row.Holder!));
        Assert.DoesNotContain("ヤマダ", await ledger.RawAsync(CouponStore.TableName), StringComparison.Ordinal);
    }

    private static async Task<LedgerFixture> ImportedAsync(params string[] rows)
    {
        LedgerFixture ledger = await LedgerFixture.CreateAsync();
        ImportResult result = await ledger.ImportAsync(LedgerFixture.Text($"{string.Join('\n', [Header, .. rows])}\n"));
        Assert.True(result.Outcome == ImportOutcome.Imported, string.Join('\n', result.Errors));
        return ledger;
    }
}
