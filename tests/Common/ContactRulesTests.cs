using Compensation.Common;

namespace Compensation.Tests.Common;

public sealed class ContactRulesTests
{
    [Theory]
    [InlineData("09012345678")]
    [InlineData("090-1234-5678")]
    [InlineData("０９０－１２３４－５６７８")]
    [InlineData("090 1234 5678")]
    [InlineData("090ー1234ー5678")]
    [InlineData("(090)1234.5678")]
    [InlineData("+81 90 1234 5678")]
    [InlineData("+81 (0)90-1234-5678")]
    [InlineData("819012345678")]
    [InlineData("0081-90-1234-5678")]
    [InlineData("\u202A090-1234-5678\u202C")]
    [InlineData("\u202D09012345678")]
    [InlineData("090\u200B1234\u200B5678")]
    [InlineData("090─1234─5678")]
    [InlineData("090～1234〜5678")]
    [InlineData("090・1234・5678")]
    [InlineData("\u00A0090\u30001234\u20095678\uFEFF")]
    public void A_mobile_number_is_understood_however_it_is_written(string text)
    {
        Assert.True(JapanesePhone.TryNormalise(text, out string? e164));
        Assert.Equal("+819012345678", e164);
    }

    [Theory]
    [InlineData("06012345678", "+816012345678")]
    [InlineData("07098765432", "+817098765432")]
    [InlineData("08011112222", "+818011112222")]
    public void Every_mobile_prefix_is_taken(string text, string expected)
    {
        Assert.True(JapanesePhone.TryNormalise(text, out string? e164));
        Assert.Equal(expected, e164);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("03-5244-9370")]
    [InlineData("0120-479-249")]
    [InlineData("0800-123-4567")]
    [InlineData("080-0123-4567")]
    [InlineData("050-1234-5678")]
    [InlineData("0570-012-345")]
    [InlineData("020-1234-5678")]
    [InlineData("0901234567")]
    [InlineData("090123456789")]
    [InlineData("9012345678")]
    [InlineData("+1 90 1234 5678")]
    [InlineData("090-1234-567a")]
    [InlineData("09012345678\n090")]
    [InlineData("090\ud83d12345678")]
    public void A_number_that_gets_no_SMS_is_refused(string? text)
    {
        Assert.False(JapanesePhone.TryNormalise(text, out string? e164));
        Assert.Null(e164);
    }

    [Theory]
    [InlineData("taro@example.jp")]
    [InlineData("ta..ro@docomo.ne.jp")]
    [InlineData(".taro@docomo.ne.jp")]
    [InlineData("taro.@ezweb.ne.jp")]
    [InlineData("taro_yamada+kumamoto@k.vodafone.ne.jp")]
    [InlineData("a/b?c@i.softbank.jp")]
    public void An_address_that_people_live_at_is_taken(string text) => Assert.True(EmailRule.IsAcceptable(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("taro")]
    [InlineData("@example.jp")]
    [InlineData("taro@")]
    [InlineData("taro@localhost")]
    [InlineData("taro@@example.jp")]
    [InlineData("taro@example..jp")]
    [InlineData("taro@-example.jp")]
    [InlineData("taro yamada@example.jp")]
    [InlineData("taro@example.jp\r\nBcc: all@example.jp")]
    [InlineData("taro@example.jp\n")]
    [InlineData("Taro <taro@example.jp>")]
    [InlineData("太郎@example.jp")]
    [InlineData("taro@192.168.0.1")]
    public void What_is_no_address_is_refused(string? text) => Assert.False(EmailRule.IsAcceptable(text));

    [Theory]
    [InlineData("\"taro..yamada\"@docomo.ne.jp", "taro..yamada@docomo.ne.jp")]
    [InlineData("\"taro.\"@docomo.ne.jp", "taro.@docomo.ne.jp")]
    [InlineData("“taro.”@docomo.ne.jp", "taro.@docomo.ne.jp")]
    [InlineData("\"ta\\ro\"@docomo.ne.jp", "taro@docomo.ne.jp")]
    [InlineData("taro@example.jp\u3000\u3000", "taro@example.jp")]
    [InlineData("\u00A0taro@example.jp\u00A0", "taro@example.jp")]
    [InlineData("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp")]
    [InlineData("taro@example。jp", "taro@example.jp")]
    [InlineData("ta\u200Bro\u00AD@exam\u2060ple.jp\n", "taro@example.jp")]
    [InlineData("taro‐yamada@example.jp", "taro-yamada@example.jp")]
    public void An_address_is_understood_as_people_type_and_paste_it(string text, string expected)
    {
        Assert.True(EmailRule.TryNormalise(text, out string? address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData("\"taro yamada\"@docomo.ne.jp")]
    [InlineData("\"taro\"yamada@docomo.ne.jp")]
    [InlineData("\"\"@docomo.ne.jp")]
    [InlineData("\"taro@docomo.ne.jp\"")]
    [InlineData("taro@example.jp\r\nBcc: all@example.jp")]
    [InlineData("太郎@example.jp")]
    public void What_no_folding_makes_an_address_is_refused(string text)
    {
        Assert.False(EmailRule.TryNormalise(text, out string? address));
        Assert.Null(address);
    }

    [Fact]
    public void The_longest_address_that_mail_carries_is_taken_and_one_letter_more_is_refused()
    {
        string domain = string.Join('.', Enumerable.Repeat(new string('d', 63), 3)) + ".jp";
        string longest = new string('a', EmailRule.LengthMax - domain.Length - 1) + "@" + domain;

        Assert.Equal(EmailRule.LengthMax, longest.Length);
        Assert.True(EmailRule.IsAcceptable(longest));
        Assert.False(EmailRule.IsAcceptable("a" + longest));
        Assert.False(EmailRule.IsAcceptable(new string('a', 65) + "@example.jp"));
    }
}
