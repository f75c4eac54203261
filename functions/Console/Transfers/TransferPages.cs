using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Checking;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Transfers;

/// <summary>Transfers into accounts: those there are, one with its account, and what is done with it.</summary>
public sealed class TransferPages(Screens screens, TransferStore transfers, TransferCounts counts, TransferTasks tasks)
{
    private const string Route = "console/{campaign}/transfers";
    private const int PageSize = 200;
    private const string Only = "only";
    private const string From = "from";

    private static readonly TransferState[] s_waiting = [TransferState.Requested, TransferState.Checked, TransferState.Held, TransferState.Returned, TransferState.Review];

    [Function("ShowConsoleTransfers")]
    [ApiOperation("The page that lists transfers that wait for somebody; with only=returned those that came back.", AnswerType = "text/html", FaultType = "text/html", Query = [Only, From, Languages.Parameter])]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            if (screen.Campaign.BankTransfer is null)
            {
                return screen.NotFound();
            }

            EntitlementId after = default;
            if (request.Query[From].FirstOrDefault() is { } place && !EntitlementId.TryParse(place, out after))
            {
                return screen.NotFound();
            }

            bool isReturned = request.Query[Only] == "returned";
            List<Transfer> found = await transfers.ReadInAsync(screen.Campaign, isReturned ? [TransferState.Returned] : s_waiting, after == default ? null : after, cancellationToken).Take(PageSize + 1).ToListAsync(cancellationToken);
            string? more = found.Count > PageSize ? $"transfers?{(isReturned ? $"{Only}=returned&" : string.Empty)}{From}={found[PageSize - 1].Id}" : null;
            CountedAt<IReadOnlyDictionary<TransferState, int>>? counted = await counts.LookAsync(screen.Campaign.Id, cancellationToken);
            string title = screen.Say("振込", "Transfers");
            return screen.Page(title, Html.Of($"""
                <h1>{title}</h1>
                {(counted is null ? Html.Of($"<p>{screen.Say("数えています。少し待ってから開きなおしてください。", "It is being counted: look again in a moment.")}</p>") : Html.Empty)}
                {new SummaryList(screen.Language, [.. (counted?.Count ?? new Dictionary<TransferState, int>()).OrderBy(one => one.Key).Select(one => new SummaryRow(screen.Language.Of(one.Key), screen.Say($"{one.Value:N0}件", $"{one.Value:N0}")))])}
                <p class="way">{(screen.Opens("ShowConsoleTransferFiles") ? screen.Link("transfer-files", screen.Say("銀行のファイル", "Files for the bank")) : Html.Empty)} {screen.Link("transfers", screen.Say("手当てが要る振込", "Those that wait for somebody"))} {screen.Link($"transfers?{Only}=returned", screen.Say("戻ってきた振込", "Those that came back"))} {(screen.Opens("AskConsoleBulkTask") ? screen.Link("bulk/write-again/start", screen.Say("戻った方にまとめてお知らせする", "Write again to them")) : Html.Empty)}</p>
                {new Table(isReturned ? screen.Say("戻ってきた振込", "Transfers that came back") : screen.Say("手当てが要る振込", "Transfers that wait for somebody"), [screen.Say("番号", "Id"), screen.Say("状態", "Standing"), "#" + screen.Say("金額", "Amount"), screen.Say("申込", "Asked"), screen.Say("わけ", "Why")],
                    [.. found.Take(PageSize).OrderBy(one => one.AskedAt).Select(one => Row(screen, one))])
            { None = screen.Say("ありません。", "None.") }}
                {(more is null ? Html.Empty : Html.Of($"<p class=\"way\">{screen.Link(more, screen.Say("つづき", "More"))}</p>"))}
                """));
        });

    [Function("ShowConsoleTransfer")]
    [ApiOperation("The page of one transfer: where it goes, masked, and what can be done.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{transfer}")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(screen, transfer, cancellationToken) is { } one ? PageOf(screen, one, transfers.FormOf(one)) : screen.NotFound());

    [Function("AskConsoleTransferTask")]
    [ApiOperation("The page on which a transfer is checked, released, held, resolved or paid again.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{transfer}/{task}")] HttpRequest request, string campaign, string transfer, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(screen, transfer, cancellationToken) is { } one && TransferTasks.FormOf(screen, one, task) is { } form ? form.Show(screen) : screen.NotFound());

    [Function("DoConsoleTransferTask")]
    [ApiOperation("Checks, releases, holds, resolves or pays a transfer again.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{transfer}/{task}")] HttpRequest request, string campaign, string transfer, string task, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => await FindAsync(screen, transfer, cancellationToken) is { } one && TransferTasks.FormOf(screen, one, task, sent) is { } form
            ? await tasks.DoAsync(screen, one, task, form, cancellationToken)
            : screen.NotFound(), cancellationToken);

    private async Task<Transfer?> FindAsync(Screen screen, string transfer, CancellationToken cancellationToken) =>
        screen.Campaign.BankTransfer is not null && EntitlementId.TryParse(transfer, out EntitlementId id) ? await transfers.FindAsync(screen.Campaign, id, cancellationToken) : null;

    private static Html[] Row(Screen screen, Transfer one) =>
    [
        screen.Opens("ShowConsoleTransfer") ? screen.Link($"transfers/{one.Id}", one.Id.ToString()) : Html.Of($"{one.Id}"),
        Html.Of($"{screen.Language.Of(one.State)}"),
        Html.Of($"{screen.Language.Sum(one.Amount)}"),
        Html.Of($"{screen.Language.Instant(one.AskedAt)}"),
        Html.Of($"{one.HeldBecause} {(one.ReturnedBecause is { } returned ? screen.Language.Of(returned) : null)}"),
    ];

    private static Page PageOf(Screen screen, Transfer one, TransferForm? form)
    {
        string title = screen.Say("振込", "Transfer");
        List<SummaryRow> rows = [new(screen.Say("金額", "Amount"), screen.Language.Sum(one.Amount)), new(screen.Say("申込", "Asked"), screen.Language.Instant(one.AskedAt))];
        if (form is not null)
        {
            AccountView account = AccountView.Of(form);
            rows.Add(new SummaryRow(screen.Say("銀行・支店", "Bank, branch"), $"{account.Bank}\n{account.Branch}") { Note = one.HasUnknownBranch ? screen.Say("支店名が確かめられていません", "the branch is not known") : null });
            rows.Add(new SummaryRow(screen.Say("口座", "Account"), $"{screen.Language.Of(account.Type)} {account.Number}"));
            rows.Add(new SummaryRow(screen.Say("名義", "Holder"), account.Holder) { Note = account.TypedHolder });
        }

        Add(screen.Say("電話で入力した人", "Entered by"), one.EnteredBy);
        Add(screen.Say("点検", "Checked by"), one.Checked?.Name);
        Add(screen.Say("承認", "Released by"), one.Released?.Name);
        Add(screen.Say("保留のわけ", "Held because"), one.HeldBecause);
        Add(screen.Say("振込日", "Paid on"), one.PayOn is { } day ? screen.Language.Day(day) : null);
        Add(screen.Say("戻ったわけ", "Came back because"), one.ReturnedBecause is { } returned ? screen.Language.Of(returned) : null);
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p class="several">{screen.Language.Of(one.State)}</p>
            {new SummaryList(screen.Language, rows)}
            {TransferTasks.For(one).Select(task => Html.Of($"<p class=\"way\">{screen.Link($"transfers/{one.Id}/{task}", TransferTasks.Title(screen, task))}</p>\n"))}
            """));

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                rows.Add(new SummaryRow(name, value));
            }
        }
    }
}
