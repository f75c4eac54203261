using Compensation.Applications;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Erasing;
using Compensation.CallCentre.Notes;
using Compensation.CallCentre.People;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;
using Compensation.Waves;

namespace Compensation.ConsolePages.Kit;

/// <summary>What states and kinds are called on the console's pages.</summary>
internal static class Words
{
    public static string Of(this Language language, EntitlementState state) => state switch
    {
        EntitlementState.Open => language.Say("未受取", "Not collected"),
        EntitlementState.Claimed => language.Say("商品を選択済み（コード準備中）", "Has chosen, waits for the code"),
        EntitlementState.Paid => language.Say("受取済み", "Collected"),
        EntitlementState.TransferRequested => language.Say("振込の手続き中", "Being paid into an account"),
        EntitlementState.Transferred => language.Say("振込済み", "Paid into an account"),
        EntitlementState.TransferFailed => language.Say("振込不能", "The transfer came back"),
        EntitlementState.Expired => language.Say("期限切れ", "Expired"),
        _ => language.Say("取り消し", "Revoked"),
    };

    public static string Of(this Language language, AccountType type) => type switch
    {
        AccountType.Ordinary => language.Say("普通", "Ordinary"),
        AccountType.Current => language.Say("当座", "Current"),
        _ => language.Say("貯蓄", "Savings"),
    };

    public static string Of(this Language language, ReturnReason reason) => reason switch
    {
        ReturnReason.AccountNotFound => language.Say("該当口座なし", "No such account"),
        ReturnReason.AccountNumberMismatch => language.Say("口座番号相違", "Wrong account number"),
        ReturnReason.NameMismatch => language.Say("名義相違", "Wrong holder's name"),
        ReturnReason.AccountTypeMismatch => language.Say("科目相違", "Wrong kind of account"),
        ReturnReason.BranchMismatch => language.Say("店番相違", "Wrong branch"),
        ReturnReason.AccountClosed => language.Say("口座解約済み", "Account closed"),
        ReturnReason.BeneficiaryBankSide => language.Say("受取銀行の都合", "The receiving bank's doing"),
        ReturnReason.RecalledByUs => language.Say("組戻し（当方の依頼）", "Recalled by us"),
        ReturnReason.InsufficientFunds => language.Say("資金不足（当方）", "Not enough money on our side"),
        _ => language.Say("その他", "Other"),
    };

    public static string Of(this Language language, EntitlementRoute route) => route switch
    {
        EntitlementRoute.App => language.Say("アプリ", "App"),
        EntitlementRoute.Application => language.Say("特設サイトの申請", "Application"),
        EntitlementRoute.DoubleCharge => language.Say("重複決済", "Double charge"),
        _ => language.Say("購入", "Purchase"),
    };

    public static string Of(this Language language, NoticeKind kind) => kind switch
    {
        NoticeKind.Issue => language.Say("受取のご案内", "Issue notice"),
        NoticeKind.Reminder => language.Say("リマインド", "Reminder"),
        NoticeKind.Resend => language.Say("再送", "Resend"),
        NoticeKind.ApplicationResult => language.Say("申請の結果", "Application's result"),
        NoticeKind.TransferResult => language.Say("振込の結果", "Transfer's result"),
        NoticeKind.TransferResultAgain => language.Say("振込の結果（別の連絡先）", "Transfer's result, on the other channel"),
        NoticeKind.Fallback => language.Say("別の連絡先への再案内", "On the other channel"),
        NoticeKind.Granted => language.Say("ポイント付与のご案内", "Points granted"),
        _ => language.Say("コードの準備完了", "Code ready"),
    };

    public static string Of(this Language language, NoticeChannel channel) => channel == NoticeChannel.Sms ? "SMS" : language.Say("メール", "E-mail");

    public static string Of(this Language language, NoticeOutcome outcome) => outcome switch
    {
        NoticeOutcome.Delivered => language.Say("届きました", "Delivered"),
        NoticeOutcome.Accepted => language.Say("送信済み（到着は未確認）", "Sent, not reported yet"),
        NoticeOutcome.Failed => language.Say("届きませんでした", "Not delivered"),
        NoticeOutcome.Unknown => language.Say("不明", "Unknown"),
        _ => language.Say("送信待ち", "Waits"),
    };

    public static string Of(this Language language, ApplicationState state) => state switch
    {
        ApplicationState.Received => language.Say("受付", "Received"),
        ApplicationState.InReview => language.Say("確認中", "In review"),
        ApplicationState.AskedBack => language.Say("おたずね中", "Asked back"),
        ApplicationState.Accepted => language.Say("承認", "Accepted"),
        _ => language.Say("お断り", "Refused"),
    };

