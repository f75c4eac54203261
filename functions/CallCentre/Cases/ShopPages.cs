using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.CallCentre.Cases;

/// <summary>What a shop reads behind its link. No person stands on it.</summary>
internal static class ShopPages
{
    public const string Yes = "yes";
    public const string No = "no";

    public static Page Ask(AskedShop asked, DoubleChargeCase one, CaseFacts facts, TypedShopAnswer typed)
    {
        (Campaign campaign, Language language) = (asked.Campaign, asked.Language);
        string title = language.Say("お会計のご確認", "Please check a payment");
        return PageOf(asked, typed.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, new ErrorSummary(language, typed.Errors).Entitle(title), Html.Of($"""
            {new ErrorSummary(language, typed.Errors)}
            <h1>{title}</h1>
            <p>{language.Say(
                $"{FailureOf(campaign, language)}に関し、貴店でのお会計について、ご利用者様からお申し出がありました。貴店の記録と合っているかをお答えください。",
                $"A customer has told us of a payment at your shop on the day of {FailureOf(campaign, language)}. Please tell us whether your records agree.")}</p>
            {new SummaryList(language, [.. RowsOf(one, facts, language)])}
            {new Form(Html.Empty, Html.Of($"""
            {new Choices("confirms", QuestionOf(facts, language), [new Choice(Yes, language.Say("はい、そのとおりです", "Yes, that is right")), new Choice(No, language.Say("いいえ、違います", "No, that is not right"))])
                {
                    Language = language,
                    Chosen = typed.Confirms.Length > 0 ? [typed.Confirms] : [],
                    Error = typed.Errors.Of("confirms"),
                }}
            {new TextField("name", language.Say("お答えになる方のお名前", "Your name")) { Language = language, Value = typed.Name, Error = typed.Errors.Of("name"), AutoComplete = "name", Characters = 20 }}
            {new TextField("remark", language.Say("補足（任意）", "Anything to add (optional)")) { Language = language, Value = typed.Remark, Error = typed.Errors.Of("remark"), Lines = 3 }}
            <p>{language.Say("お答えは1回だけです。送信すると、このページは使えなくなります。", "You can answer once. The page cannot be used after that.")}</p>
            """), language.Say("回答を送る", "Send the answer"))}
            """));
    }

    public static Page Thanks(AskedShop asked) => PageOf(asked, StatusCodes.Status200OK, asked.Language.Say("ご回答ありがとうございました", "Thank you"), Html.Of($"""
        <h1>{asked.Language.Say("ご回答ありがとうございました", "Thank you for your answer")}</h1>
        <p>{asked.Language.Say("お答えを受け付けました。この画面は閉じていただいてかまいません。", "We have received it. You can close this page.")}</p>
        """));

    /// <summary>What was to be asked cannot be read any more: the call centre hears of it, and rings.</summary>
    public static Page Unreadable(AskedShop asked, DoubleChargeCase one) => PageOf(asked, StatusCodes.Status200OK, asked.Language.Say("ただいまご確認いただけません", "There is nothing to check just now"), Html.Of($"""
        <h1>{asked.Language.Say("ただいまご確認いただけません", "There is nothing to check just now")}</h1>
        <p>{asked.Language.Say(
            $"お問い合わせの内容を表示できません。担当者からあらためてご連絡します。お急ぎの場合は、受付番号 {one.Number} を下記の窓口へお伝えください。",
            $"We cannot show what we wanted to ask. We will get in touch with you. If you would rather ring us, our number for it is {one.Number}.")}</p>
        """));

    /// <summary>One page for a link that was answered, replaced, or is damaged.</summary>
    public static Page Dead(AskedShop asked) => PageOf(asked, StatusCodes.Status404NotFound, asked.Language.Say("このURLは使えません", "This link cannot be used"), Html.Of($"""
        <h1>{asked.Language.Say("このURLは使えません", "This link cannot be used")}</h1>
        <p>{asked.Language.Say("すでにお答えいただいたか、新しいURLをお送りしたか、アドレスが途中で切れています。", "It has already been answered, we have sent a newer one, or part of the address is missing.")}</p>
        """));

    internal static string FailureOf(Campaign campaign, Language language) => campaign.Cause is { } cause
        ? language.Say($"{language.Day(cause.OccurredOn)}のシステム障害", $"the system failure, {language.Day(cause.OccurredOn)}")
        : language.Say("システム障害", "the system failure");

    private static string QuestionOf(CaseFacts facts, Language language) => facts.Kind == CaseKind.ChargedTwice
        ? language.Say($"{facts.Amount}が重複して決済されていますか", $"Was {language.Sum(facts.Amount)} charged more than once?")
        : language.Say($"現金などで支払われ、クーポンからも{facts.Amount}が引き落とされていますか", $"Was it paid for in cash or in some other way, and {language.Sum(facts.Amount)} also taken off the coupon?");

    private static IEnumerable<SummaryRow> RowsOf(DoubleChargeCase one, CaseFacts facts, Language language)
    {
        yield return new SummaryRow(language.Say("店舗名", "Shop"), facts.Shop);
        if (facts.PaidAt is { } at)
        {
            yield return new SummaryRow(language.Say("お会計の日時", "Paid at"), language.Instant(at));
        }

        if (facts.Receipt is { } receipt)
        {
            yield return new SummaryRow(language.Say("レシート", "Receipt"), receipt);
        }

        yield return new SummaryRow(language.Say("クーポンのお問い合わせ番号（下4文字）", "Coupon (last four characters)"), facts.Number.Length > 4 ? $"…{facts.Number[^4..]}" : "…");
        yield return new SummaryRow(language.Say("お申し出の金額", "Amount"), language.Sum(facts.Amount));
        yield return new SummaryRow(language.Say("受付番号", "Our number"), one.Number.Value);
    }

    private static Page PageOf(AskedShop asked, int status, string title, Html main) =>
        PublicPage.Of(asked.Campaign, asked.Language, PublicPage.GenuineFrom(asked.Request, asked.Campaign), asked.Language.Say(asked.Campaign.CallCentre.Name, "Call centre"), status, title, main);
}

/// <summary>Whose link a shop has opened, and how.</summary>
internal sealed record AskedShop(Campaign Campaign, HttpRequest Request)
{
    public Language Language { get; } = Languages.Of(Request);
}

/// <summary>What a shop has typed so far, and what is wrong with it.</summary>
internal sealed record TypedShopAnswer(string Confirms, string Name, string Remark, IReadOnlyList<FieldError> Errors)
{
    public static readonly TypedShopAnswer Nothing = new(string.Empty, string.Empty, string.Empty, []);
}
