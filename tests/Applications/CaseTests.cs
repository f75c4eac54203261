using System.Net;

namespace Compensation.Tests.Applications;

/// <summary>What people really type and paste on the special site, over HTTP, with the right result.</summary>
public sealed class CaseTests
{
    private const string Phone = "+819012345678";

    [Theory]
    [InlineData("{0} {1}")]
    [InlineData("{0}-{1}")]
    [InlineData(" {0}{1}\r\n")]
    [InlineData("{0}ー{1}")]
    [InlineData("{0}−{1}")]
    [InlineData("　{0}　{1}　")]
    [InlineData("\u200b{0}{1}")]
    public async Task A_pasted_code_is_accepted_in_any_width(string form)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        foreach (bool isWide in new[] { false, true })
        {
            Uri code = (await world.SendAsync(await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001")), [])).Next!;
            string page = (await world.OpenAsync(code)).Page;
            Assert.Contains("autocomplete=\"one-time-code\"", page, StringComparison.Ordinal);
            Assert.Contains("inputmode=\"numeric\"", page, StringComparison.Ordinal);
            string digits = world.CodeFor(Phone)!;
            digits = isWide ? string.Concat(digits.Select(digit => (char)(digit - '0' + '０'))) : digits;
            string pasted = form.Replace("{0}", digits[..3], StringComparison.Ordinal).Replace("{1}", digits[3..], StringComparison.Ordinal);
            Assert.EndsWith("received", (await world.SendAsync(code, [KeyValuePair.Create("code", pasted)])).Next!.AbsolutePath, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ヴィクトリア　スギヤマ", "ヴィクトリア スギヤマ")]
    [InlineData("たかやま たろう", "たかやま たろう")]
    [InlineData("マーク", "マーク")]
    [InlineData("ﾀｶﾔﾏ ﾀﾛｳ", "タカヤマ タロウ")]
    public async Task A_name_is_taken_folded_and_shown(string typed, string shown)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri summary = await world.SummaryAsync(ApplicationsWorld.Answers("YM-000001", family: typed, given: string.Empty));
        Assert.Contains($"<dd>{shown}</dd>", WebUtility.HtmlDecode((await world.OpenAsync(summary)).Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_blank_is_no_name_and_is_told_so()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        Uri name = (await world.SendAsync(new Uri(world.Http.BaseAddress!, "apply/yamaguchi"), [])).Next!;
        SiteAnswer answer = await world.SendAsync(name, [KeyValuePair.Create("family", "　"), KeyValuePair.Create("given", "")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("氏名を入力してください", answer.Page, StringComparison.Ordinal);
        Assert.Contains("value=\"　\"", WebUtility.HtmlDecode(answer.Page), StringComparison.Ordinal);
    }
}
