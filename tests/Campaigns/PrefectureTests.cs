using Compensation.Campaigns;

namespace Compensation.Tests.Campaigns;

public sealed class PrefectureTests
{
    [Theory]
    [InlineData("栃木県", "09", "Tochigi")]
    [InlineData("沖縄県", "47", "Okinawa")]
    [InlineData("北海道", "01", "Hokkaido")]
    [InlineData("滋賀県", "25", "Shiga")]
    public void Each_prefecture_has_its_own_English_name(string name, string jis, string expected) => Assert.Equal(expected, new Prefecture(jis, name).InEnglish());
}
