using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Payouts;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts;

/// <summary>What a person reads behind a receipt link, state by state.</summary>
internal static class ReceiptPages
{
    public static Page Choose(Campaign campaign, Entitlement entitlement, bool nothingChosen)
    {
        ErrorSummary errors = new(Language.Japanese, nothingChosen ? [new FieldError(ClaimProduct.Field, "商品が選ばれていません。1つお選びください。")] : []);
        return PageOf(campaign, nothingChosen ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, errors.Entitle("ポイントのお受け取り"), Html.Of($"""
            {errors}
            <h1>ポイントのお受け取り</h1>
            <dl class="facts">
            <div><dt>お受け取り額</dt><dd class="amount">{entitlement.Amount}<small>分</small></dd></div>
            <div><dt>受取期限</dt><dd>{JapanTime.LastMinuteBefore(entitlement.CollectingEndsAt(campaign))}まで</dd></div>
            </dl>
            <form method="post" novalidate>
            {new Choices(ClaimProduct.Field, "受け取る商品を1つお選びください", [.. campaign.Products.Select(product => new Choice(product.Id, product.Name))]) { Error = errors.Errors.Of(ClaimProduct.Field) }}
            <p class="final" id="final">受け取る商品は、あとから変更できません。</p>
            <button type="submit" aria-describedby="final">この商品で受け取る</button>
            </form>
            """));
    }

    public static Page Code(Campaign campaign, Entitlement entitlement, IReadOnlyList<IssuedCode> codes)
    {
        Product product = ProductOf(campaign, entitlement);
        return PageOf(campaign, StatusCodes.Status200OK, "お受け取りが完了しました", Html.Of($"""
            <h1>お受け取りが完了しました</h1>
            {(codes.Count == 1 ? Html.Empty : Html.Of($"""<p class="several">{entitlement.Amount}分を、{codes.Count}つのコードに分けてお渡しします。すべてのコードをご利用ください。</p>"""))}
            {codes.Select((code, index) => OneCode(product, code, codes.Count == 1 ? null : index + 1))}
            <dl class="facts">
            <div><dt>金額</dt><dd class="amount">{entitlement.Amount}<small>分</small></dd></div>
            {(codes.Select(code => code.LastDay).Min() is { } lastDay ? Html.Of($"<div><dt>コードの有効期限</dt><dd>{Day(lastDay)}まで</dd></div>") : Html.Empty)}
            </dl>
            <h2>ご利用方法</h2>
            <p>{product.HowToUse}</p>
            <h2>ご注意</h2>
            <ul>
            <li>コードは、お届けしたリンクをもう一度開いてもご確認いただけます。</li>
            <li>コードやリンクを、ほかの人に知らせないでください。</li>
            </ul>
            """));
    }

    /// <param name="product">What the code is of.</param>
    /// <param name="code">The code.</param>
    /// <param name="number">Which of several it is; null for the only one.</param>
    private static Html OneCode(Product product, IssuedCode code, int? number)
    {
        string id = number is null ? "code" : string.Create(CultureInfo.InvariantCulture, $"code-{number}");
        return Html.Of($"""
            <section class="code" aria-labelledby="{id}">
            <h2 id="{id}">{product.Name}のコード{(number is null ? Html.Empty : Html.Of($" {number.Value.ToString(CultureInfo.InvariantCulture)}（{code.Value?.ToString()}分）"))}</h2>
            <code translate="no">{code.Code}</code>
            <p>コードを長押しすると、コピーできます。</p>
            </section>
            """);
    }

    public static Page Waiting(Campaign campaign, Entitlement entitlement) => PageOf(campaign, StatusCodes.Status200OK, "コードを準備しています", Html.Of($"""
        <h1>コードを準備しています</h1>
        <dl class="facts">
        <div><dt>商品</dt><dd>{ProductOf(campaign, entitlement).Name}</dd></div>
        <div><dt>金額</dt><dd class="amount">{entitlement.Amount}<small>分</small></dd></div>
        </dl>
        <p>お申し込みを受け付けました。コードの準備中ですので、しばらくしてから、もう一度ご確認ください。</p>
        <p>受取期限を過ぎても、受け付けたお申し込みは有効です。</p>
        <p><a class="button" href="">もう一度確認する</a></p>
        """));

