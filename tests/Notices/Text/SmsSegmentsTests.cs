using Compensation.Notices.Text;

namespace Compensation.Tests.Notices.Text;

public sealed class SmsSegmentsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    [InlineData(1530, 10)]
    public void Letters_of_the_GSM_alphabet_are_counted_by_160_and_153(int length, int segments) =>
        Assert.Equal(segments, SmsSegments.Count(new string('a', length)));

    [Theory]
    [InlineData(70, 1)]
    [InlineData(71, 2)]
    [InlineData(134, 2)]
    [InlineData(135, 3)]
    [InlineData(201, 3)]
    [InlineData(202, 4)]
    [InlineData(670, 10)]
    public void Japanese_is_counted_by_70_and_67(int length, int segments) =>
        Assert.Equal(segments, SmsSegments.Count(new string('あ', length)));

    [Fact]
    public void One_Japanese_letter_makes_the_whole_text_Unicode()
    {
        Assert.Equal(1, SmsSegments.Count(new string('a', 71)));
        Assert.Equal(2, SmsSegments.Count(new string('a', 70) + 'ｱ'));
    }

    [Fact]
    public void A_letter_of_the_extension_table_takes_two_places()
    {
        Assert.Equal(1, SmsSegments.Count(new string('€', 80)));
        Assert.Equal(2, SmsSegments.Count(new string('€', 80) + 'a'));
        Assert.Equal(1, SmsSegments.Count("^{}\\[~]|€\f"));
    }

    [Fact]
    public void An_emoji_takes_two_places_and_is_never_parted()
    {
        Assert.Equal(1, SmsSegments.Count(string.Concat(Enumerable.Repeat("😀", 35))));
        Assert.Equal(2, SmsSegments.Count(string.Concat(Enumerable.Repeat("😀", 36))));

        // 66 of 67 places are taken when the next emoji comes, which needs two.
        Assert.Equal(3, SmsSegments.Count(string.Concat(Enumerable.Repeat("😀", 67))));
    }

    [Fact]
    public void An_escaped_letter_is_never_parted()
    {
        // 306 units fill two segments of 153 only if a pair may be cut in two.
        Assert.Equal(3, SmsSegments.Count(string.Concat(Enumerable.Repeat("€", 153))));
        Assert.Equal(2, SmsSegments.Count(string.Concat(Enumerable.Repeat("€", 152))));
    }

    [Theory]
    [InlineData("`")]
    [InlineData("ç")]
    [InlineData("\t")]
    public void What_the_GSM_alphabet_lacks_is_Unicode(string letter) => Assert.Equal(2, SmsSegments.Count(new string('a', 70) + letter));
}
