using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Rehearsal.People;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>The whole app with a ledger, phones that read their codes, and a clock that moves when told: one prefecture's special site.</summary>
internal sealed partial class ApplicationsWorld : IAsyncDisposable
{
    public const string Header = "inquiry_number,expiry,balance,charged_to_app,left_app,name_kana,travel_date,phone,email";

    private readonly TestStore _store = new();
    private readonly List<EmulatedMessage> _messages = [];
    private readonly string _folder;
    private readonly WorkInProgress _work;
    private readonly CommunicationEmulatorHost _emulator;
    private bool _isUp;

    private ApplicationsWorld(Campaign campaign, VirtualClock clock, CommunicationEmulatorHost emulator, string folder, WorkInProgress work) =>
        (Campaign, Clock, _emulator, _folder, _work) = (campaign, clock, emulator, folder, work);

    public Campaign Campaign { get; }

    public VirtualClock Clock { get; }

    public FunctionsApp App { get; private set; } = null!;

    public HttpClient Http => App.Client;

    public ApplicationSiteVisitor Visitor { get; private set; } = null!;

    /// <summary>What the application has asked its tables.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>The folder of the application's tables.</summary>
    public string Store => _store.Folder;

    /// <summary>Where its messages go.</summary>
    public string Provider => _emulator.ConnectionString;