    public static string Of(this Language language, TransferState state) => state switch
    {
        TransferState.Requested => language.Say("点検待ち", "Waits for the check"),
        TransferState.Checked => language.Say("承認待ち", "Waits for the release"),
        TransferState.Released => language.Say("承認済み", "Released"),
        TransferState.Held => language.Say("保留", "Held"),
        TransferState.Filed => language.Say("振込データ作成済み", "In a file for the bank"),
        TransferState.Paid => language.Say("振込済み", "Paid"),
        TransferState.Returned => language.Say("振込不能", "Came back"),
        TransferState.Review => language.Say("銀行の回答を確認中", "In review"),
        _ => language.Say("取り下げ", "Withdrawn"),
    };

    public static string Of(this Language language, CaseState state) => state switch
    {
        CaseState.AskingShop => language.Say("お店に確認中", "Asking the shop"),
        CaseState.ShopDenied => language.Say("お店が否定", "The shop denied"),
        CaseState.ShopSilent => language.Say("お店の返事なし", "The shop is silent"),
        CaseState.Confirmed => language.Say("承認待ち", "Waits for the second person"),
        CaseState.Approved => language.Say("承認済み（戻し入れ中）", "Approved, being put back"),
        CaseState.Blocked => language.Say("要確認（残高が変わりました）", "Blocked: look again"),
        CaseState.Restored => language.Say("戻し入れ済み", "Put back"),
        CaseState.Supplemented => language.Say("追加で補償", "Paid as a supplement"),
        _ => language.Say("お断り・取り下げ", "Refused"),
    };

    public static string Of(this Language language, CaseKind kind) =>
        kind == CaseKind.ChargedTwice ? language.Say("重複して決済された（②）", "Charged more than once (②)") : language.Say("現金で払ったのに引き落とされた（①）", "Paid in cash and deducted (①)");

    public static string Of(this Language language, CaseAct act) => act switch
    {
        CaseAct.Opened => language.Say("受け付けた", "Taken down"),
        CaseAct.Corrected => language.Say("内容を直した", "Corrected"),
        CaseAct.ShopAskedAgain => language.Say("お店にもう一度たずねた", "The shop was asked again"),
        CaseAct.ShopAnswered => language.Say("お店が答えた", "The shop answered"),
        CaseAct.ShopCalled => language.Say("お店に電話した", "The shop was rung"),
        CaseAct.Approved => language.Say("承認した", "Approved"),
        CaseAct.Refused => language.Say("断った", "Refused"),
        CaseAct.Reopened => language.Say("もう一度取り上げた", "Taken up again"),
        CaseAct.PutBack => language.Say("残高に戻した", "Put back"),
        CaseAct.Blocked => language.Say("戻せなかった", "Could not be put back"),
        _ => language.Say("期限が過ぎた", "Its time passed"),
    };

    public static string Of(this Language language, CaseRefusal refusal) => refusal switch
    {
        CaseRefusal.ShopDenied => language.Say("お店が否定した", "The shop denied it"),
        CaseRefusal.ShopSilent => language.Say("お店の返事がない", "The shop was silent"),
        CaseRefusal.NotCovered => language.Say("対象ではない", "Not covered"),
        CaseRefusal.AlreadyRestored => language.Say("すでに戻している", "Put back already"),
        CaseRefusal.WithdrawnByCaller => language.Say("お客様が取り下げた", "The caller withdrew it"),
        CaseRefusal.NotDecidedInTime => language.Say("期限までに決まらなかった", "Not decided in time"),
        _ => language.Say("その他", "Another reason"),
    };

    public static string Of(this Language language, CallOutcome outcome) => outcome switch
    {
        CallOutcome.Answered => language.Say("解決した", "Answered"),
        CallOutcome.FollowUp => language.Say("折り返す・あとで対応する", "To be followed up"),
        CallOutcome.NotReached => language.Say("つながらなかった", "Nobody was there"),
        CallOutcome.NotIdentified => language.Say("本人と確認できなかった", "Not identified"),
        _ => language.Say("苦情", "Complaint"),
    };

    public static string Of(this Language language, WaveStanding standing) => standing switch
    {
        WaveStanding.Planned => language.Say("計画", "Planned"),
        WaveStanding.Running => language.Say("送信中", "Running"),
        WaveStanding.Paused => language.Say("一時停止", "Paused"),
        WaveStanding.Stopped => language.Say("中止", "Stopped"),
        _ => language.Say("終了", "Finished"),
    };

    /// <summary>A wave runs from the seal on, and waits for its window: whoever reads "running" then would believe that messages go out.</summary>
    public static string Of(this Screen screen, WaveStanding standing, DateTimeOffset startsAt) =>
        standing == WaveStanding.Running && screen.Now < startsAt ? screen.Say("開始前", "Not begun") : screen.Language.Of(standing);

