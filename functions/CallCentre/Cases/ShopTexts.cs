using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Notices.Direct;
using Compensation.Notices.Text;

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

            {ShopPages.FailureOf(campaign, Language.Japanese)}に関し、貴店でのお会計について、ご利用者様からお申し出がありました。
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
        return new ComposedText(sms, subject, text, EmailPage.From(subject, text, link, "回答ページを開く").ToString());
    }
}
