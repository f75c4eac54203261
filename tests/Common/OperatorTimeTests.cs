using System.Globalization;
using Compensation.Common;

namespace Compensation.Tests.Common;

public class OperatorTimeTests
{
    [Theory]
    [InlineData("2023-05-20", "2023-05-19T15:00:00Z")]
    [InlineData("2023-05-20T09:00", "2023-05-20T00:00:00Z")]
    [InlineData("2023-05-20T09:00:00", "2023-05-20T00:00:00Z")]
    [InlineData("2023-05-20T09:00:00.5", "2023-05-20T00:00:00.5Z")]
    [InlineData("2023-05-20T09:00:00+09:00", "2023-05-20T00:00:00Z")]
    [InlineData("2023-05-20T09:00-04:00", "2023-05-20T13:00:00Z")]
    [InlineData("2023-05-20T00:00:00Z", "2023-05-20T00:00:00Z")]
    [InlineData("2000-01-01", "1999-12-31T15:00:00Z")]
    [InlineData("２０２３－０５－２０Ｔ０９：００", "2023-05-20T00:00:00Z")]
    [InlineData(" 2023\u201305\u201320\n", "2023-05-19T15:00:00Z")]
    [InlineData("\u202A2023-05-20T09:00:00\u221204:00\u202C", "2023-05-20T13:00:00Z")]
    public void What_is_typed_without_an_offset_is_Japans_time(string text, string expected)
    {
        Assert.True(OperatorTime.TryParse(text, out DateTimeOffset instant));
        Assert.Equal((DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), TimeSpan.Zero), (instant, instant.Offset));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1999-12-31T23:59:59+09:00")]
    [InlineData("2100-01-01")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2023-02-29")]
    [InlineData("2023-05-20T24:00")]
    [InlineData("2023-05-20T09:00:00+25:00")]
    [InlineData("2023-05-20T09:00:00 +09:00")]
    [InlineData("2023-05-20T9:00")]
    [InlineData("2023/05/20")]
    [InlineData("20.5.2023")]
    [InlineData("2023-05 -20")]
    [InlineData("202\u06630-05-20")]
    public void Anything_else_is_refused(string? text) => Assert.False(OperatorTime.TryParse(text, out _));

    [Fact]
    public void Answers_state_instants_in_Japan_with_their_offset() =>
        Assert.Equal("2023-05-20 09:00 (Japan, +09:00)", JapanTime.Stated(new DateTimeOffset(2023, 5, 20, 0, 0, 0, TimeSpan.Zero)));
}
