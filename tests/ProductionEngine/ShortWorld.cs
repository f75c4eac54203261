using System.Net.Http.Json;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Emulators.PointsSystem;
using Compensation.Lifecycle;
using Compensation.Local.Host.Durable;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Rehearsal.World;
using Compensation.Tests;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Compensation.ProductionEngine.Tests;

/// <summary>
/// The whole app in real time on some engine: its own tables embedded, providers and points system as emulators. Its campaign takes seconds instead of months.
/// </summary>
internal sealed class ShortWorld : IAsyncDisposable
{
    private const string Key = "test-function-key";
    private const string EventsKey = "test-key-of-event-grid-0123456789";

    private readonly TestStore _store = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("short-world-").FullName;
    private readonly string _hub = $"W{Guid.NewGuid():N}"[..30];
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _logging;
    private readonly Func<TableServiceClient, string, Task<IDurableEngine>> _engines;
    private Campaign _campaign;
    private IDurableEngine? _engine;
    private HostedApp? _app;
    private HttpClient? _http;

    private ShortWorld(Func<TableServiceClient, string, Task<IDurableEngine>> engines, Campaign campaign)
    {
        (_engines, _campaign) = (engines, campaign);
        _logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(_log));
    }

    public CommunicationEmulatorHost Phones { get; private set; } = null!;

    public PointsSystemEmulatorHost Points { get; private set; } = null!;

    private HttpClient Http => _http ?? throw new InvalidOperationException("The app does not run.");

    private DurableTaskClient Orchestrations => _app?.Orchestrations ?? throw new InvalidOperationException("The app does not run.");

    private string Errors => string.Join('\n', _log.Lines.Where(line => line.Level >= LogLevel.Error).Take(10).Select(line => line.Text));

    /// <param name="engines">Makes an engine over tables, with a task hub's name.</param>
    /// <param name="campaign">What the installation knows of the campaign at first.</param>
    public static async Task<ShortWorld> StartAsync(Func<TableServiceClient, string, Task<IDurableEngine>> engines, Campaign campaign)
    {
        ShortWorld world = new(engines, campaign);
        try
        {
            world.Phones = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = Path.Combine(world._folder, "phones") });
            world.Points = await PointsSystemEmulatorHost.StartAsync(new PointsSystemEmulatorOptions { DataFolder = world._folder });
            await world.StartAgainAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>The app stops in order, and starts with the campaign as its file says it now.</summary>
    public async Task RestartAsync(Campaign campaign)
    {
        await StopAppAsync();
        _campaign = campaign;
        await StartAgainAsync();
    }

    /// <summary>Starts the campaign's orchestration as its timer does, with small pages.</summary>
    public Task BeginAsync()
    {
        WaveOptions waves = new() { PageSize = 3, Lanes = 1 };
        StartOrchestrationOptions named = new(_campaign.Id.Value);
        return _campaign.Grant is null
            ? Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunCampaign), CampaignRun.Of(_campaign, waves, new NoticeOptions(), new TransferOptions()), named)
            : Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(RunAwardCampaign), AwardRun.Of(_campaign, waves), named);
    }

    /// <summary>The engine and the app stop in the middle of whatever they do; what the engine had taken in hand is free again after its time.</summary>
    public async Task KillAsync()
    {
        await _engine!.DisposeAsync().AsTask().InTimeAsync();
        await StopAppAsync();
    }

    public async Task StartAgainAsync()
    {
        TableServiceClient tables = _store.Connect();
        _engine = await _engines(tables, _hub).InTimeAsync();
        _app = await HostedApp.StartAsync(
            new HostedAppSetup
            {
                Tables = tables,
                Engine = _engine,
                Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["CommunicationServices:ConnectionString"] = Phones.ConnectionString,
                    ["PointsSystem:BaseAddress"] = Points.BaseAddress.AbsoluteUri,
                    ["PointsSystem:ApiKey"] = Points.ApiKey,
                    ["PointsSystem:Concurrency"] = "1",
                    ["Secrets:HashKey"] = Convert.ToBase64String(new byte[32]),
                    ["ReceiptSite:PublicBaseUrl"] = "https://r.example.jp",
                    ["LifecycleSchedule"] = "0 0 0 1 1 *",
                    ["HeartbeatSchedule"] = "0 0 0 1 1 *",
                    ["FunctionKeys:Default"] = Key,
                    ["EventGrid:Key"] = EventsKey,
                    ["KeyRing:Unwrapped"] = "true",
                },
                Compose = builder =>
                {
                    builder.AddCompensation();
                    builder.Services.Replace(ServiceDescriptor.Singleton(new CampaignCatalog([_campaign])));
                },
                Logging = _logging,
            },
            CancellationToken.None).InTimeAsync();
        _http = new HttpClient { BaseAddress = _app.BaseAddress, Timeout = InTime.Limit };
        _http.DefaultRequestHeaders.Add("x-functions-key", Key);
        Phones.Webhook = new Uri(_app.BaseAddress, $"{ReceiveDeliveryReports.Route}?code={EventsKey}");
    }

    public async Task PostAsync(string path, HttpContent content)
    {
        using HttpResponseMessage answer = await Http.PostAsync($"campaigns/{_campaign.Id}/{path}", content);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}\n{Errors}");
    }

    /// <returns>False if it comes too late.</returns>
    public async Task<bool> TryPostAsync(string path, HttpContent content)
    {
        using HttpResponseMessage answer = await Http.PostAsync($"campaigns/{_campaign.Id}/{path}", content);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.Conflict, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}\n{Errors}");
        return answer.IsSuccessStatusCode;
    }

    public async Task<T> ReadAsync<T>(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync($"campaigns/{_campaign.Id}/{path}");
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}\n{Errors}");
        return (await answer.Content.ReadFromJsonAsync<T>(JsonBody.Format))!;
    }

    public async Task<IReadOnlyList<EmulatedMessage>> MessagesAsync()
    {
        List<EmulatedMessage> messages = [];
        await foreach (EmulatedMessage message in Phones.ReadMessagesAsync())
        {
            messages.Add(message);
        }

        return messages;
    }

    public async Task UntilAsync(Func<Task<bool>> until, string hopedFor)
    {
        try
        {
            await PollAsync(until).InTimeAsync(hopedFor);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{Errors}", late);
        }
    }

    /// <summary>Waits for an orchestration's end.</summary>
    public async Task<OrchestrationMetadata> EndOfAsync(string instanceId)
    {
        OrchestrationMetadata? run = null;
        await UntilAsync(async () => (run = await Orchestrations.GetInstanceAsync(instanceId, getInputsAndOutputs: true)) is { IsCompleted: true }, $"the end of {instanceId}");
        return run!;
    }

    public async Task<IReadOnlyList<string>> OpenAsync()
    {
        List<string> open = [];
        await foreach (OrchestrationMetadata instance in Orchestrations.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            if (!instance.IsCompleted)
            {
                open.Add($"{instance.InstanceId} {instance.RuntimeStatus}");
            }
        }

        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAppAsync();
        await Phones.DisposeAsync();
        await Points.DisposeAsync();
        _store.Dispose();
        _logging.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task PollAsync(Func<Task<bool>> until)
    {
        while (!await until())
        {
            await Task.Delay(100);
        }
    }

    private async Task StopAppAsync()
    {
        Phones.Webhook = null;
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync().AsTask().InTimeAsync();
        }

        _app = null;
    }
}
