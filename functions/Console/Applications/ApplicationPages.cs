using Compensation.Applications;
using Compensation.Applications.Review;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.ConsolePages.Applications;

/// <summary>Applications that nobody has decided, one with what the ledger says, and what is done with it.</summary>
public sealed class ApplicationPages(Screens screens, ApplicationStore applications, FindCase find, ApplicationTasks tasks, NewApplication newApplication)
{
    private const string Route = "console/{campaign}/applications";
    private const int PageSize = 200;
    private const string Only = "only";
    private const string From = "from";

    [Function("ShowConsoleApplications")]
    [ApiOperation("The page that lists applications that nobody has decided; with only=refused those that were refused.", AnswerType = "text/html", FaultType = "text/html", Query = [Only, From, Languages.Parameter])]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen =>
        {
            if (screen.Campaign.ApplicationSite is null)
            {
                return screen.NotFound();
            }

            if (!ListApplications.TryReadPlace(request.Query[From].FirstOrDefault(), out int bucket, out string? after))
            {
                return screen.NotFound();
            }

            bool isRefused = request.Query[Only] == "refused";
            List<OpenApplication> found = await applications.ReadListAsync(screen.Campaign.Id, isRefused, bucket, after, cancellationToken).Take(PageSize + 1).ToListAsync(cancellationToken);
            string? more = found.Count > PageSize ? $"applications?{(isRefused ? $"{Only}=refused&" : string.Empty)}{From}={ListApplications.PlaceOf(found[PageSize - 1].Receipt, found[PageSize - 1].Line)}" : null;
            string title = isRefused ? screen.Say("お断りした申請", "Applications refused") : screen.Say("判断待ちの申請", "Applications waiting");
            return screen.Page(title, Html.Of($"""
                <h1>{title}</h1>
                <p><a class="button" href="{screen.At("new-application")}">{screen.Say("申請を入力する", "Enter one during a call")}</a></p>
                <p class="way">{screen.Link("applications", screen.Say("判断待ち", "Waiting"))} {screen.Link($"applications?{Only}=refused", screen.Say("お断り", "Refused"))}</p>
                {new Table(title, [screen.Say("受付番号", "Receipt"), screen.Say("状態", "Standing"), screen.Say("照合の結果", "Matched")],
                    [.. found.Take(PageSize).Select(one => (Html[])[screen.Link($"applications/{one.Receipt}-{one.Line}", $"{one.Receipt.Spoken}-{one.Line}"), Html.Of($"{screen.Language.Of(one.State)}"), Html.Of($"{Outcomes.Of(screen, one.Outcome)}")])])
            { None = screen.Say("ありません。", "None.") }}
                {(more is null ? Html.Empty : Html.Of($"<p class=\"way\">{screen.Link(more, screen.Say("つづき", "More"))}</p>"))}
                """));
        });

    [Function("AskConsoleNewApplication")]
    [ApiOperation("The page on which an application is entered during a call.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> AskNew([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/{campaign}/new-application")] HttpRequest request, string campaign) =>
        screens.ShowAsync(request, campaign, screen => Task.FromResult(screen.Campaign.ApplicationSite is null ? screen.NotFound() : NewApplication.FormOf(screen).Show(screen)));

    [Function("TakeConsoleNewApplication")]
    [ApiOperation("Shows what is read back to the caller, and enters the application once he has agreed.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> TakeNew([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/{campaign}/new-application")] HttpRequest request, string campaign, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, (screen, sent) => screen.Campaign.ApplicationSite is null ? Task.FromResult<IResult>(screen.NotFound()) : newApplication.HandleAsync(screen, sent, cancellationToken), cancellationToken);

    [Function("ShowConsoleApplication")]
    [ApiOperation("The page of one application: what is stated beside what is on file.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{application}")] HttpRequest request, string campaign, string application, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(campaign, application, cancellationToken) is { } known
            ? ApplicationPage.Of(screen, await find.ShowAsync(screen.Campaign, known, cancellationToken))
            : screen.NotFound());

    [Function("AskConsoleApplicationTask")]
    [ApiOperation("The page on which an application is decided: accept, refuse, ask, answer, reopen.", AnswerType = "text/html", FaultType = "text/html", Query = [Languages.Parameter])]
    public Task<IResult> Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{application}/{task}")] HttpRequest request, string campaign, string application, string task, CancellationToken cancellationToken) =>
        screens.ShowAsync(request, campaign, async screen => await FindAsync(campaign, application, cancellationToken) is { } known && ApplicationTasks.FormOf(screen, known, task) is { } form ? form.Show(screen) : screen.NotFound());

    [Function("DoConsoleApplicationTask")]
    [ApiOperation("Decides an application.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303, Query = [Languages.Parameter])]
    public Task<IResult> Do([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{application}/{task}")] HttpRequest request, string campaign, string application, string task, CancellationToken cancellationToken) =>
        screens.DoAsync(request, campaign, async (screen, sent) => await FindAsync(campaign, application, cancellationToken) is { } known && ApplicationTasks.FormOf(screen, known, task, sent) is { } form
            ? await tasks.DoAsync(screen, known, task, form, cancellationToken)
            : screen.NotFound(), cancellationToken);

    private async Task<Application?> FindAsync(string campaign, string application, CancellationToken cancellationToken) => (await find.FindAsync(campaign, application, cancellationToken)).Application;
}
