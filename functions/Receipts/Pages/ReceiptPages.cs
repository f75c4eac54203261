using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Payouts.Standings;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts.Pages;

/// <summary>What a person reads behind a receipt link, state by state.</summary>
internal static class ReceiptPages
{
    /// <param name="asked">Who looks.</param>
    /// <param name="entitlement">What is collected.</param>
    /// <param name="offers">What can be chosen for now.</param>
    /// <param name="ends">Until when codes of the stock can be used, by product.</param>
    /// <param name="problem">Why a choice was not taken; null at first.</param>
    public static Page Choose(AskedReceipt asked, Entitlement entitlement, ProductOffers offers, IReadOnlyDictionary<string, CodeEnd> ends, string? problem)
    {
        (Campaign campaign, Language language) = (asked.Campaign, asked.Language);
        ErrorSummary errors = new(language, problem is null ? [] : [new FieldError(ClaimProduct.Field, problem)]);
        return asked.PageOf(problem is not null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, errors.Entitle(asked.Say("ポイントのお受け取り", "Collect your points")), Html.Of($"""
            {errors}
            <h1>{asked.Say("ポイントのお受け取り", "Collect your points")}</h1>
            {Why(asked)}
            <dl class="facts">
            <div><dt>{asked.Say("お受け取り額", "You receive")}</dt><dd class="amount">{asked.Worth(entitlement.Amount)}</dd></div>
            <div><dt>{asked.Say("受取期限", "Collect by")}</dt><dd>{UntilIn(asked, entitlement)}</dd></div>
            </dl>
            <form method="get" novalidate>
            <input type="hidden" name="{ChosenProduct.Asked}" value="1">{(language == Language.Japanese ? Html.Empty : Html.Of($"""<input type="hidden" name="{Languages.Parameter}" value="{language.Code()}">"""))}
            {new Choices(ClaimProduct.Field, asked.Say("受け取る商品を1つお選びください", "Choose one product"), [.. campaign.Products.Select(product => Offered(product, language, offers, ends.GetValueOrDefault(product.Id)))]) { Language = language, Hint = ProductWords.UnknownEnds(campaign.Products, ends, language), Error = errors.Errors.Of(ClaimProduct.Field) }}
            <p class="final" id="next">{asked.Say("次の画面で、商品と金額をご確認いただけます。", "You will see the product and the amount once more before you decide.")}</p>
            <button type="submit" aria-describedby="next">{asked.Say("確認画面へ進む", "Continue")}</button>
            </form>
            {ProductWords.Explained(campaign.Products, language)}
            """));
    }

    /// <summary>The last look before it is final: what, how much, on what conditions, until when.</summary>
    /// <param name="asked">Who looks.</param>
    /// <param name="entitlement">What is collected.</param>
    /// <param name="product">What was chosen.</param>
    /// <param name="end">Until when its codes of the stock can be used; null where that is not known.</param>
    /// <param name="token">The link's.</param>
    public static Page Confirm(AskedReceipt asked, Entitlement entitlement, Product product, CodeEnd? end, string token)
    {
        Language language = asked.Language;
        string conditions = product.ConditionsIn(language);
        return asked.PageOf(StatusCodes.Status200OK, asked.Say("お受け取り内容の確認", "Check before you collect"), Html.Of($"""
            <h1>{asked.Say("この内容で受け取りますか", "Collect this?")}</h1>
            <dl class="facts">
            <div><dt>{asked.Say("商品", "Product")}</dt><dd class="product">{product.NameIn(language)}</dd></div>
            <div><dt>{asked.Say("お受け取り額", "You receive")}</dt><dd class="amount">{asked.Worth(entitlement.Amount)}</dd></div>
            <div><dt>{asked.Say("受取期限", "Collect by")}</dt><dd>{UntilIn(asked, entitlement)}</dd></div>
            <div><dt>{asked.Say("コードの有効期限", "Use the code by")}</dt><dd>{product.EndIn(end, language) ?? asked.Say("お受け取り後の画面に表示します", "Shown with the code")}</dd></div>
            </dl>
            {(conditions.Length == 0 ? Html.Empty : Html.Of($"<h2>{asked.Say("ご利用条件", "Conditions")}</h2>\n<p class=\"conditions\">{conditions}</p>"))}
            <h2>{asked.Say("ご利用方法", "How to use it")}</h2>
            <p>{product.HowToUseIn(language)}{ProductWords.Issuer(product, language)}</p>
            <form method="post" action="{asked.BesideThis(token)}">
            <input type="hidden" name="{ClaimProduct.Field}" value="{product.Id}">
            <p class="final" id="final">{asked.Say("受け取る商品は、あとから変更できません。", "You cannot change this later.")}</p>
            <button type="submit" aria-describedby="final">{asked.Say("この商品で受け取る", "Collect this product")}</button>
            </form>
            <p class="way"><a href="{asked.BesideThis(token)}">{asked.Say("ほかの商品を選ぶ", "Choose another product")}</a></p>
            """), stays: $"{ClaimProduct.Field}={Uri.EscapeDataString(product.Id)}");
    }

