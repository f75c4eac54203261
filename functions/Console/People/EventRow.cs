using Compensation.CallCentre.People;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Coupons;
using Compensation.Notices;
using Compensation.Receipts.Pages;

namespace Compensation.ConsolePages.People;

/// <summary>One event of a person's page.</summary>
internal static class EventRow
{
    public static Html[] Of(Screen screen, PersonTimeline person, TimelineEvent one) => [Html.Of($"{screen.Language.Instant(one.At)}"), Html.Of($"{Title(screen, one)}"), More(screen, person, one)];

    private static string Title(Screen screen, TimelineEvent one) => one.Kind switch
    {
        TimelineKind.Adjusted => one.Change!.Kind == AdjustmentKind.Spent ? screen.Say($"利用 {one.Amount}", $"Spent {screen.Language.Sum(one.Amount)}") : screen.Say($"残高に戻した {one.Amount}", $"Restored {screen.Language.Sum(one.Amount)}"),
        TimelineKind.Sealed => screen.Say("残高の確定", "Sealed"),
        TimelineKind.Notice => screen.Say($"{screen.Language.Of(one.Notice!.Kind)}（{screen.Language.Of(one.Notice.Channel)}）", $"{screen.Language.Of(one.Notice.Kind)} ({screen.Language.Of(one.Notice.Channel)})"),
        TimelineKind.LinkOpened => screen.Say("リンクを開いた", "Opened the link"),
        TimelineKind.Claimed => screen.Say("商品を選んだ", "Chose a product"),
        TimelineKind.CodeHandedOut => screen.Say("コードを渡した", "Code handed out"),
        TimelineKind.Expired => screen.Say("期限切れ", "Expired"),
        TimelineKind.Revoked => screen.Say("取り消し", "Revoked"),
        TimelineKind.Applied => screen.Say("申請", "Applied"),
        TimelineKind.ApplicationDecided => screen.Say("申請の判断", "Application decided"),
        TimelineKind.TransferAsked => screen.Say("振込の申し込み", "Asked for a transfer"),
        TimelineKind.TransferMoved => screen.Say("振込の状態", "Transfer"),
        TimelineKind.CaseOpened => screen.Say("重複決済のお申し出", "Double charge taken down"),
        TimelineKind.CaseStands => screen.Say("重複決済の状態", "Double charge"),
        TimelineKind.Erased => screen.Say("個人情報の消去", "Erased"),
        _ => screen.Say("通話の記録", "Call"),
    };

    private static Html More(Screen screen, PersonTimeline person, TimelineEvent one) => one switch
    {
        { Notice: { } notice } => OfNotice(screen, notice),
        { Change: { } change } => Html.Of($"{(change.Case is { } number ? screen.Link($"cases/{number}", number) : Html.Of($"{change.Batch}"))} {screen.Say("残高", "balance")} {screen.Language.Sum(change.BalanceAfter)}"),
        { Application: { } application, ApplicationState: { } state } => Html.Of($"{screen.Link($"applications/{application}", application)} {screen.Language.Of(state)} {one.By}"),
        { TransferState: { } state } => Html.Of($"{screen.Language.Of(state)} {screen.Language.Sum(one.Amount)} {(one.ReturnedBecause is { } returned ? screen.Language.Of(returned) : null)} {one.By}"),
        { Case: { } number, CaseState: { } state } => Html.Of($"{screen.Link($"cases/{number}", number.Value)} {screen.Language.Of(state)} {screen.Language.Sum(one.Amount)} {one.By}"),
        { Note: { } note } => Html.Of($"{screen.Say($"{screen.Language.Of(note.Outcome)}：{note.Text}（{note.By}）", $"{screen.Language.Of(note.Outcome)}: {note.Text} ({note.By})")}{FollowUp(screen, person, note)}"),
        { Kind: TimelineKind.Erased } => Html.Of($"{one.By}"),
        { Product: { } product } => Html.Of($"{screen.Campaign.FindProduct(product)?.NameIn(screen.Language) ?? product} {screen.Language.Sum(one.Amount)}"),
        _ => Html.Of($"{screen.Language.Sum(one.Amount)}"),
    };

    private static Html OfNotice(Screen screen, NoticeEvent notice)
    {
        string to = notice.To ?? screen.Say("以前の連絡先", "an earlier address");
        string reported = (notice.DeliveredAt ?? notice.UndeliveredAt) is { } at ? $" {screen.Language.Instant(at)}" : string.Empty;
        return Html.Of($"{to} <strong>{screen.Language.Of(notice.Outcome)}</strong>{reported} <small>{notice.Provider} {notice.Reference} {(notice.Outcome == NoticeOutcome.Failed ? screen.Language.OfFailure(notice.Why) : notice.Why)}</small>{(notice.LinkOpens ? Html.Empty : Html.Of($" {screen.Say("（このリンクはもう開けません）", "(its link does not open any more)")}"))}");
    }

    private static Html FollowUp(Screen screen, PersonTimeline person, CallCentre.Notes.Note note) => note.FollowUpOn is not { } day ? Html.Empty
        : note.DoneBy is { } done ? Html.Of($" {screen.Say($"{screen.Language.Day(day)}まで → 対応済み（{done}）", $"by {screen.Language.Day(day)}, done by {done}")}")
        : Html.Of($" {screen.Language.Day(day)} {screen.Link($"people/{person.Person}/done-{note.Key}", screen.Say("対応済みにする", "Done"))}");
}
