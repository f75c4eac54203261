using Compensation.Transfers.Accounts;

namespace Compensation.Tests.Transfers.Accounts;

public class AccountNumberTests
{
    [Theory]
    [InlineData("1234567", "1234567", 0)]
    [InlineData("1234", "0001234", 3)]
    [InlineData("０１２３４５", "0012345", 1)]
    [InlineData("123-4567", "1234567", 0)]
    [InlineData(" 123 4567 ", "1234567", 0)]
    public void Short_numbers_are_filled_and_the_person_is_told(string typed, string digits, int filled) => Assert.Equal(new AccountNumber(digits, filled), AccountNumber.Of(typed));

    [Theory]
    [InlineData("123")]
    [InlineData("12345678")]
    [InlineData("12345a7")]
    [InlineData("0000000")]
    [InlineData("0000")]
    [InlineData("０００-００００")]
    [InlineData("一二三四五")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_none(string? typed) => Assert.Null(AccountNumber.Of(typed));
}
