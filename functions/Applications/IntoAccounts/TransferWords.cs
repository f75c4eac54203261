using System.Globalization;
using Compensation.Applications.Site;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;

namespace Compensation.Applications.IntoAccounts;

/// <summary>In plain words: how a transfer stands, and what can be done now.</summary>
internal static class TransferWords
{
    public static string Coupon(AskedSite site, int place) => site.Say($"クーポン{place}枚目", $"Coupon {place}");

    public static string Named(string name, string code) => $"{name}（{code}）";

    public static string Type(AskedSite site, AccountType type) => type switch
    {
        AccountType.Ordinary => site.Say("普通", "Ordinary (普通)"),
        AccountType.Current => site.Say("当座", "Current (当座)"),
        _ => site.Say("貯蓄", "Savings (貯蓄)"),
    };

    /// <summary>So much of an account that its owner knows it.</summary>
    public static string Masked(AskedSite site, BankAccount account) =>
        $"{Named(account.BankName, account.Bank)} {(account.HasUnknownBranch ? account.Branch : Named(account.BranchName, account.Branch))} {Type(site, account.Type)} {account.MaskedNumber} {account.Holder}";

    /// <param name="site">Whose.</param>
    /// <param name="one">The coupon.</param>
    /// <param name="form">What was asked for; null where nothing was, or its time of keeping is over.</param>
    public static string Standing(AskedSite site, Payable one, TransferForm? form)
    {
        string words = one.Standing is { } standing ? Of(site, one, standing) : OfWish(site, one);
        string? account = form is not null && IsUnderWay(one) ? site.Say($"振込先：{Masked(site, form.Account)}", $"To: {Masked(site, form.Account)}") : null;
        return string.Join('\n', new[] { one.Amount is { } yen ? site.Language.Sum(yen) : null, words, account }.OfType<string>());
    }

    private static bool IsUnderWay(Payable one) => one.Standing is { } standing
        ? standing.Transfer is { State: not TransferState.Withdrawn } && standing.Right.State is EntitlementState.TransferRequested or EntitlementState.Transferred or EntitlementState.TransferFailed
        : one.Coupon is not null || one.Application is { } application && application.State.IsOpen();

    private static string OfWish(AskedSite site, Payable one) => one switch
    {
        { Application.State: ApplicationState.Refused } or { Application.State: ApplicationState.Accepted } => site.Say("お支払いできるものがありません。", "There is nothing to be paid."),
        { Coupon: not null, Wish: not null } => site.Say(
            $"振込のお申し込みを受け付けました。{Deadline(site, site.Campaign.CutoffAt)}に残額が確定してから、振込の手続きに進みます。", $"You have asked for a transfer. It goes on once the balance is final at {Deadline(site, site.Campaign.CutoffAt)}."),
        { Wish: not null } => site.Say("振込のお申し込みを受け付けました。申請の確認が終わりしだい、振込の手続きに進みます。", "You have asked for a transfer. It goes on once your application is accepted."),
        { WhyNot: { } refusal } => Refusal(site, refusal, one),
        { Coupon: not null } => site.Say(
            $"残額は{Deadline(site, site.Campaign.CutoffAt)}に確定します。いまから振込を申し込めます。", $"The balance is final at {Deadline(site, site.Campaign.CutoffAt)}. You can ask for a transfer now."),
        _ => site.Say("申請の確認中です。いまから振込を申し込めます。", "Your application is being checked. You can ask for a transfer now."),
    };

    private static string Of(AskedSite site, Payable one, TransferStanding standing) => (standing.Right.State, standing.Transfer) switch
    {
        (EntitlementState.Claimed or EntitlementState.Paid, _) => site.Say("ポイントでのお受取りが済んでいるため、振込は申し込めません。", "You have taken points, so there is nothing left to transfer."),
        (EntitlementState.Revoked, _) => site.Say("お受取りが取り消されています。お電話でお問い合わせください。", "The payment has been revoked. Please call us."),
        (EntitlementState.Expired, _) => site.Say($"受取期限（{Deadline(site, standing.Right.CollectingEndsAt(site.Campaign))}）を過ぎました。", $"The time for collecting ended at {Deadline(site, standing.Right.CollectingEndsAt(site.Campaign))}."),
        (EntitlementState.Open, _) => one.WhyNot is { } refusal ? Refusal(site, refusal, one) : OpenWords(site, standing.Right),
        (_, { } transfer) => Of(site, one, transfer),
        _ => Refusal(site, one.WhyNot ?? DeskRefusal.NothingToPay, one),
    };

