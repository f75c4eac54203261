using System.Text.Json.Nodes;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Local.Host;
using Compensation.Rehearsal.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Compensation.Rehearsal.Steering;

/// <summary>
/// The served page of a rehearsal that stands still, on a day or at its end, with everything up: it lets time pass, and does what operators do through their own doors. On 127.0.0.1 only, and only
/// for this machine's own pages.
/// </summary>
/// <param name="rehearsal">What is steered.</param>
/// <param name="language">Of the page.</param>
/// <param name="tell">Tells people where the page is.</param>
internal sealed class SteeringDoor(IRehearsal rehearsal, Language language, Action<string> tell) : ISteering, IAsyncDisposable
{
    private const int Port = 7070;

    private WebApplication? _app;
    private volatile TaskCompletionSource<DateTimeOffset>? _waiting;
    private string _said = string.Empty;

    /// <summary>Where the page is, once time has stood still for the first time.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Whether time stands still on a day.</summary>
    public bool Stands => _waiting is not null;

    /// <summary>Whether the campaign has come to its end.</summary>
    public bool HasEnded { get; private set; }

    public async Task<DateTimeOffset> NextStopAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        TaskCompletionSource<DateTimeOffset> waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        rehearsal.World.App.OpenToPeople();
        await OpenAsync(cancellationToken);
        _waiting = waiting;
        tell(language.Say($"{SteeringPage.Moment(now, language)}で止まっています。操作：{Address}", $"Stopped at {SteeringPage.Moment(now, language)}. Steer it at {Address}"));
        DateTimeOffset next = await waiting.Task.WaitAsync(cancellationToken);
        rehearsal.World.App.CloseToPeople();
        return next;
    }

    /// <summary>Shows what is up after the end.</summary>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        HasEnded = true;
        return OpenAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
        {
            return;
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Ports.AddressOf(Ports.Choose(Port)));
        _app = builder.Build();
        _app.Use(RefuseOthersAsync);
        _app.MapGet("/", PageAsync);
        _app.MapPost("/next-day", () => GoOn(NextStops.NextDay(Now)));
        _app.MapPost("/next-wave", NextWave);
        _app.MapPost("/end", () => GoOn(DateTimeOffset.MaxValue));
        _app.MapPost("/waves/{wave}/{lever}", LeverAsync);
        if (IsAward)
        {
            _app.MapPost("/postings/{lever}", PostingsAsync);
        }
        else
        {
            _app.MapPost("/send-again", SendAgainAsync);
            _app.MapPost("/interim", AskForFiguresAsync);
            _app.MapGet("/interim", FiguresAsync);
        }

        _app.MapGet("/number", () => SteeringPage.Number(rehearsal.Guest, language));
        await _app.StartAsync(cancellationToken);
        Address = new Uri(_app.Urls.First() + "/");
    }

    private bool IsAward => rehearsal.World.Campaign.Kind == CampaignKind.PointsAward;

    private DateTimeOffset Now => rehearsal.World.Clock.GetUtcNow();

    /// <summary>A page of somebody else's could have a browser press our buttons, or read what is here under a name of its own that leads to this machine.</summary>
    private static Task RefuseOthersAsync(HttpContext http, RequestDelegate next)
    {
        bool isFromElsewhere = http.Request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
        if (http.Request.Host.Host is not ("127.0.0.1" or "localhost") || (isFromElsewhere && HttpMethods.IsPost(http.Request.Method)))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(http);
    }

    private async Task<IResult> PageAsync(CancellationToken cancellationToken)
    {
        if (!Stands)
        {
            return SteeringPage.Of(new SteeringView(rehearsal, language, Stands: false, HasEnded, [], _said));
        }

        IReadOnlyList<SteeredWave> waves = await SteeredWave.ReadAsync(rehearsal.World.Operators, cancellationToken);
        JsonObject? postings = IsAward ? await rehearsal.World.Operators.ReadAsync<JsonObject>("postings/standing", cancellationToken) : null;
        return SteeringPage.Of(new SteeringView(rehearsal, language, Stands: true, HasEnded, waves, _said) { Suspended = (bool?)postings?["suspended"] });
    }

    /// <summary>Nobody who wants to see the next wave wants to find the campaign over.</summary>
    private SeeOther NextWave()
    {
        if (NextStops.NextWave(rehearsal.Beginnings, Now) is { } next)
        {
            return GoOn(next);
        }

        _said = SteeringWords.Of(rehearsal.World.Campaign.Kind, language).NoneLeft;
        return new SeeOther("/");
    }

    private SeeOther GoOn(DateTimeOffset next)
    {
        TaskCompletionSource<DateTimeOffset>? waiting = _waiting;
        _waiting = null;
        _said = string.Empty;
        waiting?.TrySetResult(next);
        return new SeeOther("/");
    }

    private async Task<IResult> LeverAsync(string wave, string lever, CancellationToken cancellationToken)
    {
        if (lever is not ("pause" or "resume" or "stop"))
        {
            return Results.NotFound();
        }

        await SayAsync(() => rehearsal.World.Operators.ActAsync($"waves/{Uri.EscapeDataString(wave)}/{lever}", new { by = "rehearsal", reason = "steered by hand" }, cancellationToken), SteeringPage.Done(wave, lever, language));
        return new SeeOther("/");
    }

    private async Task<IResult> SendAgainAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string number = (await PostedForm.ReadAsync(request, cancellationToken))?["number"] ?? string.Empty;
        await SayAsync(
            () => rehearsal.World.Operators.ResendAsync(
                Guid.NewGuid().ToString("n"), new { people = new[] { new { inquiryNumber = number } }, reason = "steered by hand", by = "rehearsal" }, cancellationToken),
            language.Say($"{number}：再送を受け付けました", $"{number}: the link is sent again"));
        return new SeeOther("/");
    }

    private async Task<IResult> PostingsAsync(string lever, CancellationToken cancellationToken)
    {
        if (lever is not ("suspend" or "go-on"))
        {
            return Results.NotFound();
        }

        bool suspended = lever == "suspend";
        await SayAsync(
            () => rehearsal.World.Operators.PutAsync("postings/standing", new { suspended, by = "rehearsal", reason = "steered by hand" }, cancellationToken),
            suspended ? language.Say("付与を止めました", "Nothing is posted any more") : language.Say("付与を再開しました", "Postings go on"));
        return new SeeOther("/");
    }

    /// <summary>Has the figures of now made.</summary>
    private async Task<IResult> AskForFiguresAsync(CancellationToken cancellationToken)
    {
        string before = _said;
        await SayAsync(() => rehearsal.World.Operators.ActAsync("interim-report", new { }, cancellationToken), string.Empty);
        bool begun = Stands && _said.Length == 0;
        _said = begun ? before : _said;
        return new SeeOther(begun ? "/interim" : "/");
    }

    /// <summary>Leads to the figures; while they are being made it says so, and the browser looks again.</summary>
    private async Task<IResult> FiguresAsync(CancellationToken cancellationToken)
    {
        string step = $"{rehearsal.World.Campaign.Id}:interim-report";
        JsonArray? steps = await rehearsal.World.Operators.ReadAsync<JsonArray>("progress", cancellationToken);
        return (string?)steps?.OfType<JsonObject>().FirstOrDefault(one => (string?)one["step"] == step)?["status"] switch
        {
            "Completed" => new SeeOther(rehearsal.World.App.OperatorsAddress($"campaigns/{rehearsal.World.Campaign.Id}/interim-report.html").AbsoluteUri),
            "Pending" or "Running" => SteeringPage.Counting(language),
            _ => new SeeOther("/"),
        };
    }

    /// <summary>What the application answers is shown as it is.</summary>
    private async Task SayAsync(Func<Task> act, string done)
    {
        try
        {
            await (Stands ? act() : Task.CompletedTask);
            _said = done;
        }
        catch (RehearsalFailedException refused)
        {
            _said = language.Say($"受け付けられませんでした。アプリの答え：{refused.Message}", refused.Message);
        }
    }
}
