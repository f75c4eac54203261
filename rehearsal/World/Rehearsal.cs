using System.Diagnostics;
using Compensation.Campaigns;
using Compensation.Local;
using Compensation.Local.CommunicationEmulator;
using Compensation.Notices;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Purchasing;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.Time;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>One rehearsal: the application, the providers and the people on one virtual clock.</summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromHours(1);

    private readonly RehearsalOptions _options;
    private readonly Campaign _campaign;
    private readonly RehearsalFolder _folder;
    private readonly Schedule _schedule;
    private readonly WorkInProgress _work = new();
    private readonly VirtualClock _clock;
    private readonly TransactionMeter _meter;
    private readonly Behaviour _behaviour;
    private readonly Crowd _crowd;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly TimeSpan _wallBefore;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CommunicationEmulatorHost? _emulator;
    private RehearsedApp? _app;
    private OperatorsDoor? _operators;
    private ReceiptSiteVisitor? _visitor;
    private ITimer? _codesTimer;
    private ITimer? _reportTimer;
    private ClosingBooks? _books;
    private int _rows;
    private int _appPort;
    private string? _sampleToken;

    public Rehearsal(RehearsalOptions options, Campaign campaign, RehearsalFolder folder)
    {
        (_options, _campaign, _folder) = (options, campaign, folder);
        _schedule = Schedule.Of(campaign);
        ClockState state = folder.Clock.Read() ?? new ClockState(_schedule.StartsAt, 0, 0, TimeSpan.Zero);
        _wallBefore = state.Wall;
        _clock = new VirtualClock(state.Now, _work) { Jumping = Jump };
        _meter = new TransactionMeter(_clock, campaign.Waves[0].StartsAt, _schedule.FirstWaveEndsAt);
        _meter.Restore(state.Transactions, state.WaveTransactions);
        _behaviour = new Behaviour(options.Seed, campaign);
        _crowd = new Crowd(_clock, _work, campaign, _behaviour, VisitAsync);
        Progress = new Progress(campaign, _clock);
    }

    public Progress Progress { get; }

    /// <summary>Where the application listens, once it has been started.</summary>
    public RehearsedApp App => _app ?? throw new InvalidOperationException("The application has not been started yet.");

    /// <summary>Where phones and mailboxes can be looked at.</summary>
    public Uri Phones => _emulator?.BaseAddress ?? throw new InvalidOperationException("The emulator has not been started yet.");

    public string ProviderLog => _options.ProviderLog ?? _folder.ProviderLog;

    public string AppLog => Path.Combine(_folder.Root, "app.log");

    /// <summary>The token of somebody's receipt link, or null where nobody was sent any.</summary>
    public string? SampleToken => _sampleToken;

    public ReceiptSiteVisitor Visitor => _visitor ?? throw new InvalidOperationException("Nobody can visit the receipt site yet.");

    /// <summary>Whether the application's books add up by its own checks.</summary>
    public bool Balanced => _books is { Balanced: true };

    private TimeSpan Wall => _wallBefore + Stopwatch.GetElapsedTime(_startedAt);

    private string Ledger => _options.Ledger ?? _folder.Ledger;

    /// <summary>Plays the campaign from where it is to its end.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        PrepareLedger();
        await StartEmulatorAsync(cancellationToken);
        await StartAppAsync(cancellationToken);
        await ImportAsync(cancellationToken);
        Plan(cancellationToken);
        Task<bool> running = _clock.RunAsync(() => _books is not null, cancellationToken);
        await await Task.WhenAny(running, _failed.Task);
        if (!await running)
        {
            throw new RehearsalFailedException("Nothing is left to wait for, and there is no closing report.");
        }

        Progress.Close();
        Remember(_clock.GetUtcNow());
    }

    /// <summary>Has the witness read the providers' log, and puts the report together.</summary>
    public async Task<(RehearsalReport Report, WitnessFindings Findings)> ConcludeAsync(CancellationToken cancellationToken)
    {
        IndependentWitness witness = new(_campaign);
        foreach (SyntheticCoupon coupon in LedgerFile.Read(Ledger))
        {
            witness.Owe(coupon);
        }

        await witness.ReadAsync(ProviderLog, cancellationToken);
        WitnessFindings findings = witness.Findings();
        ClosingBooks books = _books ?? throw new InvalidOperationException("The campaign has not been played to its end.");
        long inFirstWave = Math.Max(1, Progress.Waves[0].Total);
        RehearsalReport report = new(
            _campaign.Id.Value,
            _options.Ledger is null ? _options.People : _rows,
            books.Seal,
            books.Entitled,
            books.Issued,
            books.Transferred,
            books.Expired,
            books.Revoked,
            books.Waiting,
            books.Notices,
            findings.Duplicates,
            findings.Losses,
            books.SmsSegments,
            new StorageTransactions(_meter.Total, Math.Round((double)_meter.Wave / inFirstWave, 4)),
            Math.Round(Wall.TotalSeconds, 2),
            PeakMemory());
        return (report, findings);
    }

    public async ValueTask DisposeAsync()
    {
        _codesTimer?.Dispose();
        _reportTimer?.Dispose();
        _crowd.Dispose();
        _visitor?.Dispose();
        _operators?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
    }

    private static long PeakMemory()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>Writes the synthetic people's ledger where there is none, and counts whom the waves will have to reach.</summary>
    private void PrepareLedger()
    {
        if (!File.Exists(Ledger))
        {
            LedgerFile.Write(Ledger, new SyntheticPopulation(_options.Seed, _options.People, _campaign.Eligibility).Coupons());
        }

        foreach (SyntheticCoupon coupon in LedgerFile.Read(Ledger))
        {
            _rows++;
            if (coupon.IsCoveredBy(_campaign.Eligibility) && Addresses.Of(coupon).Any())
            {
                EntitlementRoute route = coupon.ChargedToApp ? EntitlementRoute.App : EntitlementRoute.Application;
                Stage? wave = Progress.Waves.Where((_, index) => _campaign.Waves[index].Route == route).FirstOrDefault();
                if (wave is not null)
                {
                    wave.Total++;
                }
            }
        }

        Progress.Import.Total = _rows;
    }

    private async Task StartEmulatorAsync(CancellationToken cancellationToken)
    {
        _appPort = _options.Serve ? Ports.Choose(Ports.App) : 0;
        _emulator = await CommunicationEmulatorHost.StartAsync(
            new CommunicationEmulatorOptions
            {
                DataFolder = _folder.Emulator,
                Port = _options.Serve ? Ports.Choose(Ports.Emulator) : 0,
                Time = _clock,
                BeginWork = _work.Begin,
                ProviderLog = ProviderLog,
                OnMessage = Hear,
                LinkRewrite = _options.Serve ? new LinkRewrite(RehearsedApp.PublicBaseUrl, Ports.AddressOf(_appPort)) : null,
            },
            cancellationToken);
        await foreach (EmulatedMessage message in _emulator.ReadMessagesAsync(cancellationToken))
        {
            Hear(message);
        }
    }

    private async Task StartAppAsync(CancellationToken cancellationToken)
    {
        string store = _options.Store == RehearsalOptions.EmbeddedStore ? $"UseEmbeddedStorage={_folder.Store}" : _options.Store;
        AppSettings settings = new(_campaign, store, _emulator!.ConnectionString, _options.Seed, _appPort, AppLog);
        _app = await RehearsedApp.StartAsync(settings, _clock, _work, _meter, cancellationToken);
        _emulator.Webhook = _app.Reports;
        _operators = new OperatorsDoor(_app, _campaign.Id);
        _visitor = new ReceiptSiteVisitor(_app.BaseAddress);
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        if (!_folder.HasPassed(Steps.Import))
        {
            long length = Math.Max(1, new FileInfo(Ledger).Length);
            await _operators!.ImportLedgerAsync(Ledger, read => Progress.Import.Reach(_rows * read / length), cancellationToken);
            _folder.MarkPassed(Steps.Import);
        }

        Progress.Import.Reach(_rows);
        Progress.Import.End(_clock.GetUtcNow());
    }

    private void Plan(CancellationToken cancellationToken)
    {
        if (!_folder.HasPassed(Steps.Codes))
        {
            _codesTimer = At(_schedule.CodesAt, () => DeliverCodesAsync(cancellationToken));
        }

        _reportTimer = At(_schedule.AsksForReportAt, () => AskForReportAsync(cancellationToken));
    }

    private async Task DeliverCodesAsync(CancellationToken cancellationToken)
    {
        CodeOrder order = new(LedgerFile.Read(Ledger), _campaign.Eligibility, _behaviour);
        string file = Path.Combine(_folder.Root, "codes.csv");
        await using (FileStream written = File.Create(file))
        {
            await order.WriteCsvAsync(written, _campaign);
        }

        await using (FileStream delivery = File.OpenRead(file))
        {
            await _operators!.ImportCodesAsync(delivery, cancellationToken);
        }

        _folder.MarkPassed(Steps.Codes);
    }

    private async Task AskForReportAsync(CancellationToken cancellationToken)
    {
        _books = await _operators!.ReadClosingReportAsync(cancellationToken);
        if (_books is null && _clock.GetUtcNow() >= _schedule.GivesUpAt)
        {
            throw new RehearsalFailedException($"The campaign ended at {Progress.InJapan(_campaign.ReceiptEndsAt)}, and two weeks later there is no closing report.");
        }

        _reportTimer!.Change(ReportInterval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does something at a virtual instant, or at once where it has passed. What goes wrong in it ends the rehearsal.</summary>
    private ITimer At(DateTimeOffset instant, Func<Task> act)
    {
        TimeSpan wait = instant - _clock.GetUtcNow();
        return _clock.CreateTimer(_ => _ = DoAsync(act, _work.Begin()), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

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
                _failed.TrySetException(failure);
            }
        }
    }

    private void Hear(EmulatedMessage message)
    {
        NoticeKind? kind = _crowd.Hear(message);
        _sampleToken ??= NoticeRecogniser.TokenIn(message.Text);
        Progress.Sent(kind, message.At);
    }

    private async Task VisitAsync(string token, Product product)
    {
        await Visitor.VisitAsync(token, product);
        Progress.Collection.Reach(Visitor.Collected);
    }

    private void Jump(DateTimeOffset to)
    {
        Remember(to);
        Progress.Pass(to);
    }

    private void Remember(DateTimeOffset now) => _folder.Clock.Write(new ClockState(now, _meter.Total, _meter.Wave, Wall));

    /// <summary>Steps that are not repeated after a restart.</summary>
    private static class Steps
    {
        public const string Import = "import";
        public const string Codes = "codes";
    }
}
