using Compensation.CallCentre.Notes;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Compensation.Receipts.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Lists;

/// <summary>Lists to work off: who was not reached, what has to be followed up, codes, alarms; and who did what.</summary>
public sealed class ListPages(Screens screens, ListUnreached unreached, NoteStore notes, StockLook stock, ActTrail trail, AlarmList alarms)
{
    private const int PageSize = 100;
    private const string From = "from";
    private const string Only = "only";
    private const string Day = "day";

    [Function("ShowConsoleUnreached")]
    [ApiOperation("The page of people whom nothing has reached; only=failed or only=unknown those whose last message is so.", AnswerType = "text/html", FaultType = "text/html", Query = [From, Only, Languages.Parameter])]
    public Task<IResult> Unreached([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/unreached")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            EntitlementId? after = EntitlementId.TryParse(request.Query[From].ToString(), out EntitlementId id) ? id : null;
            UnreachedPage page = await unreached.ReadAsync(screen.Campaign, after, PageSize, cancellationToken);
            NoticeOutcome? only = request.Query[Only].ToString() switch { "failed" => NoticeOutcome.Failed, "unknown" => NoticeOutcome.Unknown, _ => null };
            string filter = only is null ? string.Empty : $"?{Only}={request.Query[Only]}";
            return PageOf(screen, screen.Say("届いていない方", "Not reached"), new Table(
                screen.Say("届いていない方", "Not reached"),
                [screen.Say("番号", "Person"), screen.Say("状態", "Standing"), screen.Say("連絡先", "On file"), screen.Say("試したこと", "Tried")],
                [.. page.People.Where(person => only is null || person.Tried.LastOrDefault()?.Outcome == only).Select(person => (Html[])[screen.Link($"people/{person.Entitlement}", person.Entitlement.ToString()), Html.Of($"{screen.Language.Of(person.State)}"), Html.Of($"{KindsOf(screen, person.Contacts)}"), Html.Of($"{string.Join(" / ", person.Tried.Select(one => $"{screen.Language.Of(one.Kind)}（{screen.Language.Of(one.Channel)}）{screen.Language.Of(one.Outcome)} {(one.Outcome == NoticeOutcome.Failed ? screen.Language.OfFailure(one.Reason) : one.Reason)}"))}")])])
            { None = screen.Say("このページにはありません。", "None on this page.") }, $"unreached{filter}", page.Next?.ToString(), Html.Of($"<p class=\"way\">{screen.Link("unreached", screen.Say("すべて", "All"))} {screen.Link($"unreached?{Only}=failed", screen.Say("不達", "Bounced or failed"))} {screen.Link($"unreached?{Only}=unknown", screen.Say("不明", "Unknown"))} {(screen.Opens("AskConsoleBulkTask") ? screen.Link("bulk", screen.Say("まとめて行う", "Bulk acts")) : Html.Empty)}</p>"));
        });

    [Function("ShowConsoleFollowUps")]
    [ApiOperation("The page of what somebody has to look after.", AnswerType = "text/html", FaultType = "text/html", Query = [From, Languages.Parameter])]
    public Task<IResult> FollowUps([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/follow-ups")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            if (!FollowUpPlace.TryRead(request, out FollowUpPlace? from, out _))
            {
                return screen.NotFound();
            }

            FollowUpPage open = await notes.ReadOpenAsync(screen.Campaign.Id, from, PageSize, cancellationToken);
            string title = screen.Say("折り返し・あとでの対応", "Follow-ups");
            return PageOf(screen, title, new Table(title, [screen.Say("お客様", "Person"), screen.Say("いつまで", "By"), screen.Say("内容", "What"), screen.Say("書いた人", "Written by")],
                [.. open.FollowUps.Select(note => (Html[])[screen.Link($"people/{note.Person}", note.Person.ToString()), Html.Of($"{(note.FollowUpOn is { } day ? screen.Language.Day(day) : string.Empty)}"), Html.Of($"{note.Text}"), Html.Of($"{note.By}")])])
            { None = screen.Say("ありません。", "None.") }, "follow-ups", open.Next);
        });