    private static string OpenWords(AskedSite site, Entitlement right) => site.Say(
        $"まだお受取りになっていません。{Deadline(site, right.CollectingEndsAt(site.Campaign))}まで、振込を申し込めます。", $"Not collected yet. You can ask for a transfer until {Deadline(site, right.CollectingEndsAt(site.Campaign))}.");

    private static string Of(AskedSite site, Payable one, Transfer transfer) => transfer.State switch
    {
        TransferState.Requested or TransferState.Checked => site.Say("振込のお申し込みを受け付けました。内容を確認しています。", "You have asked for a transfer. It is being checked."),
        TransferState.Released or TransferState.Filed when transfer.PayOn is { } day => site.Say($"{Day(site, day)}に振り込みます。変更や取消はできません。", $"It will be paid on {Day(site, day)}, and can no longer be changed."),
        TransferState.Released or TransferState.Filed => site.Say("振込の手続き中です。変更や取消はできません。", "The transfer is on its way, and can no longer be changed."),
        TransferState.Paid when transfer.PayOn is { } day => site.Say($"{Day(site, day)}に振り込みました。", $"It was paid on {Day(site, day)}."),
        TransferState.Paid => site.Say("振り込みました。", "It was paid."),
        TransferState.Review => site.Say("銀行に確認しています。確認が終わるまでお待ちください。", "We are asking the bank. Please wait."),
        TransferState.Returned when transfer.ReturnedBecause?.ClassOf() == ReturnClass.OurSide => site.Say("当方の都合で振り込めませんでした。手続きをやり直しています。", "It was returned because of a mistake on our side. We are paying it again."),
        _ => $"{Failed(site, transfer)}{Further(site, one)}",
    };

    private static string Failed(AskedSite site, Transfer transfer) => transfer.ReturnedBecause?.ClassOf() == ReturnClass.CorrectName
        ? site.Say("振り込めませんでした。口座名義が銀行の登録と異なります。", "The transfer came back: the bank knows the account by another name. ")
        : site.Say("振り込めませんでした。口座の内容をお確かめください。", "The transfer could not be made. Please look at the account again. ");

    private static string Further(AskedSite site, Payable one) => one.WhyNot is { } refusal
        ? Refusal(site, refusal, one)
        : site.Say(
            $"{Deadline(site, site.Campaign.BankTransfer!.EndsAt)}まで、口座を直すか、ポイントでのお受取りに変えられます。", $"Until {Deadline(site, site.Campaign.BankTransfer!.EndsAt)} you can correct the account, or take points.");

    private static string Refusal(AskedSite site, DeskRefusal refusal, Payable one) => refusal switch
    {
        DeskRefusal.NotYet => site.Say($"振込は{site.Language.Instant(site.Campaign.BankTransfer!.OpensAt)}から申し込めます。", $"You can ask for a transfer from {site.Language.Instant(site.Campaign.BankTransfer!.OpensAt)} on."),
        DeskRefusal.TooLate => site.Say("振込を申し込める期限を過ぎました。", "Transfers can no longer be asked for."),
        DeskRefusal.UnderWay => site.Say("振込の手続き中です。変更や取消はできません。", "The transfer is on its way, and can no longer be changed."),
        DeskRefusal.NotApplied => site.Say("先に、このサイトでクーポンの補償を申請してください。受付番号で、振込も申し込めます。", "Please apply for the coupon on this site first. With its receipt number you can ask for a transfer too."),
        DeskRefusal.TooOften => site.Say("振り込めないことが続いたため、お電話でお問い合わせください。", "Too many transfers have failed. Please call us."),
        _ => site.Say("お支払いできるものがありません。", "There is nothing to be paid."),
    };

    public static string Day(AskedSite site, DateOnly day) => site.Language == Language.Japanese
        ? day.ToString("M月d日(ddd)", JapanTime.Japanese)
        : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The last minute before an exclusive end.</summary>
    public static string Deadline(AskedSite site, DateTimeOffset end) => site.Language.LastMinuteBefore(end);
}
