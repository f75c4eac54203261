using Compensation.Transfers.Accounts;

namespace Compensation.Tests.Transfers.Accounts;

public class JapanPostAccountTests
{
    [Theory]
    [InlineData("14030", "12345671", "408", AccountType.Ordinary, "1234567")]
    [InlineData("15150", "21111111", "518", AccountType.Ordinary, "2111111")]
    [InlineData("00580", "654321", "059", AccountType.Current, "0654321")]
    [InlineData("00160", "100001", "019", AccountType.Current, "0100001")]
    [InlineData("14080", "12712721", "408", AccountType.Ordinary, "1271272")]
    [InlineData("16150", "12233411", "618", AccountType.Ordinary, "1223341")]
    public void A_passbook_s_numbers_become_a_branch_and_an_account(string symbol, string number, string branch, AccountType type, string account) =>
        Assert.Equal((new JapanPostAccount(branch, type, account, IsDoubtful: false), null), JapanPostAccount.Of(symbol, number));

    [Fact]
    public void The_final_one_is_dropped_whatever_the_number_of_digits()
    {
        Assert.Equal(("738", "1992765"), Converted("17300", "19927651"));
        Assert.Equal(("408", "0000012"), Converted("14030", "121"));
    }

    [Fact]
    public void A_check_digit_that_does_not_fit_only_warns() => Assert.True(JapanPostAccount.Of("14040", "12345671").Account!.IsDoubtful);

    [Theory]
    [InlineData("14030-1", "1234567-1")]
    [InlineData("１４０３０", "１２３４５６７１")]
    [InlineData("14030 2", "1234 5671")]
    public void A_digit_between_them_is_not_used(string symbol, string number) => Assert.Equal(("408", "1234567"), Converted(symbol, number));

    [Fact]
    public void Savings_have_their_own_type() => Assert.Equal(AccountType.Savings, JapanPostAccount.Of("14030", "12345671", isSavings: true).Account!.Type);

    [Theory]
    [InlineData("24030", "12345671", JapanPostProblem.Symbol)]
    [InlineData("1403", "12345671", JapanPostProblem.Symbol)]
    [InlineData("", "12345671", JapanPostProblem.Symbol)]
    [InlineData("14030", "12345672", JapanPostProblem.PassbookNumber)]
    [InlineData("14030", "123456781", JapanPostProblem.PassbookNumber)]
    [InlineData("14030", "1", JapanPostProblem.PassbookNumber)]
    [InlineData("00160", "1000001", JapanPostProblem.GiroNumber)]
    [InlineData("00160", "", JapanPostProblem.GiroNumber)]
    [InlineData("00000", "100001", JapanPostProblem.SymbolOfZeros)]
    [InlineData("０００００", "100001", JapanPostProblem.SymbolOfZeros)]
    [InlineData("00160", "000000", JapanPostProblem.NumberOfZeros)]
    [InlineData("14030", "00000001", JapanPostProblem.NumberOfZeros)]
    [InlineData("14030", "01", JapanPostProblem.NumberOfZeros)]
    public void What_no_passbook_prints_is_refused(string symbol, string number, JapanPostProblem problem) => Assert.Equal((null, problem), JapanPostAccount.Of(symbol, number));

    private static (string, string) Converted(string symbol, string number) => JapanPostAccount.Of(symbol, number).Account is { } account ? (account.Branch, account.Number) : default;
}