    public IReadOnlyList<EmulatedMessage> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    public static async Task<ApplicationsWorld> StartAsync(string campaign = "yamaguchi", string[]? ledger = null, params string[] settings)
    {
        WorkInProgress work = new();
        Campaign read = CampaignFiles.Read(campaign);
        VirtualClock clock = new(read.ApplicationSite!.OpensAt.AddHours(1), work);
        ApplicationsWorld? world = null;
        string folder = Directory.CreateTempSubdirectory("applications-").FullName;
        CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin, OnMessage = message => world!.Hear(message) });
        world = new ApplicationsWorld(read, clock, emulator, folder, work);
        await world.StartAppAsync(settings);
        if (ledger is not null)
        {
            await world.ImportAsync(ledger);
        }

        return world;
    }

    /// <summary>Takes the application down and starts it again over what it has left.</summary>
    public async Task RestartAsync(params string[] settings)
    {
        await StopAsync();
        await StartAppAsync(settings);
    }

    /// <summary>Takes the application down, unless it is down already; its store stays.</summary>
    public async Task StopAsync()
    {
        if (_isUp)
        {
            _isUp = false;
            Visitor.Dispose();
            await App.DisposeAsync();
        }
    }

    public async Task ImportAsync(params string[] rows)
    {
        using StringContent file = new(string.Join('\n', [Header, .. rows]) + "\n", Encoding.UTF8, "text/csv");
        using HttpResponseMessage answer = await Http.PostAsync(new Uri($"campaigns/{Campaign.Id}/ledger", UriKind.Relative), file);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Everything that is due until then happens.</summary>
    public async Task UntilAsync(DateTimeOffset instant)
    {
        using ITimer timer = Clock.CreateTimer(_ => { }, null, instant - Clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        await Clock.RunAsync(() => Clock.GetUtcNow() >= instant, CancellationToken.None).InTimeAsync();
    }

    /// <summary>What somebody answers on Yamaguchi's site.</summary>
    public static Dictionary<string, string> Answers(string number, string family = "ヤマダ", string given = "タロウ", string delivery = "090-1234-5678", string date = "2023-02-23") => new(StringComparer.Ordinal)
    {
        ["family"] = family,
        ["given"] = given,
        ["phone"] = "083-933-3110",
        ["prefecture"] = "35",
        ["travel-date"] = date,
        ["number-1"] = number,
        ["delivery"] = delivery,
    };

    public Task<ApplicationVisit> ApplyAsync(Dictionary<string, string> answers, string to = "+819012345678") => Visitor.ApplyAsync(answers, to);

    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(new Uri($"campaigns/{Campaign.Id}/{path}", UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"campaigns/{Campaign.Id}/{path}") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using HttpResponseMessage answer = await Http.SendAsync(request);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>State and outcome of a receipt's first coupon.</summary>
    public async Task<(string State, string Outcome)> StandingAsync(string receipt, int line = 1)
    {
        JsonElement application = (await GetAsync($"applications/{receipt.Replace("-", string.Empty, StringComparison.Ordinal)}-{line}")).GetProperty("application");
        return (application.GetProperty("state").GetString()!, application.GetProperty("outcome").GetString()!);
    }

    public async Task<Entitlement?> EntitlementAsync(string number)
    {
        Assert.True(InquiryNumber.TryParse(number, Campaign.InquiryNumbers, out InquiryNumber parsed));
        EntitlementId? id = await App.Services.GetRequiredService<CouponStore>().FindIdAsync(Campaign.Id, parsed, CancellationToken.None);
        return id is { } known ? await App.Services.GetRequiredService<EntitlementStore>().FindAsync(Campaign.Id, known, CancellationToken.None) : null;
    }

    public IEnumerable<EmulatedMessage> MessagesTo(string address) => Messages.Where(message => message.To == address);

    /// <summary>The newest code that the owner of an address has read.</summary>
    public string? CodeFor(string address) => MessagesTo(address).Select(message => Code().Match(message.Text)).LastOrDefault(code => code.Success)?.Groups["code"].Value;

    /// <summary>Sends a form of the special site.</summary>
    public async Task<SiteAnswer> SendAsync(Uri at, IEnumerable<KeyValuePair<string, string>> form)
    {
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage answer = await Http.PostAsync(at, content);
        return await SiteAnswer.ReadAsync(at, answer);
    }

    /// <summary>Opens a page of the special site.</summary>
    public async Task<SiteAnswer> OpenAsync(Uri at)
    {
        using HttpResponseMessage answer = await Http.GetAsync(at);
        return await SiteAnswer.ReadAsync(at, answer);
    }

    /// <summary>Fills the form in, up to its summary.</summary>
    public async Task<Uri> SummaryAsync(Dictionary<string, string> answers)
    {
        Uri at = (await SendAsync(new Uri(Http.BaseAddress!, $"apply/{Campaign.Id}"), [])).Next!;
        while (!at.AbsolutePath.EndsWith("check", StringComparison.Ordinal))
        {
            SiteAnswer answer = await SendAsync(at, answers);
            at = answer.Next ?? throw new InvalidOperationException(answer.Page);
        }

        return at;
    }

    public static DateTimeOffset Japan(string text) => DateTimeOffset.Parse($"{text}+09:00", CultureInfo.InvariantCulture).ToUniversalTime();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _emulator.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAppAsync(string[] settings)
    {
        App = await SendingWorld.StartAppAsync(_store.Connect, _emulator.ConnectionString, Clock, _work, Requests, [$"--Lifecycle:Campaigns={Campaign.Id}", .. settings]);
        Visitor = new ApplicationSiteVisitor(App.Client.BaseAddress!, Campaign.Id, CodeFor);
        _isUp = true;
    }

    private void Hear(EmulatedMessage message)
    {
        lock (_messages)
        {
            _messages.Add(message);
        }
    }

    [GeneratedRegex(@"(?:確認番号は |確認番号：|code is |:\n\n)(?<code>[0-9]{6})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}

/// <summary>What the special site has answered.</summary>
internal sealed record SiteAnswer(HttpStatusCode Status, Uri? Next, string Page, string Headers)
{
    public static async Task<SiteAnswer> ReadAsync(Uri at, HttpResponseMessage answer) => new(
        answer.StatusCode,
        answer.Headers.Location is { } next ? new Uri(at, next) : null,
        await answer.Content.ReadAsStringAsync(),
        string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal)));
}

/// <summary>Keeps what was asked of the tables: the method, and the table.</summary>
internal sealed class RequestLog : HttpPipelineSynchronousPolicy
{
    private readonly List<string> _requests = [];

    /// <summary>What of a request is not heard by the tables any more: as if the process had died before it.</summary>
    public Func<string, bool> Dies { get; set; } = _ => false;

    public override void OnSendingRequest(HttpMessage message)
    {
        string request = $"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath.Split('(')[0]}";
        if (Dies(request))
        {
            throw new IOException("The process has died.");
        }

        lock (_requests)
        {
            _requests.Add(request);
        }
    }

    /// <summary>What was asked since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_requests)
        {
            string[] taken = [.. _requests];
            _requests.Clear();
            return taken;
        }
    }
}
