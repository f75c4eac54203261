using System.Diagnostics;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Local.Host;
using Compensation.Local.Tables;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.Steering;

namespace Compensation.Rehearsal.World;

/// <summary>
/// What every rehearsal stands in: one virtual clock that a folder remembers, the application on it, and what is to be done at which instant.
/// </summary>
internal sealed class RehearsedWorld : IAsyncDisposable
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly TimeSpan _wallBefore;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ITimer> _timers = [];
    private EmbeddedTables? _tables;
    private RehearsedApp? _app;
    private OperatorsDoor? _operators;

    /// <param name="options">What was asked for.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="folder">Where the state is.</param>
    /// <param name="startsAt">The first instant; a resumed rehearsal goes on where it was.</param>
    /// <param name="metered">From when until when storage requests are counted separately.</param>
    public RehearsedWorld(RehearsalOptions options, Campaign campaign, RehearsalFolder folder, DateTimeOffset startsAt, (DateTimeOffset From, DateTimeOffset Until) metered)
    {
        (Options, Campaign, Folder) = (options, campaign, folder);
        ClockState state = folder.Clock.Read() ?? new ClockState(startsAt, 0, 0, TimeSpan.Zero);
        _wallBefore = state.Wall;
        Clock = new VirtualClock(state.Now, Work) { Jumping = Jump };
        Meter = new TransactionMeter(Clock, metered.From, metered.Until);
        Meter.Restore(state.Transactions, state.WaveTransactions);
        AppPort = options.Serve ? Ports.Choose(Ports.App) : 0;
    }

    public RehearsalOptions Options { get; }

    public Campaign Campaign { get; }

    public RehearsalFolder Folder { get; }

    public WorkInProgress Work { get; } = new();

    public VirtualClock Clock { get; }

    public TransactionMeter Meter { get; }

    /// <summary>Where the application is to listen; 0 for any free port.</summary>
    public int AppPort { get; }

    /// <summary>The address at which operators open the application: while it is served one that a browser can open, otherwise one as they have it.</summary>
    public string OperatorsOrigin => AppPort == 0 ? "https://operators.example.jp" : Ports.AddressOf(AppPort);

    public string AppLog => Path.Combine(Folder.Root, "app.log");

    /// <summary>Real time so far, over all runs.</summary>
    public TimeSpan Wall => _wallBefore + Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>The application, once it has been started.</summary>
    public RehearsedApp App => _app ?? throw new InvalidOperationException("The application has not been started yet.");

    public OperatorsDoor Operators => _operators ?? throw new InvalidOperationException("The application has not been started yet.");

    /// <summary>Who says how it goes on from the day until which it was to be played; null where it ends there.</summary>
    public ISteering? Steering { get; set; }

    /// <summary>Hears of each new instant before anything happens at it.</summary>
    public Action<DateTimeOffset>? Jumping { get; set; }

    /// <param name="connections">The settings by which the application finds what is outside.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task StartAppAsync(IReadOnlyDictionary<string, string?> connections, CancellationToken cancellationToken)
    {
        AppSettings settings = new(Campaign, ConnectTables, connections, Options.Seed, AppPort, AppLog) { TimersAreHasty = Options.HastyTimers };
        _app = await RehearsedApp.StartAsync(settings, Clock, Work, Meter, cancellationToken);
        _operators = new OperatorsDoor(_app, Campaign.Id);
    }

    /// <summary>Does something at a virtual instant, or at once where it has passed. What goes wrong in it ends the rehearsal.</summary>
    public ITimer At(DateTimeOffset instant, Func<Task> act)
    {
        TimeSpan wait = instant - Clock.GetUtcNow();
        ITimer timer = Clock.CreateTimer(_ => _ = DoAsync(act, Work.Begin()), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets time pass until something is so.</summary>
    /// <exception cref="RehearsalFailedException">Nothing is left to wait for.</exception>
    /// <exception cref="RehearsalPausedException">The day has come until which the rehearsal was to be played.</exception>
    public async Task PassTimeAsync(Func<bool> until, string hopedFor, CancellationToken cancellationToken)
    {
        DateTimeOffset end = Options.Until is { } day ? JapanTime.At(day, TimeOnly.MinValue) : DateTimeOffset.MaxValue;
        while (true)
        {
            bool isThere;
            await using (StopAt(end))
            {
                Task<bool> running = Clock.RunAsync(() => until() || Clock.GetUtcNow() >= end, cancellationToken);
                await await Task.WhenAny(running, _failed.Task);
                isThere = await running;
            }

            if (!isThere)
            {
                throw new RehearsalFailedException($"Nothing is left to wait for, and there is no {hopedFor}.");
            }

            Remember(Clock.GetUtcNow());
            if (until())
            {
                return;
            }

            end = Steering is { } steering ? await steering.NextStopAsync(Clock.GetUtcNow(), cancellationToken) : throw new RehearsalPausedException(Clock.GetUtcNow());
        }
    }

    /// <summary>The clock goes from one instant at which something is due to the next: this makes it pass the one at which it is to stop.</summary>
    private ITimer? StopAt(DateTimeOffset end) =>
        end == DateTimeOffset.MaxValue || end <= Clock.GetUtcNow() ? null : Clock.CreateTimer(static _ => { }, state: null, end - Clock.GetUtcNow(), Timeout.InfiniteTimeSpan);

    public static long PeakMemory()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        _timers.ForEach(timer => timer.Dispose());
        _operators?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _tables?.Dispose();
    }

    private TableServiceClient ConnectTables(TableClientOptions options)
    {
        if (Options.Store != RehearsalOptions.EmbeddedStore)
        {
            return new TableServiceClient(Options.Store, options);
        }

        _tables = EmbeddedTables.Open(Folder.Store, new EmbeddedTablesOptions { MaxBytes = Options.StoreBytes, StorageFailed = failure => StorageFailed(failure.File, failure.Reason) });
        return _tables.Connect(options);
    }

    /// <summary>Has time stand still: something cannot be written, here or at a system outside.</summary>
    public void StorageFailed(string file, string reason) => _failed.TrySetException(Standstill(file, reason));

    private async Task DoAsync(Func<Task> act, IDisposable piece)
    {
        using (piece)
        {
            try
            {
                await Task.Run(act);
            }
            catch (Exception failure)
            {
                _failed.TrySetException(Explained(failure));
            }
        }
    }

    private StandstillException Standstill(string file, string reason) => new(
        Options.Language.Say($"{file}に書き込めません（{reason.TrimEnd('.')}）。そこで時間が止まっています。", $"{file} cannot be written ({reason.TrimEnd('.')}); time stands still since then. ") + (Options.Data is null
            ? Options.Language.Say("--dataを付けていれば、空きができた後に続けられます。", "With --data the rehearsal could be gone on with once there is room.")
            : Options.Language.Say("空きができた後、同じコマンドに--resumeを付けると、同じ精算になります。", "The same command with --resume, once there is room, comes to the same books.")));

    /// <summary>What the rehearsal's own files say when they cannot be written.</summary>
    private Exception Explained(Exception failure) => failure is IOException ? Standstill(Folder.Root, failure.Message) : failure;

    private void Jump(DateTimeOffset to)
    {
        if (_failed.Task.IsFaulted)
        {
            // What could not be done at this instant must be done at it, when the rehearsal is gone on with.
            _failed.Task.GetAwaiter().GetResult();
        }

        Remember(to);
        Jumping?.Invoke(to);
    }

    private void Remember(DateTimeOffset now)
    {
        try
        {
            Folder.Clock.Write(new ClockState(now, Meter.Total, Meter.Wave, Wall));
        }
        catch (IOException full)
        {
            throw Explained(full);
        }
    }
}
