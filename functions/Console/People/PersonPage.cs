using Compensation.CallCentre.People;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;

namespace Compensation.ConsolePages.People;

/// <summary>What an operator reads of one person: who he is, what can be done, what happened.</summary>
internal static class PersonPage
{
    public static Page Of(Screen screen, PersonTimeline person)
    {
        string title = screen.Say("お客様の記録", "One person");
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            {(person.Erased is { } erased ? Html.Of($"<p class=\"several\" role=\"status\">{ErasedWords(screen, erased)}</p>") : Html.Empty)}
            {Unreadable(screen, person)}
            {Facts(screen, person)}
            {Next(screen, person)}
            <h2>{screen.Say("これまで（古い順）", "What happened, the earliest first")}</h2>
            {new Table(screen.Say("出来事（古い順）", "Events, the earliest first"), [screen.Say("日時", "When"), screen.Say("出来事", "What"), screen.Say("くわしく", "More")], [.. person.Events.Select(one => EventRow.Of(screen, person, one))]) { None = screen.Say("まだ何もありません。", "Nothing yet.") }}
            {Ways(screen, person)}
            """));
    }

    private static Html Ways(Screen screen, PersonTimeline person) => person.Erased is not null ? Html.Empty : Html.Of($"""
        <p class="way">{screen.Link($"people/{person.Person}/note", screen.Say("通話を記録する", "Write down a call"))}</p>
        <p class="way">{screen.Link("suppressions", screen.Say("もう送ってほしくない", "Do not write to him any more"))}</p>
        {(EraseTask.IsOpen(screen) ? Html.Of($"<p class=\"way\">{screen.Link($"people/{person.Person}/{EraseTask.Name}", EraseTask.TitleOf(screen))}</p>") : Html.Empty)}
        """);

    /// <summary>Nobody takes it for nothing on file: whoever is on the telephone is asked.</summary>
    private static Html Unreadable(Screen screen, PersonTimeline person)
    {
        if (person.Unreadable.Count == 0)
        {
            return Html.Empty;
        }

        string what = string.Join(screen.Say("、", ", "), person.Unreadable.Select(field => field switch
        {
            UnreadableField.Contact => screen.Say("連絡先", "the contact"),
            UnreadableField.Holder => screen.Say("お名前・旅行日", "name and day of travel"),
            _ => screen.Say("お問い合わせ番号", "the inquiry number"),
        }));
        string todo = person.Unreadable.Contains(UnreadableField.Contact)
            ? screen.Say("連絡先をうかがって訂正すると、新しい連絡先に置き換わります。", " Ask for the contact and correct it: the new one takes its place.")
            : string.Empty;
        return Html.Of($"<p class=\"several\" role=\"status\">{screen.Say($"登録されていますが、読み出せません：{what}。{todo}管理者に知らせてください。", $"On file, and cannot be read: {what}.{todo} Tell the administrator.")}</p>");
    }

    private static string ErasedWords(Screen screen, CallCentre.Erasing.ErasedFacts erased) => erased.By is { } by
        ? screen.Say($"ご本人の請求により、{screen.Language.Instant(erased.At)}に個人情報を消去しました（{by}）。", $"What was personal was erased on request, {screen.Language.Instant(erased.At)}, by {by}.")
        : screen.Say($"保存期間が過ぎたため、{screen.Language.Instant(erased.At)}に個人情報を消去しました。", $"Its time of keeping was over: what was personal was erased {screen.Language.Instant(erased.At)}.");

    private static Html Facts(Screen screen, PersonTimeline person) => Html.Of($"""
        <dl class="facts">
        {Masked(screen, person, screen.Say("お名前", "Name"), person.Name, "name")}
        {Masked(screen, person, screen.Say("携帯電話", "Mobile"), person.Phone, "phone")}
        {Masked(screen, person, screen.Say("メール", "E-mail"), person.Email, "email")}
        {Masked(screen, person, screen.Say("お問い合わせ番号", "Inquiry number"), person.InquiryNumber, "inquiry-number")}
        {(person.Coupon is { } facts ? Fact(screen.Say("クーポン", "Coupon"), CouponWords(screen, facts)) : Html.Empty)}
        {(person.Right is { } right ? Fact(screen.Say("補償", "Compensation"), $"{screen.Language.Sum(right.Amount)} {screen.Language.Of(right.State)}{(right.AwaitsApplication ? screen.Say("（申請待ち）", " (has to apply)") : string.Empty)} {screen.Say("区分", "route")}：{screen.Language.Of(right.Route)}") : Html.Empty)}
        {(person.Seal is { } seal ? Fact(screen.Say("確定", "Seal"), SealWords(screen, seal), $"{screen.Say("行の指紋", "hash of its line")} {seal.LineHash[..16]}… {screen.Say("全体の封印", "seal")} {seal.Seal[..16]}…") : Html.Empty)}
        {Links(screen, screen.Say("もとのクーポン（確定後の追加分）", "Added after the seal to the coupon"), person.AddedTo is { } coupon ? [coupon] : [])}
        {Links(screen, screen.Say("確定後の追加分", "Added after the seal"), person.Supplements)}
        {Others(screen, person)}
        </dl>
        """);

    private static Html Fact(string name, string words, string? small = null) => Html.Of($"<div><dt>{name}</dt><dd>{words}{(small is null ? Html.Empty : Html.Of($"<small>{small}</small>"))}</dd></div>\n");

    private static Html Masked(Screen screen, PersonTimeline person, string name, string? value, string field) => Html.Of(
        $"<div><dt>{name}</dt><dd>{value ?? screen.Say("登録なし", "none")}</dd>{(value is null ? Html.Empty : Html.Of($"<dd class=\"change\"><a href=\"{screen.At($"people/{person.Person}/unmask-{field}")}\">{screen.Say("表示する", "Show")}<span class=\"unseen\">{screen.Say($"（{name}）", $" {name}")}</span></a></dd>"))}</div>\n");

    private static string CouponWords(Screen screen, CouponFacts coupon)
    {
        string kind = coupon.ChargedToApp ? coupon.LeftApp ? screen.Say("アプリ退会済み", "left the app") : screen.Say("アプリ", "app") : screen.Say("紙", "paper");
        string face = coupon.FaceValue is { } value ? screen.Say($"額面 {value}、", $"face value {screen.Language.Sum(value)}, ") : string.Empty;
        return screen.Say($"残高 {coupon.Balance}（{face}{kind}、期限 {screen.Language.Day(coupon.Expiry)}）", $"balance {screen.Language.Sum(coupon.Balance)} ({face}{kind}, valid until {screen.Language.Day(coupon.Expiry)})");
    }

    private static string SealWords(Screen screen, Coupons.LineInSeal seal) => seal.Owed is { } owed
        ? screen.Say($"{screen.Language.Instant(seal.SealedAt)}に {owed} で確定", $"sealed at {screen.Language.Sum(owed)}, {screen.Language.Instant(seal.SealedAt)}")
        : seal.NotCovered == Coupons.NotCoveredReason.OtherExpiry ? screen.Say("対象外（有効期限が2月24日ではないクーポン）", "not covered: another day of expiry") : screen.Say("対象外（残高がありません）", "not covered: no balance");

    private static Html Links(Screen screen, string name, IReadOnlyList<EntitlementId> people) =>
        people.Count == 0 ? Html.Empty : Html.Of($"<div><dt>{name}</dt><dd>{people.Select(id => Html.Of($"{screen.Link($"people/{id}", id.ToString())} "))}</dd></div>\n");

    private static Html Others(Screen screen, PersonTimeline person)
    {
        EntitlementId[] others = [.. person.Companions.Concat(person.Lead is { } lead ? [lead] : [])];
        return others.Length == 0 ? Html.Empty : Html.Of($"<div><dt>{screen.Say("同じ方のほかのクーポン", "The person's other rights")}</dt><dd>{others.Select(id => Html.Of($"{screen.Link($"people/{id}", id.ToString())} "))}</dd>{Apart(screen, person)}</div>\n");
    }

    private static Html Apart(Screen screen, PersonTimeline person) =>
        ApartTask.IsOpen(screen) ? Html.Of($"<dd class=\"change\">{screen.Link($"people/{person.Person}/{ApartTask.Name}", ApartTask.TitleOf(screen))}</dd>") : Html.Empty;

    private static Html Next(Screen screen, PersonTimeline person) => person.Erased is not null ? Html.Empty : Html.Of($"""
        <h2>{screen.Say("できること", "What can be done")}</h2>
        <ul class="next">
        {person.Next.Select(next => Item(screen, person, next))}</ul>
        """);

    private static Html Item(Screen screen, PersonTimeline person, NextAction next)
    {
        string words = screen.Language.Of(next.Action);
        string from = next.From is { } at && at > screen.Now ? screen.Say($"（{screen.Language.Instant(at)}に送ります）", $" (goes out {screen.Language.Instant(at)})") : string.Empty;
        return next.Bar is { } bar
            ? Html.Of($"<li>{words}{screen.Say("：", ": ")}{screen.Language.Of(bar)}</li>\n")
            : Html.Of($"<li>{(PathOf(person, next.Action) is { } path ? Html.Of($"<a{(next.IsAdvised ? Html.Of($" class=\"button\"") : Html.Empty)} href=\"{screen.At(path)}\">{words}</a>") : Html.Of($"{words}"))}{from}</li>\n");
    }

    /// <summary>Where it is done; null for what the person does himself.</summary>
    private static string? PathOf(PersonTimeline person, PersonAction action) => action switch
    {
        PersonAction.Resend => $"people/{person.Person}/resend",
        PersonAction.CorrectContact => $"people/{person.Person}/correct",
        PersonAction.OpenCase => "new-case",
        PersonAction.Apply => "new-application",
        PersonAction.AskForTransfer => $"people/{person.Person}/{TransferTask.Name}",
        PersonAction.WithdrawTransfer => $"people/{person.Person}/{TransferTask.Withdraw}",
        _ => null,
    };
}
