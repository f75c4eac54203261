using Compensation.CallCentre.Bulk;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;

namespace Compensation.ConsolePages.Bulk;

/// <summary>What is read of bulk acts.</summary>
internal static class BulkPage
{
    private static readonly Dictionary<string, (string Japanese, string English)> s_words = new(StringComparer.Ordinal)
    {
        ["later"] = ("一度に行える件数を超えた分（もう一度行ってください）", "beyond what is done at a time: do it again"),
        ["notStuck"] = ("お店の返事を待っている（督促前）", "the shop still has time"),
        ["shopDenied"] = ("お店が否定（担当者が判断します）", "the shop denied: a person decides"),
        ["waitsForColleague"] = ("承認待ち・戻し入れ中", "waits for a colleague"),
        ["noContact"] = ("連絡先なし（電話で確かめてください）", "no contact: ring them"),
        ["noOtherContact"] = ("ほかの連絡先がない", "no other contact"),
        ["notBounced"] = ("不達ではない（未送信・不明など）", "nothing has bounced"),
        ["notUnknown"] = ("不明ではない（不達・未送信など）", "it is known what became of the last message"),
        ["bothBounced"] = ("両方の連絡先が不達", "both contacts have bounced"),
        ["nothingToOpen"] = ("受け取るものがない", "nothing to collect"),
        ["refused"] = ("再送できない方", "cannot be sent again"),
        ["oursToPayAgain"] = ("事務局側の理由（あらためて振り込みます）", "our own mistake: it is paid again"),
        ["untold"] = ("これから自動でお知らせする方", "is told by itself"),
        ["changed"] = ("その間に変わった", "has changed in between"),
        ["tooOften"] = ("これ以上は送れません", "written to too often"),
        ["sent"] = ("送信に回した", "is written to"),
        ["asked"] = ("もう一度たずねた", "asked again"),
        ["stopped"] = ("止めたため行っていない", "stopped before"),
        ["spaced"] = ("送ったばかり", "had a resend a short while ago"),
        ["ordered"] = ("すでに再送の手配がある", "ordered before, and still to go out"),
        ["notLookedAt"] = ("まだ調べていない方（終わったら、もう一度行ってください）", "not looked at yet: do it again after this"),
        ["capped"] = ("再送の上限", "as many resends as anybody gets"),
        ["suppressed"] = ("送らない連絡先", "on the list of those not written to"),
        ["noAddress"] = ("届く連絡先がない", "no address"),
        ["awaitsReport"] = ("到着の報告待ち", "a message is on its way"),
        ["delivered"] = ("届いている", "has been reached"),
        ["claimed"] = ("受取済み", "has claimed"),
        ["spokenFor"] = ("同じ方の別の件でお知らせ", "another right speaks for it"),
        ["waitsForWave"] = ("最初のご案内がまだ", "the wave is still to come"),
    };

    public static string Title(Screen screen, string kind) => kind switch
    {
        "ask-shops" => screen.Say("返事のないお店にもう一度たずねる", "Ask silent shops again"),
        "send-again" => screen.Say("届いたか不明の方に、もう一度送る", "Send again to those of whom it is unknown"),
        "send-elsewhere" => screen.Say("不達の方の、もう一つの連絡先に送る", "Send to the other contact of those who bounced"),
        "take-off-contact" => screen.Say("不達の連絡先を外して、もう一つに送る", "Take bounced contacts off, and send to the other"),
        _ => screen.Say("振込が戻った方にもう一度お知らせする", "Write again to returned transfers"),
    };

    public static Html Outlook(Screen screen, string kind, BulkPlan plan) => Html.Of($"""
        <p>{Says(screen, kind)}</p>
        {new SummaryList(screen.Language, [
            new(screen.Say("対象", "To"), screen.Say($"{plan.Targets.Count:N0}件", $"{plan.Targets.Count:N0}")),
            new(screen.Say("送る通数", "Messages"), screen.Say($"SMS {plan.Sms:N0}（{plan.SmsSegments:N0}通分）、メール {plan.Emails:N0}", $"SMS {plan.Sms:N0} ({plan.SmsSegments:N0} segments), e-mail {plan.Emails:N0}")),
            new(screen.Say("費用", "Cost"), screen.Say($"{plan.CostYen:N0}円", $"{plan.CostYen:N0} yen"))])}
        {new Table(screen.Say("行わない方と、そのわけ", "Who is left out, and why"), [screen.Say("わけ", "Why"), "#" + screen.Say("件数", "Count")],
            [.. plan.LeftOut.OrderByDescending(one => one.Value).Select(one => (Html[])[Html.Of($"{Word(screen, one.Key)}"), Html.Of($"{one.Value:N0}")])])
            { None = screen.Say("行わない方はいません。", "Nobody is left out.") }}
        """);

    /// <summary>There is nobody to whom it could be done.</summary>
    public static Page Nobody(Screen screen, string kind, BulkPlan plan) => screen.Page(Title(screen, kind), Html.Of($"""
        <h1>{Title(screen, kind)}</h1>
        {Outlook(screen, kind, plan)}
        <p>{screen.Say("いま行える方はいません。", "There is nobody to whom it could be done now.")}</p>
        <p class="way">{screen.Link("bulk", screen.Say("もどる", "Back"))}</p>
        """));