    /// <param name="asked">Who looks.</param>
    /// <param name="entitlement">What has been collected.</param>
    /// <param name="codes">What it was collected as.</param>
    /// <param name="today">In Japan.</param>
    public static Page Code(AskedReceipt asked, Entitlement entitlement, IReadOnlyList<IssuedCode> codes, DateOnly today)
    {
        bool endTogether = codes.DistinctBy(code => code.LastDay).Count() == 1;
        Product product = ProductOf(asked.Campaign, entitlement);
        Language language = asked.Language;
        return asked.PageOf(StatusCodes.Status200OK, asked.Say("お受け取りが完了しました", "Here is your code"), Html.Of($"""
            <h1>{asked.Say("お受け取りが完了しました", "Here is your code")}</h1>
            {(codes.Count == 1 ? Html.Empty : Html.Of($"""<p class="several">{asked.Say($"{entitlement.Amount}分を、{codes.Count}つのコードに分けてお渡しします。すべてのコードをご利用ください。", $"Your {asked.Sum(entitlement.Amount)} is split into {codes.Count} codes. Use all of them.")}</p>"""))}
            {codes.Select((code, index) => new CodePanel(asked, product, code, codes.Count == 1 ? null : index + 1) { End = endTogether ? null : EndOf(asked, code, today) })}
            <dl class="facts">
            <div><dt>{asked.Say("金額", "Amount")}</dt><dd class="amount">{asked.Worth(entitlement.Amount)}</dd></div>
            {(endTogether && EndOf(asked, codes[0], today) is { } end ? Html.Of($"<div><dt>{asked.Say("コードの有効期限", "Use the code by")}</dt><dd>{end}</dd></div>") : Html.Empty)}
            </dl>
            <h2>{asked.Say("ご利用方法", "How to use it")}</h2>
            <p>{product.HowToUseIn(language)}{ProductWords.Issuer(product, language)}</p>
            <h2>{asked.Say("ご注意", "Please note")}</h2>
            <ul>
            <li>{asked.Say("コードは、お届けしたリンクをもう一度開いてもご確認いただけます。", "You can see the code again by opening your link again.")}</li>
            <li>{asked.Say("コードやリンクを、ほかの人に知らせないでください。", "Do not show the code or the link to anybody.")}</li>
            </ul>
            """)) with { Script = PageScripts.Copy };
    }

    private static string? EndOf(AskedReceipt asked, IssuedCode code, DateOnly today) => code.LastDay is not { } day ? null
        : day >= today ? asked.Say($"{asked.Language.Day(day)}まで", asked.Language.Day(day))
        : asked.Say($"{asked.Language.Day(day)}まで（有効期限が過ぎています）", $"{asked.Language.Day(day)} (has expired)");

