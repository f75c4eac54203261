using Compensation.Awards;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Awards;

public sealed class MemberIdTests
{
    private static readonly Gen<string> s_ids =
        from length in Gen.Choose(4, 20)
        from letters in Gen.ArrayOf(Gen.Elements("ABCMYZ0123456789-".ToCharArray()), length)
        select new string(letters);

    [Fact]
    public void What_was_packed_is_given_out_again() =>
        Prop.ForAll(s_ids.ToArbitrary(), text => MemberId.TryParse(text, out MemberId id) && id.Value == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_ids_are_equal_only_if_they_are_written_alike() =>
        Prop.ForAll(s_ids.ToArbitrary(), s_ids.ToArbitrary(), (one, other) => (Parse(one) == Parse(other)) == (one == other)).QuickCheckThrowOnFailure();

    [Fact]
    public void Upper_and_lower_case_are_the_same_member() => Assert.Equal(Parse("W12ab"), Parse("w12AB"));

    [Fact]
    public void It_does_not_betray_itself() => Assert.Equal("(member id)", Parse("W123456").ToString());

    [Theory]
    [InlineData("abc")]
    [InlineData("123456789012345678901")]
    [InlineData("1234_5")]
    [InlineData("12345６")]
    [InlineData("1234 5")]
    [InlineData("")]
    public void Anything_else_is_no_member_id(string text) => Assert.False(MemberId.TryParse(text, out _));

    private static MemberId Parse(string text) => MemberId.TryParse(text, out MemberId id) ? id : throw new FormatException(text);
}
