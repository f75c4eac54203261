using System.Globalization;
using Compensation.Common;
using Compensation.Receipts.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Receipts;

public sealed class AskedReceiptTests
{
    [Theory]
    [InlineData("en", "1,234 yen")]
    [InlineData("ja", "1,234円")]
    public void Amounts_are_written_the_same_wherever_the_app_runs(string language, string expected)
    {
        DefaultHttpContext http = new();
        http.Request.QueryString = new QueryString($"?lang={language}");
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(expected, new AskedReceipt(TestCampaign.Kumamoto, http.Request).Sum(new Yen(1234)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