    public static Page Expired(Campaign campaign, Entitlement entitlement) => Notice(campaign, StatusCodes.Status410Gone, "受取期限が過ぎました",
        $"受取期限は{JapanTime.LastMinuteBefore(entitlement.CollectingEndsAt(campaign))}まででした。お受け取りいただくことはできません。");

    public static Page Revoked(Campaign campaign) => Notice(campaign, StatusCodes.Status410Gone, "このリンクではお受け取りいただけません",
        "お受け取りが取り消されています。お心当たりがない場合は、下記までお問い合わせください。");

    public static Page Replaced(Campaign campaign) => Notice(campaign, StatusCodes.Status410Gone, "新しいリンクをお送りしました",
        "このリンクは使えなくなりました。あとからお届けしたSMSまたはメールのリンクを開いてください。");

    public static Page TransferRequested(Campaign campaign, Entitlement entitlement) => Notice(campaign, StatusCodes.Status200OK, "銀行振込のお手続き中です",
        $"{entitlement.Amount}の銀行振込をお申し込みいただいています。内容の確認が終わりしだい、順次お振り込みします。");

    public static Page Transferred(Campaign campaign, Entitlement entitlement) => Notice(campaign, StatusCodes.Status200OK, "お振り込みが完了しました",
        $"ご指定の口座に{entitlement.Amount}をお振り込みしました。");

    public static Page TransferFailed(Campaign campaign) => Notice(campaign, StatusCodes.Status200OK, "お振り込みができませんでした",
        "ご指定の口座にお振り込みができませんでした。お手数ですが、下記までお問い合わせください。");

    public static Page Unknown(Campaign campaign) => PageOf(campaign, StatusCodes.Status404NotFound, NotFound, NotFoundBody);

    /// <summary>A link so damaged that it does not even tell whose campaign it belongs to.</summary>
    public static Page UnknownCampaign() => new(StatusCodes.Status404NotFound, NotFound, NotFoundBody);

    private const string NotFound = "ページが見つかりません";

    private static readonly Html NotFoundBody = Html.Of($"""
        <h1>{NotFound}</h1>
        <p>リンクが途中で切れているか、まちがっている可能性があります。お届けしたSMSまたはメールのリンクを、もう一度開いてください。</p>
        """);

    private static Page Notice(Campaign campaign, int status, string heading, string text) => PageOf(campaign, status, heading, Html.Of($"""
        <h1>{heading}</h1>
        <p>{text}</p>
        """));

    private static Page PageOf(Campaign campaign, int status, string title, Html main) => new(status, $"{title}|{campaign.Programme}", main)
    {
        Masthead = Html.Of($"""
            <div class="masthead"><header>
            <p class="programme">{campaign.Programme}</p>
            <p class="site">ポイント受け取りサイト</p>
            </header></div>
            """),
        Footer = Html.Of($"""
            <footer>
            <h2>お問い合わせ</h2>
            <p>{campaign.CallCentre.Name}</p>
            <p><a class="phone" href="tel:{campaign.CallCentre.Phone}">{campaign.CallCentre.Phone}</a></p>
            <p>{campaign.CallCentre.Hours}</p>
            <p class="office">{campaign.Office}</p>
            </footer>
            """),
    };

    private static Product ProductOf(Campaign campaign, Entitlement entitlement) =>
        campaign.FindProduct(entitlement.Product) ?? throw new InvalidDataException($"Entitlement {entitlement.Id} of {campaign.Id} chose '{entitlement.Product}', which the campaign does not offer.");

    private static string Day(DateOnly day) => day.ToString("yyyy年M月d日(ddd)", JapanTime.Japanese);
}
