using System.Globalization;
using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Compensation.Notices.Text;

namespace Compensation.Receipts.Proof;

/// <summary>Through the providers and the rules of all messages.</summary>
public sealed class ProofSender(DirectSender sender, TimeProvider time) : IProofSender
{
    public async Task<bool> SendAsync(Campaign campaign, Contact to, string code, int minutes, Language language, CancellationToken cancellationToken)
    {
        Guid requestId = sender.RequestIdOf(string.Create(CultureInfo.InvariantCulture, $"{campaign.Id}\n{to.FirstWay}\n{time.GetUtcNow().UtcTicks}\nreceipt-proof"));
        ProviderAnswer answer = await sender.SendAsync(
            campaign, to, TextOf(campaign, code, minutes, language), requestId, new SendTry(sender.ProviderFor(to, requestId, earlier: null), Earlier: null), cancellationToken);
        return answer.IsOnItsWay;
    }

    /// <summary>It holds no link: who asked for it has the page open.</summary>
    private static ComposedText TextOf(Campaign campaign, string code, int minutes, Language language)
    {
        string programme = campaign.ProgrammeIn(language);
        string sms = language.Say(
            $"【{programme}】確認番号は {code} です（{minutes}分間有効）。受け取りの画面に入力してください。", $"[{programme}] Your confirmation code is {code}. Enter it on the receipt page within {minutes} minutes.");
        string subject = language.Say($"【{programme}】確認番号のお知らせ", $"[{programme}] Your confirmation code");
        string text = language.Say(
            $"確認番号：{code}\n\n{minutes}分間有効です。受け取りの画面に入力してください。番号をほかの人に知らせないでください。\n\nこのメールに心当たりがない場合は、下記までお知らせください。\n\n{campaign.CallCentre.Name}\nTEL：{campaign.CallCentre.Phone}\n\n{campaign.Office}",
            $"Your code: {code}\n\nIt is valid for {minutes} minutes. Enter it on the receipt page, and do not share it with anyone.\n\nIf you did not expect this message, please call us.\n\nTEL: {campaign.CallCentre.Phone}\n\n{campaign.OfficeIn(language)}");
        return new ComposedText(sms, subject, text, EmailPage.From(subject, text, language: language).ToString());
    }
}
