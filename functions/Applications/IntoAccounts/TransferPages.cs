using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Transfers;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.IntoAccounts;

/// <summary>What people read who want to be paid into an account.</summary>
internal static class TransferPages
{
    public static Page Start(AskedSite site, string number, string contact, IReadOnlyList<FieldError> errors) => SitePages.FormPage(
        site, site.Say("銀行口座への振込", "Payment into a bank account"), errors, Html.Of($"""
        <h1>{site.Say("銀行口座への振込", "Payment into a bank account")}</h1>
        <p>{site.Say("ポイントでのお受取りを希望されない方は、銀行口座への振込を申し込めます。受付番号をお持ちの方は、申請状況の確認からお進みください。", "If you do not want points, you can be paid into a bank account. If you have a receipt number, go on from the page on how your application stands.")}</p>
        <p class="way"><a href="{site.At(Steps.Standing)}">{site.Say("受付番号をお持ちの方（申請状況の確認）", "I have a receipt number")}</a></p>
        <h2>{site.Say("アプリにクーポンを登録していた方", "If your coupon was in the app")}</h2>
        {new Form(Html.Empty, Html.Of($"""
        {new TextField("number", site.Say("クーポンのお問合せ番号", "The number on the coupon")) { Language = site.Language, Value = number, Error = errors.Of("number"), Characters = 20, Hint = site.Say("クーポンまたはアプリに表示されている番号", site.Campaign.InquiryNumbers.Expected) }}
        {new TextField("contact", site.Say("アプリに登録した携帯電話番号またはメールアドレス", "The mobile number or e-mail address that you registered in the app")) { Language = site.Language, Value = contact, Error = errors.Of("contact"), Hint = site.Say("確認番号をお送りします", "We send a code there") }}
        """), site.Say("確認番号を送る", "Send me a code"))}
        """));

    public static Page Standing(AskedSite site, TransfersStanding standing) => SitePages.PageOf(site, StatusCodes.Status200OK, site.Say("銀行口座への振込", "Payment into a bank account"), Html.Of($"""
        <h1>{site.Say("銀行口座への振込", "Payment into a bank account")}</h1>
        {(standing.Coupons.Count == 0 ? Unconfirmed(site) : Html.Of($"{Summary(site, standing)}{Acts(site, standing)}"))}
        """));

    /// <summary>The same for a number that does not exist and for one that is reached elsewhere.</summary>
    private static Html Unconfirmed(AskedSite site) => Html.Of($"""
        <p>{site.Say("入力された番号とご連絡先の組み合わせを確認できませんでした。番号と、申請のとき、またはアプリに登録したご連絡先をお確かめください。", "We cannot find this number together with this contact. Please check the number, and the contact that you applied with or registered in the app.")}</p>
        <p class="way"><a href="{site.At(Steps.Transfer)}">{site.Say("もう一度入力する", "Try again")}</a></p>
        """);

    private static Html Acts(AskedSite site, TransfersStanding standing) => Html.Of($"""
        {standing.Coupons.Where(coupon => coupon.One.Link is not null).Select(coupon => Html.Of($"""
        <p class="way"><a href="{coupon.One.Link}">{site.Say("ポイントの受取サイトを開く", "Open the site for collecting points")}{(standing.Coupons.Count > 1 ? Html.Of($"{site.Say($"（{TransferWords.Coupon(site, coupon.One.Place)}）", $" ({TransferWords.Coupon(site, coupon.One.Place)})")}") : Html.Empty)}</a></p>

        """))}{(standing.Coupons.Any(coupon => coupon.One.MayAsk) ? new Form(Html.Empty, Html.Empty, standing.Coupons.Any(coupon => coupon.One.MayAsk && coupon.Form is not null && coupon.One.MayWithdraw)
            ? site.Say("振込先を変更する", "Change the account")
            : site.Say("振込を申し込む", "Ask for a transfer")).Render() : Html.Empty)}
        {(standing.Coupons.Any(coupon => coupon.One.MayWithdraw) ? Html.Of($"""<p class="way"><a href="{site.Language.At(Steps.TransferWithdraw)}">{site.Say("ポイントでのお受取りに変える", "Take points instead")}</a></p>""") : Html.Empty)}
        """);