    public static Page Waiting(AskedReceipt asked, Entitlement entitlement) => asked.PageOf(StatusCodes.Status200OK, asked.Say("コードを準備しています", "Your code is being prepared"), Html.Of($"""
        <h1>{asked.Say("コードを準備しています", "Your code is being prepared")}</h1>
        <dl class="facts">
        <div><dt>{asked.Say("商品", "Product")}</dt><dd>{ProductOf(asked.Campaign, entitlement).NameIn(asked.Language)}</dd></div>
        <div><dt>{asked.Say("金額", "Amount")}</dt><dd class="amount">{asked.Worth(entitlement.Amount)}</dd></div>
        </dl>
        <p>{asked.Say("お申し込みを受け付けました。コードの準備中ですので、しばらくしてから、もう一度ご確認ください。", "We have received your choice. Your code is being prepared: please check again in a little while.")}</p>
        <p>{asked.Say("コードの準備に時間がかかる場合は、準備ができしだいSMSまたはメールでお知らせします。", "If it takes longer, we will send you a message as soon as it is ready.")}</p>
        <p>{asked.Say("受取期限を過ぎても、受け付けたお申し込みは有効です。", "Your choice stays valid after the deadline.")}</p>
        <p><a class="button" href="">{asked.Say("もう一度確認する", "Check again")}</a></p>
        """)) with { Script = PageScripts.LookAgain };

    /// <summary>It has been collected, and whoever made the code does not show it now.</summary>
    public static Page NotShown(AskedReceipt asked, Entitlement entitlement) => asked.PageOf(StatusCodes.Status200OK, asked.Say("コードを表示できません", "Your code cannot be shown"), Html.Of($"""
        <h1>{asked.Say("コードを表示できません", "Your code cannot be shown")}</h1>
        <dl class="facts">
        <div><dt>{asked.Say("商品", "Product")}</dt><dd>{ProductOf(asked.Campaign, entitlement).NameIn(asked.Language)}</dd></div>
        <div><dt>{asked.Say("金額", "Amount")}</dt><dd class="amount">{asked.Worth(entitlement.Amount)}</dd></div>
        </dl>
        <p>{asked.Say("お受け取りは完了していますが、ただいまコードを表示できません。しばらくしてから、もう一度ご確認ください。", "You have collected this, but its code cannot be shown at the moment. Please check again in a little while.")}</p>
        <p>{asked.Say("時間をおいても表示されない場合は、下記までお問い合わせください。", "If it is still not shown later, please contact us.")}</p>
        <p><a class="button" href="">{asked.Say("もう一度確認する", "Check again")}</a></p>
        """));

    public static Page Expired(AskedReceipt asked, Entitlement entitlement) => asked.PageOf(StatusCodes.Status410Gone, asked.Say("受取期限が過ぎました", "The deadline has passed"), Html.Of($"""
        <h1>{asked.Say("受取期限が過ぎました", "The deadline has passed")}</h1>
        <dl class="facts">
        <div><dt>{asked.Say("お受け取りいただけた額", "You could have received")}</dt><dd class="amount">{asked.Worth(entitlement.Amount)}</dd></div>
        <div><dt>{asked.Say("受取期限", "Until")}</dt><dd>{UntilIn(asked, entitlement)}</dd></div>
        </dl>
        <p>{asked.Say("受取期限を過ぎたため、お受け取りいただくことはできません。", "The deadline has passed, so this can no longer be collected.")}</p>
        <p>{asked.Say("期限までに商品を選ばれた方は、お届けしたリンクからコードをご確認いただけます。お心当たりがある場合や、ご不明な点は、下記までお問い合わせください。", "If you chose a product in time, you can still see your code by opening the link. If you believe that you did, or have a question, please contact us:")}</p>
        """));

    public static Page Revoked(AskedReceipt asked) => Notice(asked, StatusCodes.Status410Gone, asked.Say("このリンクではお受け取りいただけません", "This link cannot be used"),
        asked.Say("お受け取りが取り消されています。お心当たりがない場合は、下記までお問い合わせください。", "The compensation that it led to has been withdrawn. If you do not know why, please contact us."));

    public static Page Replaced(AskedReceipt asked) => Notice(asked, StatusCodes.Status410Gone, asked.Say("新しいリンクをお送りしました", "We have sent you a new link"),
        asked.Say("このリンクは使えなくなりました。あとからお届けしたSMSまたはメールのリンクを開いてください。", "This link is no longer in use. Please open the link in our latest message."));