    public static string Of(this Language language, PersonAction action) => action switch
    {
        PersonAction.Resend => language.Say("リンクをもう一度送る", "Send the link again"),
        PersonAction.CorrectContact => language.Say("連絡先を直して送る", "Correct the contact, and send"),
        PersonAction.Apply => language.Say("特設サイトの申請を案内する", "Lead to the special site"),
        PersonAction.AskForTransfer => language.Say("振込の申し込みを入力する", "Enter a transfer"),
        PersonAction.WithdrawTransfer => language.Say("振込をやめてポイントにする", "Take points instead of the transfer"),
        _ => language.Say("重複決済・現金払いのお申し出を受け付ける", "Take a double charge down"),
    };

    public static string Of(this Language language, ErasureBar bar)
    {
        string until = bar.Until is { } end ? $"（{language.LastMinuteBefore(end)}まで）" : string.Empty;
        return language == Language.English ? bar.Says : bar.Kind switch
        {
            ErasureBarKind.OwedAtCutoff => $"残高 {bar.Amount} が、確定のあとに補償されます{until}。受け取りのあとに消去してください。",
            ErasureBarKind.BeingSealed => "残高を確定しているところです。確定のあとに行ってください。",
            ErasureBarKind.NotCollected => $"{bar.Amount} をまだ受け取れます{until}。先に受け取っていただくか、ご本人が放棄するか、期限が過ぎるのを待つかを決めてください。",
            ErasureBarKind.NotExpiredYet => $"{bar.Amount} の期限切れがまだ帳簿に入っていません。あす以降に行ってください。",
            ErasureBarKind.CodeAwaited => $"{bar.Amount} のコードをお待ちです。先にコードを用意してください。",
            ErasureBarKind.TransferUnderWay => $"{bar.Amount} の振込の手続き中です。経理が終えるか、ご本人が取り下げてから行ってください。",
            ErasureBarKind.TransferCameBack => $"{bar.Amount} の振込が戻っています{until}。口座を直すかポイントを受け取っていただくか、期限が過ぎてから行ってください。",
            ErasureBarKind.TransferWished => "振込の申し込みがあり、金額がまだ確定していません。支払いのあとに消去してください。",
            ErasureBarKind.ApplicationOpen => "申請がまだ判断されていません。先に承認するか、お断りしてください。",
            ErasureBarKind.CaseOpen => "重複決済のお申し出が終わっていません。先に戻し入れるか、お断りしてください。",
            _ => "お知らせを送信しているところです。数分後に行ってください。",
        };
    }

    public static string Of(this Language language, ActionBar bar) => bar switch
    {
        ActionBar.NotSealed => language.Say("残高がまだ確定していません", "the balances are not sealed yet"),
        ActionBar.NothingOwed => language.Say("補償の対象がありません", "nothing is owed"),
        ActionBar.WaitsForWave => language.Say("最初のご案内がまだです。送信の日に届きます", "the first notice has not gone out yet; the wave brings it"),
        ActionBar.AwaitsApplication => language.Say("先に特設サイトでの申請が必要です", "has to apply on the special site first"),
        ActionBar.ApplicationWaits => language.Say("申請を確認しています", "an application is being looked at"),
        ActionBar.NeedsNoApplication => language.Say("申請は要りません", "needs no application"),
        ActionBar.Chosen => language.Say("すでに商品を選んでいます", "has chosen already"),
        ActionBar.HasCode => language.Say("すでにコードを受け取っています", "has had the code already"),
        ActionBar.ByTransfer => language.Say("銀行振込の手続き中か、振込済みです", "is paid into an account"),
        ActionBar.Over => language.Say("締め切りを過ぎました", "the deadline has passed"),
        ActionBar.NoAddress => language.Say("届く連絡先がありません。連絡先を直してください", "no number or address is on file: correct the contact"),
        ActionBar.Suppressed => language.Say("送らない連絡先に登録されています", "the number or address is on the list of those not written to"),
        ActionBar.Spaced => language.Say("少し前に送ったばかりです。到着を待ってください", "a message went out a short while ago"),
        ActionBar.Ordered => language.Say("すでに再送の手配があり、送信の時間になると送られます", "the link was ordered already, and goes out within the hours"),
        ActionBar.Capped => language.Say("再送の上限に達しています。統括に相談してください", "as many resends as anybody gets: ask a supervisor"),
        ActionBar.SpokenFor => language.Say("同じ方の別のクーポンにまとめて送っています", "another right of the person is written to for this one"),
        ActionBar.NotOffered => language.Say("この事業では扱っていません", "this campaign does not offer it"),
        ActionBar.NotSetUp => language.Say("振込元の口座がまだ設定されていません。管理者に連絡してください（設定 Transfers）", "no account to pay from is set up yet: tell the administrator (settings Transfers)"),
        _ => language.Say("受付期間ではないか、いまは行えません", "it is not taken now"),
    };
}