    [Function("ShowConsoleStock")]
    [ApiOperation("The page of codes: how many there are, and are needed; with only=low those of which there are too few.", AnswerType = "text/html", FaultType = "text/html", Query = [Only, Languages.Parameter])]
    public Task<IResult> Stock([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/stock")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            CountedAt<IReadOnlyList<StockLevel>>? counted = await stock.LookAsync(screen.Campaign.Id, cancellationToken);
            string title = screen.Say("コードの在庫", "Stock of codes");
            return PageOf(screen, title, new Table(title, [screen.Say("商品", "Product"), "#" + screen.Say("額", "Value"), "#" + screen.Say("残り", "Free"), "#" + screen.Say("渡した", "Taken"), "#" + screen.Say("期限切れ", "Lapsed"), "#" + screen.Say("待っている人", "Waiting"), "#" + screen.Say("見込み", "Forecast")],
                [.. (counted?.Count ?? []).Where(level => request.Query[Only] != "low" || level.Waiting > 0 || level.Free < level.Forecast).Select(level => (Html[])[Html.Of($"{screen.Campaign.FindProduct(level.Product)?.NameIn(screen.Language) ?? level.Product}"), Html.Of($"{screen.Language.Sum(level.Value)}"), Html.Of($"{level.Free:N0}"), Html.Of($"{level.Taken:N0}"), Html.Of($"{level.Lapsed:N0}"), Html.Of($"{level.Waiting:N0}"), Html.Of($"{level.Forecast:N0}")])])
            { None = counted is null ? screen.Say("数えています。少し待ってから開きなおしてください。", "It is being counted: look again in a moment.") : screen.Say("ありません。", "None.") }, ways: Html.Of($"{(counted is null ? Html.Empty : Html.Of($"<p>{screen.Say($"{screen.Language.Instant(counted.At)}現在", $"As of {screen.Language.Instant(counted.At)}")}</p>"))}<p class=\"way\">{screen.Link("stock", screen.Say("すべて", "All"))} {screen.Link($"stock?{Only}=low", screen.Say("足りない商品", "Too few"))}</p>"));
        });

    [Function("ShowConsoleActs")]
    [ApiOperation("The page of who did what, the newest first; with day=2023-04-10 of one of Japan's days.", AnswerType = "text/html", FaultType = "text/html", Query = [From, Day, Languages.Parameter])]
    public Task<IResult> Acts([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/acts")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            if (!PlaceRange.TryRead(request, out PlaceRange? asked, out _))
            {
                return screen.NotFound();
            }

            string day = request.Query[Day].ToString();
            IReadOnlyList<Act> found = await trail.ReadPageAsync(screen.Campaign.Id.Value, asked, PageSize + 1, cancellationToken);
            string title = screen.Say("操作の記録", "Acts");
            return PageOf(screen, title, new Table(title, [screen.Say("日時", "When"), screen.Say("人", "Who"), screen.Say("操作", "What"), screen.Say("対象", "On what"), screen.Say("理由", "Why"), "#" + screen.Say("結果", "Answer")],
                [.. found.Take(PageSize).Select(act => (Html[])[Html.Of($"{screen.Language.Instant(act.At)}"), Html.Of($"{act.By}"), Html.Of($"{act.Operation}"), Html.Of($"{act.Path}"), Html.Of($"{act.Reason}"), Html.Of($"{act.Status}")])])
            { None = screen.Say("まだありません。", "None yet.") }, day.Length == 0 ? "acts" : $"acts?{Day}={Uri.EscapeDataString(day)}", found.Count > PageSize ? found[PageSize].Id : null,
                Html.Of($"<p class=\"way\">{screen.Link("acts/verify", screen.Say("書き換えられていないか確かめる", "Are they what was written?"))}</p>"));
        });

    [Function("ShowConsoleAlarms")]
    [ApiOperation("The page of what wants a person, the newest first.", AnswerType = "text/html", FaultType = "text/html", Query = [From, Languages.Parameter])]
    public Task<IResult> Alarms([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/alarms")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            string? from = NewestFirst.TryReadPlace(request, out string? place, out _) ? place : null;
            IReadOnlyList<Alarm> found = await alarms.ReadPageAsync(from, PageSize + 1, cancellationToken, screen.Campaign.Id);
            string title = screen.Say("警報", "Alarms");
            return PageOf(screen, title, new Table(title, [screen.Say("日時", "When"), screen.Say("種類", "What"), screen.Say("内容", "Words"), "#" + screen.Say("回数", "Times")],
                [.. found.Take(PageSize).Select(alarm => (Html[])[Html.Of($"{screen.Language.Instant(alarm.LastAt)}"), Html.Of($"{alarm.Kind}"), Html.Of($"<span lang=\"en\">{alarm.Text}</span>"), Html.Of($"{alarm.Times}")])])
            { None = screen.Say("ありません。", "None.") }, "alarms", found.Count > PageSize ? found[PageSize].Id : null);
        });

    private static Page PageOf(Screen screen, string title, Table table, string? path = null, string? next = null, Html ways = default) => screen.Page(title, Html.Of($"""
        <h1>{title}</h1>
        {ways}
        {table}
        {(next is null ? Html.Empty : Html.Of($"<p class=\"way\">{screen.Link($"{path}{(path!.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{From}={Uri.EscapeDataString(next)}", screen.Say("つづき", "More"))}</p>"))}
        """));

    private static string KindsOf(Screen screen, ContactKinds kinds) => kinds == ContactKinds.None ? screen.Say("なし", "none")
        : string.Join(screen.Say("、", ", "), new[] { ContactKinds.Sms, ContactKinds.Email }.Where(kind => kinds.HasFlag(kind)).Select(kind => screen.Language.Of(kind == ContactKinds.Sms ? NoticeChannel.Sms : NoticeChannel.Email)));
}