    public static Page List(Screen screen, IEnumerable<string> kinds, BulkList list)
    {
        string title = screen.Say("まとめて行う", "Bulk acts");
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p>{screen.Say("始める前に、何件に何をするか、費用、行わない方とそのわけを確かめます。途中で止められます。", "What it does, to how many, for how much, and who is left out is shown before it begins. It can be stopped.")}</p>
            {kinds.Select(kind => Html.Of($"<p class=\"way\">{screen.Link($"bulk/{kind}/start", Title(screen, kind))}</p>\n"))}
            {new Table(screen.Say("これまで", "Done"), [screen.Say("日時", "When"), screen.Say("内容", "What"), screen.Say("人", "Who"), "#" + screen.Say("件数", "Rows"), screen.Say("状態", "Standing")],
                [.. list.Acts.Select(act => (Html[])[screen.Link($"bulk/{act.Id}", screen.Language.Instant(act.By.At)), Html.Of($"{Title(screen, act.Kind)}"), Html.Of($"{act.By.Name}"), Html.Of($"{act.Rows:N0}"), Html.Of($"{Standing(screen, act)}")])])
        { None = screen.Say("まだありません。", "None yet.") }}
            {(list.Next is { } next ? Html.Of($"<p class=\"way\">{screen.Link($"bulk?from={next}", screen.Say("つづき", "More"))}</p>") : Html.Empty)}
            """));
    }

    public static Page One(Screen screen, BulkRecord act, BulkRowsNow rows)
    {
        string title = Title(screen, act.Kind);
        bool stops = screen.Opens("DoConsoleBulkTask") && act.StoppedBy is null && (act.EndedAt is null || act.Wave is not null);
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p class="several">{Standing(screen, act)}</p>
            {new SummaryList(screen.Language, [new(screen.Say("始めた人", "Started by"), $"{act.By.Name} {screen.Language.Instant(act.By.At)}"), new(screen.Say("理由", "Reason"), act.Reason)])}
            {(act.Wave is { } wave ? Html.Of($"<p class=\"way\">{screen.Link($"waves/{wave}", screen.Say("この送信のようす（到着・失敗）", "Its wave: what arrived and what failed"))}</p>") : Html.Empty)}
            {(stops ? Html.Of($"<p class=\"way\">{screen.Link($"bulk/{act.Id}/stop", screen.Say("止める", "Stop"))}</p>") : Html.Empty)}
            {(act.Wave is null ? Html.Empty : Html.Of($"<p>{screen.Say($"「{Word(screen, "sent")}」は、送信に渡したところまでです。届いたかどうかは「メッセージ」の欄に、いまの状態を表示します。", $"\"{Word(screen, "sent")}\" says that the message was handed over. Whether it arrived stands beside it, as of now.")}</p>"))}
            {new Table(screen.Say("1件ごとの結果", "Row by row"), [screen.Say("対象", "On"), screen.Say("結果", "Outcome"), screen.Say("メッセージ", "Message")],
                [.. rows.Rows.Select(one => (Html[])[screen.Link(PathOf(act, one.Row), one.Row.Target.On), Html.Of($"{(one.Row.Outcome is { } outcome ? Word(screen, outcome) : screen.Say("これから", "to come"))}"), Html.Of($"{MessageOf(screen, one)}")])])}
            {(rows.Next is { } next ? Html.Of($"<p class=\"way\">{screen.Link($"bulk/{act.Id}?from={next}", screen.Say("つづき", "More"))}</p>") : Html.Empty)}
            <p class="way">{screen.Link("bulk", screen.Say("まとめて行う（一覧）", "All bulk acts"))}</p>
            """));
    }

    private static string MessageOf(Screen screen, BulkRowNow one) =>
        one.Message is { } outcome ? screen.Language.Of(outcome) : one.Row.IsWrittenTo ? screen.Say("まだ送っていない", "Nothing has gone out") : string.Empty;

    private static string PathOf(BulkRecord act, BulkRow row) => act.Kind == "ask-shops" ? $"cases/{row.Target.On}" : $"people/{row.Target.On}";

    private static string Standing(Screen screen, BulkRecord act) => act switch
    {
        { StoppedBy: { } by } => screen.Say($"{by}が止めました", $"Stopped by {by}"),
        { EndedAt: { } at } => screen.Say($"{screen.Language.Instant(at)}に終わりました", $"Done {screen.Language.Instant(at)}"),
        _ => screen.Say("実行中", "Running"),
    };

    private static string Says(Screen screen, string kind) => kind switch
    {
        "ask-shops" => screen.Say("返事がなかったお店、督促にも返事がないお店に、新しい確認のURLを送ります。前のURLは使えなくなります。", "Shops that were silent, or have not answered a reminder, get a new link; the one before dies."),
        "send-again" => screen.Say("最後のメッセージが送られたかどうか誰にも分からない方に、受け取りのリンクをもう一度送ります。すでに届いていた方には2通目になります。", "Those of whose last message nobody knows whether it went out get the link once more. Whom it has reached gets it twice."),
        "send-elsewhere" => screen.Say("不達になった連絡先とは別の連絡先に、受け取りのリンクを送ります。登録は変わりません。", "The link goes to the other contact on file. Nothing on file changes."),
        "take-off-contact" => screen.Say("不達になった連絡先を登録から外し、もう一つの連絡先に新しいリンクを送ります。前のリンクは使えなくなります。", "The contact that bounced is taken off file, and a new link goes to the other. The old link dies."),
        _ => screen.Say("振込が戻り、まだ別の口座を教えていただいていない方に、もう一度お知らせします。", "Those whose transfer came back, who were told and have named no other account, are told once more."),
    };

    private static string Word(Screen screen, string word) =>
        s_words.TryGetValue(char.ToLowerInvariant(word[0]) + word[1..], out (string Japanese, string English) known) ? screen.Say(known.Japanese, known.English) : word;
}
