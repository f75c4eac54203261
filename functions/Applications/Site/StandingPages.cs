using Compensation.Applications.IntoAccounts;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.Site;

/// <summary>What people read who ask how their application stands.</summary>
internal static class StandingPages
{
    public static Page Ask(AskedSite site, string receipt, string contact, IReadOnlyList<FieldError> errors) => SitePages.FormPage(
        site, site.Say("申請状況の確認", "How your application stands"), errors, Html.Of($"""
        <h1>{site.Say("申請状況の確認", "How your application stands")}</h1>
        {new Form(Html.Empty, Html.Of($"""
        {new TextField("receipt", site.Say("受付番号", "Receipt number")) { Language = site.Language, Value = receipt, Error = errors.Of("receipt"), Characters = 12, Hint = site.Say("例：AD3H-47XY", "For example AD3H-47XY") }}
        {new TextField("contact", site.Say("申請のときの携帯電話番号またはメールアドレス", "The mobile number or e-mail address that you applied with")) { Language = site.Language, Value = contact, Error = errors.Of("contact") }}
        """), site.Say("確認番号を送る", "Send me a code"))}
        """));

    /// <param name="site">Whose.</param>
    /// <param name="wayIn">Where the contact is typed once more, if no code arrives.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="errors">What is wrong with it.</param>
    public static Page Code(AskedSite site, string wayIn, string typed, IReadOnlyList<FieldError> errors) => SitePages.FormPage(
        site, site.Say("確認番号の入力", "Enter the code"), errors, Html.Of($"""
        {SitePages.CodeForm(site, Steps.StandingCode, typed, errors, site.Say("入力されたご連絡先に6桁の番号をお送りしました。", "We have sent a six-digit code to the contact that you entered."))}
        <p class="way"><a href="{site.At(wayIn)}">{site.Say("番号が届かないとき：ご連絡先を入力しなおす", "If nothing arrives: enter your contact again")}</a></p>
        """));

    /// <param name="site">Whose.</param>
    /// <param name="receipt">The receipt number.</param>
    /// <param name="coupons">Each coupon's place and state, with what was written to the applicant last.</param>
    /// <param name="errors">What is wrong with the answer.</param>
    public static Page Standing(AskedSite site, ReceiptNumber receipt, IReadOnlyList<(int Place, ApplicationState State, string Words)> coupons, IReadOnlyList<FieldError> errors) => SitePages.FormPage(
        site, site.Say("申請の状況", "How your application stands"), errors, Html.Of($"""
        <h1>{site.Say("申請の状況", "How your application stands")}</h1>
        {new SummaryList(site.Language, [
            new SummaryRow(site.Say("受付番号", "Receipt number"), receipt.Spoken),
            .. coupons.Select(coupon => new SummaryRow(TransferWords.Coupon(site, coupon.Place), WordsFor(site, coupon.State, coupon.Words)))])}
        {(coupons.Any(coupon => coupon.State == ApplicationState.AskedBack) ? Answer(site, errors) : Html.Empty)}
        {(site.OffersTransfers ? Html.Of($"""
        <h2>{site.Say("銀行口座への振込", "Payment into a bank account")}</h2>
        <p>{site.Say("ポイントの代わりに、ご本人名義の銀行口座への振込を申し込めます。申し込んだ振込の状況もこちらで確認できます。", "Instead of points you can be paid into your own bank account. This is also where you see how a transfer stands.")}</p>
        <p><a class="button" href="{site.Language.At(Steps.Transfer)}">{site.Say("銀行口座への振込", "Payment into a bank account")}</a></p>
        """) : Html.Empty)}
        """));

    /// <summary>The same for a number that does not exist and for one that belongs to another contact.</summary>
    public static Page NothingFound(AskedSite site) => SitePages.PageOf(site, StatusCodes.Status200OK, site.Say("申請の状況", "How your application stands"), Html.Of($"""
        <h1>{site.Say("確認できませんでした", "We cannot find it")}</h1>
        <p>{site.Say("受付番号とご連絡先の組み合わせを確認できませんでした。受付番号と、申請のときのご連絡先をお確かめください。", "We cannot find this receipt number together with this contact. Please check the number, and the contact that you applied with.")}</p>
        <p class="way"><a href="{site.At(Steps.Standing)}">{site.Say("もう一度入力する", "Try again")}</a></p>
        """));

    private static Html Answer(AskedSite site, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{new Form(Html.Empty, Html.Of($"{new TextField("answer", site.Say("ご回答", "Your answer")) { Language = site.Language, Lines = 3, Error = errors.Of("answer") }}"), site.Say("回答を送る", "Send the answer"))}");

    /// <summary>Nobody hears of a result before it is decided.</summary>
    private static string WordsFor(AskedSite site, ApplicationState state, string words) => state switch
    {
        ApplicationState.Accepted => site.Say("確認が完了しました。受取サイトのURLを順次お送りします。", "It has been accepted. We will send you the link for collecting your points."),
        ApplicationState.Refused => site.Say($"補償をお送りできません。{words}", $"We cannot send compensation: {words}"),
        ApplicationState.AskedBack => site.Say($"確認したいことがあります。{words}", $"We have a question: {words}"),
        _ => site.Say("内容を確認しています。", "It is being checked."),
    };
}
