using System.Globalization;
using Compensation.Local.Host.Durable;
using Compensation.Local.Host.Functions;
using Compensation.Local.Host.Http;
using Compensation.Local.Host.Rpc;
using Compensation.Local.Host.Timers;
using Compensation.Local.Host.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RpcStatus = Compensation.Local.Host.Rpc.StatusResult.Types.Status;

namespace Compensation.Local.Host;

/// <summary>
/// What Azure's Functions host is to the app: starts the worker, loads its functions, listens for HTTP, watches the timers,
/// and has the durable engine run orchestrations. One host runs one app.
/// </summary>
public sealed partial class FunctionsHost : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopMax = TimeSpan.FromMinutes(1);

    private readonly FunctionsHostOptions _options;
    private readonly IConfigurationRoot _settings;
    private readonly HostJson _hostJson;
    private readonly WorkerChannel _channel;
    private WebApplication? _door;
    private WebApplication? _front;
    private TimerService? _timers;
    private bool _engineStarted;

    private FunctionsHost(FunctionsHostOptions options)
    {
        _options = options;
        _settings = options.Configuration();
        _hostJson = new HostJson(options.AppDirectory, _settings);
        _channel = new WorkerChannel(options.Logging);
    }

    /// <summary>Where HTTP functions answer.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where the engine's gRPC door is, for clients outside the app; null where there is no engine.</summary>
    public Uri? DurableDoor => _options.Engine is null ? null : Doors.AddressOf(_door!);

    /// <summary>Completes with the reason when the host cannot go on: the worker is gone, or another host has taken over the task hub.</summary>
    public Task<Exception> Lost { get; private set; } = Task.FromException<Exception>(new InvalidOperationException("The host has not been started."));

    /// <summary>One line for each function, with its address.</summary>
    public IReadOnlyList<string> FunctionLines { get; private set; } = [];

    /// <summary>Starts everything. When this returns, the app answers.</summary>
    /// <exception cref="HostStartException">Functions are wrong, each one named; or the worker does not start.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken = default)
    {
        FunctionsHost host = new(options);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops everything, each part whatever has become of the others. What runs is asked to end and waited for, for a minute at most: what is cut off then, is run again by the next host.
    /// </summary>
    /// <exception cref="AggregateException">Parts could not be stopped in order.</exception>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(StopMax);
        List<Exception> failures = [];
        await EndAsync(() => _timers?.StopAsync(patience.Token) ?? Task.CompletedTask);
        await EndAsync(() => Doors.CloseAsync(_front));
        await EndAsync(() => _engineStarted ? _options.Engine!.StopAsync(patience.Token) : Task.CompletedTask);
        await EndAsync(() => _options.Engine?.DisposeAsync().AsTask() ?? Task.CompletedTask);
        await EndAsync(() => _options.Worker.StopAsync(_channel, CancellationToken.None));
        _channel.Lose(new ObjectDisposedException(nameof(FunctionsHost)));
        await EndAsync(() => Doors.CloseAsync(_door));
        if (failures.Count > 0)
            throw new AggregateException("The host could not be stopped in order.", failures);

        async Task EndAsync(Func<Task> end)
        {
            try
            {
                await end();
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                LogCutOff(_options.Logging.CreateLogger<FunctionsHost>());
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Worker.NeedsDoor || _options.Engine is not null)
            _door = await Doors.OpenDoorAsync(_channel, _options.Engine, cancellationToken);

        Uri door = _door is null ? new Uri("http://127.0.0.1:1") : Doors.AddressOf(_door);
        await _options.Worker.StartAsync(new WorkerStart(_channel, door, _options, _hostJson), cancellationToken);
        await InTimeAsync(_channel.Attached, cancellationToken);
        IReadOnlyList<HostedFunction> functions = await ReadFunctionsAsync(cancellationToken);
        List<string> errors = [];
        IReadOnlyList<HttpRoute> routes = HttpRoute.Read(functions, _hostJson.RoutePrefix, errors);
        IReadOnlyList<ScheduledFunction> timers = ScheduledFunction.Read(functions, _settings, errors);
        Refuse(errors);
        await LoadAsync(functions, cancellationToken);
        _options.Worker.Loaded();

        string client = DurableClient.Binding(_hostJson.HubName, door);
        if (_options.Engine is { } engine)
        {
            await engine.StartAsync(new DurableFunctions(_channel, functions, client), cancellationToken);
            _engineStarted = true;
        }

        Lost = LossAsync();

        HttpFront http = new(_channel, _options.Worker, client, new FunctionKeys(_settings, _options.Logging.CreateLogger<FunctionKeys>()), _options.Logging.CreateLogger<HttpFront>());
        _front = await Doors.OpenFrontAsync(_options.Url, BodyLimit(), _options.Work, endpoints => http.Map(endpoints, routes), cancellationToken);
        Address = Doors.AddressOf(_front);
        FunctionLines = [.. FunctionList.Lines(functions, routes, Address)];
        await StartTimersAsync(timers, client, cancellationToken);
    }

    private async Task<Exception> LossAsync()
    {
        Task hub = _options.Engine?.WhenLost ?? Task.Delay(Timeout.Infinite);
        await Task.WhenAny(_channel.Lost, hub);
        return _channel.Lost.IsCompleted ? await _options.Worker.ExplainAsync(await _channel.Lost) : hub.Exception?.InnerException ?? new InvalidOperationException("The task hub is lost.");
    }

    private async Task<IReadOnlyList<HostedFunction>> ReadFunctionsAsync(CancellationToken cancellationToken)
    {
        string directory = _options.AppDirectory;
        StreamingMessage hello = await AskAsync(
            new StreamingMessage { WorkerInitRequest = new WorkerInitRequest { HostVersion = "4", WorkerDirectory = directory, FunctionAppDirectory = directory } },
            answer => answer.WorkerInitResponse?.Result, "does not start", cancellationToken);
        _options.Worker.Introduce(hello.WorkerInitResponse.Capabilities);
        StreamingMessage answer = await AskAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = directory } },
            answer => answer.FunctionMetadataResponse?.Result, "cannot say which functions it has", cancellationToken);

        List<string> errors = [];
        IReadOnlyList<HostedFunction> functions = new FunctionReader(errors).Read(answer.FunctionMetadataResponse.FunctionMetadataResults.Where(IsWanted));
        Refuse(errors);
        return functions;
    }

    private bool IsWanted(RpcFunctionMetadata function) => _options.Classes is not { } classes
        || classes.Any(type => function.EntryPoint.StartsWith($"{type.FullName}.", StringComparison.Ordinal));

    private Task LoadAsync(IEnumerable<HostedFunction> functions, CancellationToken cancellationToken) => Task.WhenAll(functions.Select(function => AskAsync(
        new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Id, Metadata = function.Metadata } },
        answer => answer.FunctionLoadResponse?.Result, $"cannot load function '{function.Name}'", cancellationToken)));

    private async Task<StreamingMessage> AskAsync(StreamingMessage question, Func<StreamingMessage, StatusResult?> result, string problem, CancellationToken cancellationToken)
    {
        Task<StreamingMessage> asking = _channel.AskAsync(question, cancellationToken);
        await InTimeAsync(asking, cancellationToken);
        StreamingMessage answer = await asking;
        return result(answer) is { Status: RpcStatus.Success }
            ? answer
            : throw new HostStartException($"The worker {problem}. {result(answer)?.Exception?.Message}");
    }

    [LoggerMessage(LogLevel.Warning, "What still runs a minute after the host was asked to stop is cut off; the next host runs it again.")]
    private static partial void LogCutOff(ILogger logger);

    private static async Task InTimeAsync(Task answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.WaitAsync(StartMax, cancellationToken);
        }
        catch (TimeoutException silent)
        {
            throw new HostStartException($"The worker has said nothing for {StartMax.TotalMinutes} minutes.", silent);
        }
    }

    private static void Refuse(List<string> errors)
    {
        if (errors.Count > 0)
            throw new HostStartException($"The functions app cannot start.{string.Concat(errors.Select(error => $"\n- {error}"))}");
    }

    private async Task StartTimersAsync(IReadOnlyList<ScheduledFunction> timers, string client, CancellationToken cancellationToken)
    {
        TimerStatusTable? statuses = _options.Tables is { } tables ? new TimerStatusTable(tables, _hostJson.HubName) : null;
        _timers = new TimerService(timers, (function, run, stopping) => RunTimerAsync(function, run, client, stopping), statuses, _options.Time, _options.Work, _options.Logging.CreateLogger<TimerService>());
        await _timers.StartAsync(cancellationToken);
    }

    private async Task RunTimerAsync(HostedFunction function, TimerRun run, string client, CancellationToken cancellationToken)
    {
        InvocationResponse response = await _channel.InvokeAsync(function.Invocation(new TypedData { Json = run.ToJson() }, client), cancellationToken);
        if (response.Result.Status == RpcStatus.Success)
            return;

        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException($"{response.Result.Exception?.Type}: {response.Result.Exception?.Message}\n{response.Result.Exception?.StackTrace}");
    }

    /// <summary>Of a request's body, in bytes; on Azure the same setting has the same default.</summary>
    private long BodyLimit() => _settings["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] is not { Length: > 0 } text
        ? 104_857_600
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long limit)
            ? limit
            : throw new HostStartException($"The setting FUNCTIONS_REQUEST_BODY_SIZE_LIMIT is '{text}'; a number of bytes was expected.");
}
