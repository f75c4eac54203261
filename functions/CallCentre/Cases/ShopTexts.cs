using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.CallCentre.Cases;

/// <summary>What a shop is written. It names no person; what it is about stands on the page behind the link.</summary>
internal static class ShopTexts
{
    public static ComposedText Of(Campaign campaign, DoubleChargeCase one, string shop, string link)
    {
        bool again = one.Message.Number > 1;
        string subject = $"【{campaign.Programme}】{(again ? "（再送）" : string.Empty)}地域クーポンのお会計についてのご確認のお願い";
        string text = $"""
            {shop} 御中

            2月24日のシステム障害に関し、貴店でのお会計について、ご利用者様からお申し出がありました。
            お手数ですが、次のページで、お会計の記録とお申し出の内容が合っているかをお答えください。

            {link}

            このURLは1回だけお答えいただけます。ほかの方に転送なさらないようお願いいたします。
            お答えが難しい場合は、下記までお電話ください（受付番号 {one.Number}）。

            {campaign.CallCentre.Name}
            TEL：{campaign.CallCentre.Phone}
            受付時間：{campaign.CallCentre.Hours}

            {campaign.Office}
            """.ReplaceLineEndings("\n");
        string sms = $"【{campaign.Programme}】お会計のご確認のお願い\n{link}";
        return new ComposedText(sms, subject, text, PageOf(subject, text).ToString());
    }

    private static Html PageOf(string subject, string text) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="{Language.Japanese.Code()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{subject}</title>
        </head>
        <body style="margin:0;padding:16px;background:#fff;color:#222;font-family:sans-serif;font-size:16px;line-height:1.7">
        {text.Split("\n\n").Select(Paragraph)}</body>
        </html>

        """);

    private static Html Paragraph(string paragraph) => Html.Of($"""
        <p style="margin:0 auto 1.2em;max-width:600px">{paragraph.Split('\n').Select((line, number) => Html.Of($"{(number == 0 ? Html.Empty : Html.Of($"<br>"))}{LineOf(line)}"))}</p>

        """);

    private static Html LineOf(string line) => line.StartsWith("https://", StringComparison.Ordinal) || line.StartsWith("http://", StringComparison.Ordinal)
        ? Html.Of($"<a href=\"{line}\">{line}</a>")
        : Html.Of($"{line}");
}
