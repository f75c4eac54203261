using System.Globalization;
using Compensation.Emulators.Bank.Books;
using Compensation.Emulators.Bank.Files;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Witness;
using Compensation.Tests.Campaigns;

namespace Compensation.Tests.Rehearsal;

public sealed class TransfersWitnessTests
{
    private const byte LinkCode = 9;

    private static readonly DateOnly Payday = new(2023, 5, 16);
    private static readonly DateOnly Closing = new(2023, 7, 1);

    private readonly TransferSeeker _seeker = SeekerOf(Story.Paid, balance: 3_000);

    [Fact]
    public void What_was_wanted_and_is_there_once_is_as_it_should_be()
    {
        TransfersFound found = Find([Paid(1, _seeker.PaidInto!.Name, 3_000)]);

        Assert.True(found.Clean);
        Assert.Equal((1, 1, 3_000L, 1, 3_000L, 0), (found.Files, found.Payments, found.Ordered, found.Kept, found.KeptYen, found.Returned));
    }

    [Fact]
    public void What_came_back_and_was_paid_again_is_there_once()
    {
        TransfersFound found = Find([Paid(1, "0001-004-1-0000001", 3_000) with { ReturnedOn = Payday.AddDays(3) }, Paid(1, _seeker.PaidInto!.Name, 3_000, attempt: 2)]);

        Assert.True(found.Clean);
        Assert.Equal((2, 1, 1), (found.Payments, found.Kept, found.Returned));
    }

    [Fact]
    public void A_right_that_is_paid_twice_is_seen_whichever_account_it_went_to() =>
        Assert.Equal(1, Find([Paid(1, _seeker.PaidInto!.Name, 3_000), Paid(1, "0001-004-1-0000099", 3_000, attempt: 2)]).PaidTwice);

    [Fact]
    public void Money_at_the_bank_beside_a_code_on_the_receipt_site_is_seen()
    {
        Assert.Equal(1, Find([Paid(1, _seeker.PaidInto!.Name, 3_000)], RightOf(1)).BothWays);
        Assert.Equal(0, Find([Paid(1, _seeker.PaidInto!.Name, 3_000)], RightOf(2)).BothWays);
    }

    [Theory]
    [InlineData(2_999)]
    [InlineData(3_001)]
    public void Another_sum_than_was_owed_is_seen(long yen) => Assert.Equal(1, Find([Paid(1, _seeker.PaidInto!.Name, yen)]).WrongAccounts);

    [Fact]
    public void Nothing_where_something_was_owed_is_seen() => Assert.Equal(1, Find([]).WrongAccounts);

    [Fact]
    public void Something_where_nothing_was_owed_is_seen() => Assert.Equal(1, Find([Paid(1, _seeker.PaidInto!.Name, 3_000), Paid(2, "0001-004-1-0000099", 1)]).WrongAccounts);

    [Fact]
    public void A_file_with_another_sum_than_its_payments_is_seen()
    {
        TransfersWitness witness = new();
        witness.Owe(_seeker);

        Assert.Equal(1, witness.Findings([new AcceptedFile(1, Payday, 1, 3_001, "", "")], [Paid(1, _seeker.PaidInto!.Name, 3_000)], new HashSet<ulong>(), Closing).WrongTotals);
    }

    [Fact]
    public void Rights_for_which_a_code_was_shown_are_known_after_a_restart_and_a_torn_write()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (CollectedRights first = new(file))
            {
                first.Add(TokenOf(1));
            }

            File.AppendAllBytes(file, [0, 0, 0]);
            using CollectedRights second = new(file);
            second.Add(TokenOf(2));

            Assert.Equal([RightOf(1), RightOf(2)], second.All().Order());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private TransfersFound Find(IReadOnlyList<Payment> payments, params ulong[] collected)
    {
        TransfersWitness witness = new();
        witness.Owe(_seeker);
        witness.Owe(SeekerOf(Story.NeverReacts, balance: 500));
        witness.Owe(SeekerOf(Story.Withdraws, balance: 500));
        return witness.Findings([new AcceptedFile(1, Payday, payments.Count, payments.Sum(payment => payment.Order.Yen), "", "")], payments, collected.ToHashSet(), Closing);
    }

    /// <summary>Stories are drawn: the first person of whom it is this one.</summary>
    private static TransferSeeker SeekerOf(Story story, int balance) => Enumerable.Range(0, 10_000)
        .Select(index => new TransferSeeker(seed: 1, CampaignFiles.Read("tochigi"), [CouponOf(index, balance)], "+819012345678", appliedAt: null))
        .First(seeker => seeker.Story == story);

    private static SyntheticCoupon CouponOf(int index, int balance) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{index:d12}"), new DateOnly(2023, 2, 24), balance, ChargedToApp: true, "09012345678", null);

    private static Payment Paid(ulong right, string account, long yen, int attempt = 1) =>
        new(1, new PaymentOrder(string.Create(CultureInfo.InvariantCulture, $"{LinkCode:d3}{right:d15}{attempt:d2}"), account, "ﾔﾏﾀﾞ", yen), Payday, ReturnedOn: null, Reason: null);

    private static ulong RightOf(ulong id) => ((ulong)LinkCode << 48) | id;

    private static string TokenOf(byte id) => System.Buffers.Text.Base64Url.EncodeToString([LinkCode, 0, 0, 0, 0, 0, id, 1, 2, 3, 4, 5, 6, 7, 8]);
}
