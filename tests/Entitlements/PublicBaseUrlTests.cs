using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Receipts;
using Compensation.Tests.Campaigns;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Entitlements;

public sealed class PublicBaseUrlTests
{
    private static readonly LinksOpen s_links = new(CampaignFolder.Load(CampaignFiles.Folder));

    [Theory]
    [InlineData("https://r.example.jp", "https://r.example.jp/r/T")]
    [InlineData("https://r.example.jp/", "https://r.example.jp/r/T")]
    [InlineData("https://r.example.jp//", "https://r.example.jp/r/T")]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071/r/T")]
    public void An_address_is_taken_with_and_without_a_final_slash(string address, string link)
    {
        ReceiptSiteOptions options = new() { PublicBaseUrl = address };

        Assert.Equal(link, options.LinkTo("T"));
        Assert.True(new PublicBaseUrlIsAnAddress().Validate(null, options).Succeeded);
        Assert.True(s_links.Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("https://r.example.jp?office=1")]
    [InlineData("https://r.example.jp/?")]
    [InlineData("https://r.example.jp/#top")]
    [InlineData("ftp://r.example.jp")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://r.example.jp")]
    [InlineData("r.example.jp")]
    [InlineData("//r.example.jp")]
    [InlineData("https://")]
    [InlineData("https://r.example.jp\n")]
    [InlineData("https://r.example.jp\r\nX: y")]
    [InlineData(" https://r.example.jp")]
    [InlineData("https://r.example.jp ")]
    [InlineData("https://受取.jp")]
    [InlineData("https://office@r.example.jp")]
    [InlineData("https://@r.example.jp")]
    [InlineData("https://:@r.example.jp/uketori")]
    [InlineData("")]
    public void What_would_be_no_address_in_a_message_keeps_the_app_from_starting(string address) =>
        Assert.True(new PublicBaseUrlIsAnAddress().Validate(null, new ReceiptSiteOptions { PublicBaseUrl = address }).Failed);

    [Theory]
    [InlineData("https://e.jp/pay")]
    [InlineData("https://e.jp/pay/")]
    [InlineData("https://e.jp/r")]
    [InlineData("https://e.jp/r/")]
    [InlineData("https://e.jp/%2F")]
    public void A_path_in_front_of_the_apps_own_routes_would_send_everybody_a_dead_link(string address)
    {
        ValidateOptionsResult result = s_links.Validate(null, new ReceiptSiteOptions { PublicBaseUrl = address });

        Assert.True(result.Failed);
        Assert.Contains("which opens no receipt", result.FailureMessage, StringComparison.Ordinal);
    }
}
