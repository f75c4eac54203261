using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Compensation.Transfers.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Transfers;

/// <summary>Files for the bank: those there are, to be taken to it; making one now; and that what has not come back of one is paid.</summary>
public sealed class TransferFilePages(Screens screens, TransferFileStore files, MakeTransferFile make, SettleTransferFile settle)
{
    private const string Route = "console/{campaign}/transfer-files";
    private const string Place = "transfer-files";
    private const string New = "new";

    [Function("ShowConsoleTransferFiles")]
    [ApiOperation("The page of the files for the bank, each to be downloaded.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => screen.Campaign.BankTransfer is null
            ? screen.NotFound()
            : PageOf(screen, await files.ListAsync(screen.Campaign.Id, cancellationToken).ToListAsync(cancellationToken)));

    [Function("AskConsoleTransferFileTask")]
    [ApiOperation("The page on which a file is made (new), or settled.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{number}")] HttpRequest request, string campaign, string number, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FormOfAsync(screen, number, cancellationToken) is { Form: var form } ? form.Show(screen) : screen.NotFound());

    [Function("DoConsoleTransferFileTask")]
    [ApiOperation("Makes a file of what is released (new), or says that what has not come back of one is paid.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{number}")] HttpRequest request, string campaign, string number, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => await FormOfAsync(screen, number, cancellationToken) is { } task ? await DoAsync(screen, task, sent) : screen.NotFound(), cancellationToken);

    private async Task<IResult> DoAsync(Screen screen, FileTask task, PostedForm sent)
    {
        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (task.Form with { Sent = sent, Errors = errors }).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        string? whyNot = task.File is { } file
            ? (await settle.HandleAsync(screen.Campaign, file)).WhyNot
            : (await make.HandleAsync(screen.Campaign)).WhyNot;
        return whyNot is null ? new SeeOther(screen.At(Place)) : (task.Form with { Sent = sent, Refusal = whyNot }).Show(screen);
    }

    /// <returns>Null where there is no such file.</returns>
    private async Task<FileTask?> FormOfAsync(Screen screen, string number, CancellationToken cancellationToken) =>
        screen.Campaign.BankTransfer is null ? null
        : number == New ? new FileTask(null, new TaskForm(MakeTitle(screen), Place)
        {
            Words = Html.Of($"<p>{screen.Say("承認された振込のファイルは、営業日ごとに自動で作られます。待てないときだけ作ってください。", "A file of what is released is made by itself on each business day: make one only where that is too late.")}</p>"),
        })
        : await files.FindAsync(screen.Campaign.Id, TransfersHttp.FileNumber(number), cancellationToken) is { Made: not null } file ? new FileTask(file, new TaskForm(SettleTitle(screen), Place)
        {
            Words = Html.Of($"<p>{screen.Say($"ファイル{file.Number}：組戻りだけを知らせる銀行のためのものです。引き落とされたことを確かめてください。", $"File {file.Number}: for banks that tell of returns only. Make sure that its sum has left the account.")}</p>"),
        })
        : null;

    private static string MakeTitle(Screen screen) => screen.Say("ファイルをいま作る", "Make a file now");

    private static string SettleTitle(Screen screen) => screen.Say("戻らなかった分を振込済みにする", "What has not come back is paid");

    private static Page PageOf(Screen screen, IReadOnlyList<TransferFile> all)
    {
        string title = screen.Say("銀行のファイル", "Files for the bank");
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p class="way">{screen.Link("transfers", screen.Say("振込", "Transfers"))} {screen.Link($"{Place}/{New}", MakeTitle(screen))}</p>
            {new Table(title, ["#" + screen.Say("番号", "Number"), screen.Say("振込日", "Paid on"), "#" + screen.Say("件数", "Payments"), "#" + screen.Say("合計", "Sum"), screen.Say("ファイル", "File"), screen.Say("できること", "What can be done")],
                [.. all.OrderByDescending(file => file.Number).Select(file => Row(screen, file))])
        { None = screen.Say("まだありません。", "None yet.") }}
            """));
    }

    private static Html[] Row(Screen screen, TransferFile file) =>
    [
        Html.Of($"{file.Number}"),
        Html.Of($"{screen.Language.Day(file.PayOn)}"),
        Html.Of($"{file.Made?.Payments}"),
        Html.Of($"{screen.Language.Sum(file.Made?.Yen)}"),
        file.Made is null ? Html.Of($"{screen.Say("作成中", "being made")}") : Html.Of($"<a href=\"/campaigns/{screen.Campaign.Id}/transfers/files/{file.Number}\">{screen.Say("ダウンロード", "Download")}<span class=\"unseen\"> {file.Number}</span></a>"),
        file.Made is null ? Html.Empty : Html.Of($"{screen.Link($"{Place}/{file.Number}", SettleTitle(screen))}"),
    ];

    private sealed record FileTask(TransferFile? File, TaskForm Form);
}