    public static Page TransferRequested(AskedReceipt asked, Entitlement entitlement) => Notice(asked, StatusCodes.Status200OK, asked.Say("銀行振込のお手続き中です", "A bank transfer is under way"),
        asked.Say($"{entitlement.Amount}の銀行振込をお申し込みいただいています。内容の確認が終わりしだい、順次お振り込みします。変更や取消は、{SiteOf(asked)}で承ります。", $"You have asked for {asked.Sum(entitlement.Amount)} to be paid into your account. We will pay it once your request has been checked. To change or withdraw the request, open {SiteOf(asked)}."));

    public static Page Transferred(AskedReceipt asked, Entitlement entitlement) => Notice(asked, StatusCodes.Status200OK, asked.Say("お振り込みが完了しました", "Paid into your account"),
        asked.Say($"ご指定の口座に{entitlement.Amount}をお振り込みしました。", $"We have paid {asked.Sum(entitlement.Amount)} into your account."));

    public static Page TransferFailed(AskedReceipt asked) => Notice(asked, StatusCodes.Status200OK, asked.Say("お振り込みができませんでした", "The bank has returned the transfer"),
        asked.Say($"ご指定の口座にお振り込みができませんでした。お手数ですが、{SiteOf(asked)}で受付番号とご連絡先を入力して、口座をご確認ください。", $"We could not pay into the account that you gave. Please open {SiteOf(asked)} and correct the account there, with your receipt number and contact."));

    /// <summary>By its name and where it is opened from, as the campaign's file has them: no link of ours leads to a form that asks for an account.</summary>
    private static string SiteOf(AskedReceipt asked)
    {
        if (asked.Campaign.ApplicationSite is not { } site)
        {
            return asked.Say("下記のお問い合わせ先", "the office");
        }

        string where = asked.Say(site.Where, asked.Campaign.English?.Where ?? string.Empty);
        return where.Length == 0 ? asked.Say($"「{site.Name}」", $"the special site ({site.Name})") : asked.Say($"「{site.Name}」（{where}）", $"the special site ({site.Name}), from {where}");
    }

    public static Page Unknown(AskedReceipt asked) => asked.PageOf(StatusCodes.Status404NotFound, LostPages.NotFound(asked.Language), LostPages.CutLink(asked.Language));

    /// <summary>Why this message came: what failed, who makes up for it.</summary>
    private static Html Why(AskedReceipt asked) => asked.Campaign.Cause is not { } cause || (asked.Language == Language.English && asked.Campaign.English is null)
        ? Html.Empty
        : Html.Of($"""
            <p>{asked.Say($"{cause.Text}{cause.Apology}", asked.Campaign.English?.Cause ?? string.Empty)}</p>
            <p>{asked.Say($"ご利用いただけなかった地域クーポンの残額を、{asked.Campaign.Office}がキャッシュレスポイントで補償いたします。", $"{asked.Campaign.OfficeIn(Language.English)} will compensate you for the balance left on your coupon, in cashless points.")}</p>
            """);

    private static Choice Offered(Product product, Language language, ProductOffers offers, CodeEnd? end) => offers.CanBeChosen(product.Id)
        ? new Choice(product.Id, product.NameIn(language), product.ConditionsIn(language) is { Length: > 0 } conditions ? conditions : null) { Note = product.EndLine(end, language) }
        : new Choice(product.Id, product.NameIn(language), language.Say("現在お選びいただけません。", "Cannot be chosen at the moment.")) { IsOff = true };

    private static string UntilIn(AskedReceipt asked, Entitlement entitlement)
    {
        string minute = asked.Language.LastMinuteBefore(entitlement.CollectingEndsAt(asked.Campaign));
        return asked.Say($"{minute}まで", minute);
    }

    private static Page Notice(AskedReceipt asked, int status, string heading, string text) => asked.PageOf(status, heading, Html.Of($"""
        <h1>{heading}</h1>
        <p>{text}</p>
        """));

    private static Product ProductOf(Campaign campaign, Entitlement entitlement) =>
        campaign.FindProduct(entitlement.Product) ?? throw new InvalidDataException($"Entitlement {entitlement.Id} of {campaign.Id} chose '{entitlement.Product}', which the campaign does not offer.");
}