    public static Page Check(AskedSite site, Journey journey, IReadOnlyList<Question> questions, IReadOnlyList<Payable> asked) => SitePages.PageOf(
        site, StatusCodes.Status200OK, site.Say("入力内容の確認", "Check your answers"), Html.Of($"""
        <h1 id="check">{site.Say("振込先をご確認ください", "Check the account")}</h1>
        {SitePages.Summary(site, questions, journey, withChanges: true)}
        {(asked.All(one => one.Amount is not null) ? Html.Of($"<p>{site.Say($"お振込額：{Sum(asked)}", $"Amount: {site.Language.Sum(Sum(asked))}")}</p>") : Html.Empty)}
        <p>{site.Say(
            $"内容を確認のうえ、{TransferWords.Day(site, site.Campaign.BankTransfer!.StartsAt.DateInJapan())}から順次お振り込みします。手続きが始まるまでは、変更や取消ができます。",
            $"We will check your answers and pay from {TransferWords.Day(site, site.Campaign.BankTransfer.StartsAt.DateInJapan())} on. You can change or withdraw it until then.")}</p>
        <p>{site.Say("振込を申し込むと、ポイントではお受け取りいただけません。", "If you ask for a transfer, you do not receive points.")}</p>
        {new Form(Html.Empty, Html.Empty, site.Say("この口座で申し込む", "Send"))}
        """));

    public static Page Received(AskedSite site, TransfersStanding standing) => SitePages.PageOf(site, StatusCodes.Status200OK, site.Say("振込のお申し込みを受け付けました", "We have received your request"), Html.Of($"""
        <h1>{site.Say("振込のお申し込みを受け付けました", "We have received your request")}</h1>
        {Summary(site, standing)}
        <p>{site.Say(
            standing.Receipt.Length > 0 ? "受付番号をお控えください。口座を変更するとき、振り込めなかったときは、このサイトの「申請状況の確認」で受付番号とご連絡先を入力してください。" : "口座を変更するときは、このサイトでもう一度、クーポンのお問合せ番号とご連絡先を入力してください。",
            standing.Receipt.Length > 0 ? "Keep the receipt number. To change the account, or if a transfer comes back, enter it with your contact on this site's page on how your application stands." : "To change the account, come back to this site with the coupon's number and your contact.")}</p>
        <p>{site.Say("メールやSMSに記載のURLから、口座番号・クレジットカード番号・パスワードの入力をお願いすることはありません。", "No link in our messages ever asks for an account number, a card number or a password.")}</p>
        <p class="way"><a href="{site.Language.At(Steps.Transfer)}">{site.Say("お申し込みの状況", "How it stands")}</a></p>
        """));

    public static Page Withdraw(AskedSite site, IReadOnlyList<Payable> possible, string? fault)
    {
        FieldError[] errors = fault is null ? [] : [new FieldError(CouponsQuestion.Name, fault)];
        return SitePages.FormPage(site, site.Say("ポイントでのお受取り", "Points instead"), errors, Html.Of($"""
            <h1>{site.Say("ポイントでのお受取りに変えますか", "Take points instead?")}</h1>
            <p>{site.Say("振込のお申し込みを取り消し、受取サイトでポイントを選んでいただきます。", "Your request is withdrawn, and you choose your points on the receipt site.")}</p>
            {new Form(Html.Empty, possible.Count > 1 ? Html.Of($"{new Choices(CouponsQuestion.Name, site.Say("どのクーポンの分ですか", "For which coupons?"), CouponsQuestion.Answers(site, possible.Select(one => one.Place))) { Language = site.Language, Error = fault }}") : Html.Empty, site.Say("振込を取り消す", "Withdraw the request"))}
            <p class="way"><a href="{site.Language.At(Steps.Transfer)}">{site.Say("変えない", "Leave it as it is")}</a></p>
            """));
    }

    private static SummaryList Summary(AskedSite site, TransfersStanding standing) => new(site.Language, [
        .. ReceiptNumber.TryParse(standing.Receipt, out ReceiptNumber receipt) ? [new SummaryRow(site.Say("受付番号", "Receipt number"), receipt.Spoken)] : (SummaryRow[])[],
        .. standing.Coupons.Select(coupon => new SummaryRow(
            standing.Coupons.Count == 1 ? site.Say("振込の状況", "The transfer") : TransferWords.Coupon(site, coupon.One.Place), TransferWords.Standing(site, coupon.One, coupon.Form)))]);

    private static Yen Sum(IEnumerable<Payable> asked) => asked.Aggregate(Yen.Zero, (sum, one) => sum + one.Amount!.Value);
}
