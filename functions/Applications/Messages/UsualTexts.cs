using System.Collections.Frozen;
using Compensation.Applications.Matching;
using Compensation.Campaigns;
using Compensation.Common.Pages;

namespace Compensation.Applications.Messages;

/// <summary>What applicants are told where the campaign's file has no words of its own, and in English.</summary>
public static class UsualTexts
{
    private const string JapaneseEnd = "\n\nこのメールに心当たりがない場合は、下記までお知らせください。\n\n{callCentre}\nTEL：{callCentrePhone}\n受付時間：{callCentreHours}\n\n{office}";
    private const string EnglishEnd = "\n\nIf you did not expect this message, please call us.\n\n{callCentre}\nTEL: {callCentrePhone}\n\n{office}";

    private static readonly FrozenDictionary<(string Kind, Language Language), NoticeTexts> s_texts = new Dictionary<(string, Language), NoticeTexts>
    {
        [("applicationCode", Language.Japanese)] = Texts(
            "【{programme}】確認番号は {code} です（{minutes}分間有効）。申請の画面に入力してください。",
            "【{programme}】確認番号のお知らせ",
            "{site}での申請を続けるため、次の確認番号を申請の画面に入力してください。\n\n確認番号：{code}\n\n{minutes}分間有効です。番号をほかの人に知らせないでください。" + JapaneseEnd),
        [("applicationCode", Language.English)] = Texts(
            "[{programme}] Your confirmation code is {code}. Enter it on the application page within {minutes} minutes.",
            "[{programme}] Your confirmation code",
            "To continue your application, enter this code on the application page:\n\n{code}\n\nIt is valid for {minutes} minutes. Please do not share it with anyone." + EnglishEnd),
        [("applicationReceived", Language.Japanese)] = Texts(
            "【{programme}】申請を受け付けました。受付番号 {receiptNumber}",
            "【{programme}】申請を受け付けました",
            "{site}での申請を受け付けました。\n\n受付番号：{receiptNumber}\n\n内容を確認のうえ、受取サイトのURLまたは結果を、このご連絡先へお送りします。受付番号は、お問い合わせや状況の確認に必要ですので、お控えください。" + JapaneseEnd),
        [("applicationReceived", Language.English)] = Texts(
            "[{programme}] We have received your application. Receipt number {receiptNumber}",
            "[{programme}] We have received your application",
            "We have received your application.\n\nReceipt number: {receiptNumber}\n\nOnce we have checked it, we will send the link for collecting your points, or the result, to this address. Please keep the receipt number: you will need it to check how your application stands." + EnglishEnd),
        [("applicationRefused", Language.Japanese)] = Texts(
            "【{programme}】申請 {receiptNumber} の結果：{reason} お問い合わせ {callCentrePhone}",
            "【{programme}】申請の結果のお知らせ",
            "受付番号 {receiptNumber} の申請を確認しました。申し訳ございませんが、次の理由により補償をお送りできません。\n\n{reason}\n\nご不明な点は、下記までお問い合わせください。" + JapaneseEnd),
        [("applicationRefused", Language.English)] = Texts(
            "[{programme}] Application {receiptNumber}: {reason} Call {callCentrePhone}",
            "[{programme}] The result of your application",
            "We have checked your application {receiptNumber}. We are sorry, but we cannot send compensation for it, for this reason:\n\n{reason}\n\nPlease call us if anything is unclear." + EnglishEnd),
        [("applicationQuestion", Language.Japanese)] = Texts(
            "【{programme}】申請 {receiptNumber} について：{question} 申請状況の画面またはお電話でお答えください。{callCentrePhone}",
            "【{programme}】申請についてのご確認",
            "受付番号 {receiptNumber} の申請について、次の点をお知らせください。\n\n{question}\n\n{site}の「申請状況の確認」の画面、または下記のお電話でお答えいただけます。" + JapaneseEnd),
        [("applicationQuestion", Language.English)] = Texts(
            "[{programme}] Application {receiptNumber}: {question} Answer on the status page or call {callCentrePhone}",
            "[{programme}] A question about your application",
            "We have a question about your application {receiptNumber}:\n\n{question}\n\nYou can answer on the site's status page, or call us." + EnglishEnd),
    }.ToFrozenDictionary();

    /// <summary>Of everything that applicants are told.</summary>
    public static IEnumerable<string> Kinds => s_texts.Keys.Select(text => text.Kind).Distinct(StringComparer.Ordinal);

    public static NoticeTexts Of(string kind, Language language) => s_texts[(kind, language)];

    public static string? ReasonOf(Language language, ApplicationOutcome outcome) => outcome switch
    {
        ApplicationOutcome.UnknownNumber => language.Say("入力された番号の地域クーポンが見つかりませんでした。番号をご確認のうえ、もう一度申請してください。", "We could not find a coupon with the number you entered. Please check it and apply again."),
        ApplicationOutcome.OtherPrefecture => language.Say("ほかの都道府県の地域クーポンです。ご旅行先の都道府県の特設サイトから申請してください。", "The coupon was issued for another prefecture. Please apply on that prefecture's site."),
        ApplicationOutcome.AlreadyInApp => language.Say("アプリにチャージ済みのクーポンです。申請は不要で、アプリに登録された連絡先へURLをお送りします。", "The coupon is in the app, so you do not need to apply: we will send the link to the contact you registered in the app."),
        ApplicationOutcome.AlreadyApplied => language.Say("このクーポンは、先に受け付けた申請があります。", "We have already received an application for this coupon."),
        ApplicationOutcome.BalanceZero => language.Say("このクーポンの残額は0円でした。", "There was no balance left on this coupon."),
        ApplicationOutcome.Spent => language.Say("このクーポンは、期限までにすべてご利用済みです。", "This coupon had been used up before it expired."),
        ApplicationOutcome.NotCovered => language.Say("このクーポンは、補償の対象となる有効期限のものではありません。", "This coupon's expiry date is not one that the compensation covers."),
        _ => null,
    };

    private static NoticeTexts Texts(string sms, string subject, string text) => new(NoticeTemplate.Parse(sms), NoticeTemplate.Parse(subject), NoticeTemplate.Parse(text));
}
