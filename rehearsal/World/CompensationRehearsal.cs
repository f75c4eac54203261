using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.DoubleCharges;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Purchasing;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>A compensation: the application, the providers and the people on one virtual clock.</summary>
internal sealed class CompensationRehearsal : IRehearsal
{
    private readonly RehearsalOptions _options;
    private readonly Campaign _campaign;
    private readonly RehearsalFolder _folder;
    private readonly CompensationSchedule _schedule;
    private readonly Behaviour _behaviour;
    private readonly Crowd _crowd;
    private readonly Inboxes _inboxes = new();
    private Applicants? _applicants;
    private TransferSeekers? _seekers;
    private RehearsedBank? _bank;
    private RehearsedCallCentre? _callCentre;
    private Staff? _staff;
    private CollectedRights? _collected;
    private readonly CompensationProgress _progress;
    private readonly NoticeRecogniser _notices;
    private readonly Disturbances? _disturbances;
    private IReadOnlyDictionary<string, Caller> _callersByNumber = new Dictionary<string, Caller>(StringComparer.Ordinal);
    private HashSet<string> _wrongAddresses = [];
    private CommunicationEmulatorHost? _emulator;
    private ReceiptSiteVisitor? _visitor;
    private ReportInquiry<ClosingBooks>? _inquiry;
    private int _rows;
    private bool _isAnybodyOwed;
    private string? _sampleToken;

    public CompensationRehearsal(RehearsalOptions options, Campaign campaign, RehearsalFolder folder)
    {
        (_options, _campaign, _folder) = (options, campaign, folder);
        _schedule = CompensationSchedule.Of(campaign);
        World = new RehearsedWorld(options, campaign, folder, _schedule.StartsAt, (campaign.Waves[0].StartsAt, _schedule.FirstWaveEndsAt));
        _behaviour = new Behaviour(options.Seed, campaign);
        _crowd = new Crowd(World.Clock, World.Work, campaign, _behaviour, address => _wrongAddresses.Contains(address) || _seekers!.Include(address), VisitAsync);
        _progress = new CompensationProgress(campaign, _schedule.StartsAt, World.Clock, options.Language);
        _notices = new NoticeRecogniser(campaign);
        _disturbances = Disturbances.Of(World, () => _emulator!);
        World.Jumping = _progress.Pass;
    }

    public RehearsedWorld World { get; }

    public Progress Progress => _progress;

    public string ToLookAt => _options.Language.Say("受取サイト、スマートフォン、メール", "the receipt site, the phones and the mailboxes");

    public IEnumerable<string> Records => [_options.Language.Say($"送信事業者の記録：{ProviderLog}", $"Providers' log: {ProviderLog}")];

    public IEnumerable<Door> Doors
    {
        get
        {
            yield return new Door("スマートフォンとメール", "Phones and mailboxes", $"{_emulator?.BaseAddress}");
            if (_sampleToken is { } token)
            {
                yield return new Door("受取ページの例", "Somebody's receipt", $"{new Uri(World.App.BaseAddress, $"r/{token}")}");
            }

            yield return new Door("補償対応特設サイト", "Special site", $"{new Uri(World.App.BaseAddress, $"apply/{_campaign.Id}")}");
            yield return new Door("運営画面", "Console", $"{new Uri(World.App.BaseAddress, $"console/{_campaign.Id}")}");
            if (_bank is not null)
            {
                yield return new Door("銀行の記録", "Bank's books", $"{new Uri(_bank.Address, "emulator/payments")}");
            }

            yield return new Door("精算報告", "Closing report", $"{World.App.OperatorsAddress($"campaigns/{_campaign.Id}/closing-report.html")}") { OnlyAtTheEnd = true };
        }
    }

    public Guest? Guest { get; private set; }

    public string? SampleNumber { get; private set; }

    private string ProviderLog => _options.ProviderLog ?? _folder.ProviderLog;

    private string Ledger => _options.Ledger ?? _folder.Ledger;

    private Applicants Applicants => _applicants ?? throw new InvalidOperationException("Nobody has read the ledger yet.");

    private RehearsedCallCentre CallCentre => _callCentre ?? throw new InvalidOperationException("Nobody has read the ledger yet.");

    private TransferSeekers Seekers => _seekers ?? throw new InvalidOperationException("Nobody has read the ledger yet.");

    private ReceiptSiteVisitor Visitor => _visitor ?? throw new InvalidOperationException("Nobody can visit the receipt site yet.");

    public IEnumerable<DateTimeOffset> Beginnings => [.. _campaign.Waves.Select(wave => wave.StartsAt), .. _campaign.Reminders];

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        PrepareLedger();
        await StartEmulatorAsync(cancellationToken);
        await StartAppAsync(cancellationToken);
        await ImportAsync(cancellationToken);
        Plan(cancellationToken);
        _progress.Pass(World.Clock.GetUtcNow());
        await World.PassTimeAsync(() => _inquiry!.Books is not null, "closing report", cancellationToken);
        _progress.Close();
    }

    public async Task<Conclusion> ConcludeAsync(CancellationToken cancellationToken)
    {
        IndependentWitness witness = new(_campaign);
        foreach (SyntheticCoupon coupon in LedgerFile.Read(Ledger).Where(coupon => !Seekers.AskBeforeLink(coupon)))
        {
            witness.Owe(CallCentre.Tell(witness, coupon));
        }

        foreach (Caller caller in _callersByNumber.Values)
        {
            if (caller.Wrong is { } wrong)
            {
                witness.Correct(caller.At, wrong, caller.Right);
            }
        }

        foreach (Applicant applicant in Applicants.All.Where(applicant => !applicant.Coupons.Any(Seekers.AskBeforeLink)))
        {
            witness.Owe(applicant);
        }

        await witness.ReadAsync(ProviderLog, cancellationToken);
        WitnessFindings findings = witness.Findings();
        ClosingBooks books = _inquiry?.Books ?? throw new InvalidOperationException("The campaign has not been played to its end.");
        BankFindings? bank = _bank is null ? null : await _bank.WitnessAsync(Seekers, _collected!, cancellationToken);
        CasesFound cases = CallCentre.Witness();
        long inFirstWave = Math.Max(1, _progress.Waves[0].Total);
        CompensationReport report = new(
            _campaign.Id.Value,
            _options.Ledger is null ? _options.People : _rows,
            books.Seal,
            books.Entitled,
            books.Issued,
            books.Transferred,
            books.Expired,
            books.Revoked,
            books.Waiting,
            books.Failed,
            books.Notices,
            findings.Duplicates,
            findings.Losses,
            books.SmsSegments,
            new StorageTransactions(World.Meter.Total, Math.Round((double)World.Meter.Wave / inFirstWave, 4)),
            Math.Round(World.Wall.TotalSeconds, 2),
            RehearsedWorld.PeakMemory())
        {
            SmsYen = books.Costs.SmsYen,
            Applications = books.Applications,
            Transfers = books.Transfers,
            Cases = books.Cases,
            Disturbed = _disturbances?.Met,
        };
        IReadOnlyList<string> faults =
        [
            .. CompensationFaults.Of(books, Visitor, Applicants, Seekers, bank?.Found, _options.Language),
            .. CompensationFaults.OfCallCentre(books, cases, CallCentre.Askers, _options.Language),
            .. await World.Operators.VerifyActsAsync(_options.Language, cancellationToken),
        ];
        return new CompensationConclusion(report, findings, faults) { Bank = bank, Cases = cases };
    }

    public async ValueTask DisposeAsync()
    {
        _crowd.Dispose();
        _visitor?.Dispose();
        _applicants?.Dispose();
        _seekers?.Dispose();
        _callCentre?.Dispose();
        _staff?.Dispose();
        await World.DisposeAsync();
        _collected?.Dispose();
        if (_bank is not null)
        {
            await _bank.DisposeAsync();
        }

        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
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
            _isAnybodyOwed |= coupon.IsCoveredBy(_campaign.Eligibility);
            SampleNumber ??= coupon.IsCoveredBy(_campaign.Eligibility) && !coupon.NeedsApplication && Addresses.Of(coupon).Any() ? coupon.InquiryNumber : null;
        }

        _progress.Import.Total = _rows;
        _callersByNumber = _options.Ledger is not null
            ? _callersByNumber
            : Callers.Among(LedgerFile.Read(Ledger), _options.Seed, _campaign, _schedule.FirstWaveEndsAt).ToDictionary(caller => caller.InquiryNumber, StringComparer.Ordinal);
        _wrongAddresses = [.. _callersByNumber.Values.Select(caller => caller.Wrong).OfType<string>()];
        IReadOnlyList<DoubleCharge> charges = _options.Ledger is not null || !File.Exists(_folder.Charges) ? [] : DoubleChargesOf.Among(LedgerFile.Read(Ledger), _options.Seed, _campaign, _schedule.StartsAt, [.. _callersByNumber.Keys]);
        _callCentre = new RehearsedCallCentre(World, charges);
        ReceiptNumbers receipts = new(_folder.Receipts);
        _applicants = new Applicants(_options.Seed, _campaign, LedgerFile.Read(Ledger), _inboxes, receipts);
        _seekers = new TransferSeekers(_options.Seed, _campaign, _applicants.All, LedgerFile.Read(Ledger), [.. _callersByNumber.Keys, .. charges.Select(charge => charge.Number)], _inboxes, receipts);
        ExpectMessages();
    }

    /// <summary>How many of what the live view is to wait for.</summary>
    private void ExpectMessages()
    {
        Expect(EntitlementRoute.App, LedgerFile.Read(Ledger).Count(coupon =>
            coupon.IsCoveredBy(_campaign.Eligibility) && !coupon.NeedsApplication && Addresses.Of(coupon).Any() && !Seekers.AskBeforeLink(coupon)) + CallCentre.MoreMessages);
        Expect(EntitlementRoute.Application, Applicants.All
            .Where(applicant => applicant.GetsHisLinks)
            .Sum(applicant => applicant.Coupons.Count(coupon => coupon.IsCoveredBy(_campaign.Eligibility) && !Seekers.AskBeforeLink(coupon))));
        _progress.Applications.Total = Applicants.Expected;
        if (_progress.TransfersAsked is { } asked)
        {
            asked.Total = Seekers.All.Count;
        }
    }

    private void Expect(EntitlementRoute route, int messages)
    {
        if (_progress.Waves.Where((_, index) => _campaign.Waves[index].Route == route).FirstOrDefault() is { } wave)
        {
            wave.Total += messages;
        }
    }

    private async Task StartEmulatorAsync(CancellationToken cancellationToken)
    {
        _emulator = await CommunicationEmulatorHost.StartAsync(
            new CommunicationEmulatorOptions
            {
                DataFolder = _folder.Emulator,
                Port = _options.Serve ? Ports.Choose(Ports.Emulator) : 0,
                Time = World.Clock,
                BeginWork = World.Work.Begin,
                ProviderLog = ProviderLog,
                OnMessage = Hear,
                StorageFailed = World.StorageFailed,
                MaxBytes = _options.OutsideBytes,
                LinkRewrite = _options.Serve ? new LinkRewrite(RehearsedApp.PublicBaseUrl, Ports.AddressOf(World.AppPort)) : null,
            },
            cancellationToken);
        await foreach (EmulatedMessage message in _emulator.ReadMessagesAsync(cancellationToken))
        {
            Hear(message);
        }
    }

    private async Task StartAppAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal) { ["CommunicationServices:ConnectionString"] = _emulator!.ConnectionString };
        settings = new(settings.Concat(AdministratorSettings.Of(_options.Seed).Settings(World.OperatorsOrigin)), StringComparer.Ordinal);
        if (_campaign.BankTransfer is not null)
        {
            settings = new(settings.Concat(RehearsedBank.Settings), StringComparer.Ordinal);
            _bank = await RehearsedBank.StartAsync(World, cancellationToken);
        }

        _collected = new CollectedRights(_folder.Collected);
        _progress.Collection.Reach(_collected.Count);
        await World.StartAppAsync(settings, cancellationToken);
        _emulator.Webhook = World.App.Reports;
        _visitor = new ReceiptSiteVisitor(World.App.BaseAddress, Collected);
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        if (!_folder.HasPassed(Steps.Import))
        {
            long length = Math.Max(1, new FileInfo(Ledger).Length);
            await World.Operators.ImportLedgerAsync(Ledger, read => _progress.Import.Reach(_rows * read / length), cancellationToken);
            _folder.MarkPassed(Steps.Import);
        }

        if (!_isAnybodyOwed)
        {
            throw new UsageException(
                $"Nobody in {Ledger} is owed anything by the rules of '{_campaign.Id}': nothing would be sealed, and nothing would ever happen.",
                $"{Ledger}には、{_campaign.Id}の条件で補償の対象となる方がいません。残高は確定されず、何も起こりません。");
        }

        _progress.Import.Reach(_rows);
        _progress.Import.End(_schedule.StartsAt);
    }

    private void Plan(CancellationToken cancellationToken)
    {
        if (!_folder.HasPassed(Steps.Codes))
        {
            World.At(_schedule.CodesAt, () => DeliverCodesAsync(cancellationToken));
        }

        foreach (Caller caller in _callersByNumber.Values)
        {
            World.At(caller.At, () => World.Operators.ResendAsync($"call-{caller.InquiryNumber}", caller.Order, cancellationToken));
        }

        Applicants.Plan(World.App.BaseAddress, (at, act) => World.At(at, () => ApplyAsync(act)), World.Clock.GetUtcNow());
        Seekers.Plan(World.App.BaseAddress, (at, act) => World.At(at, () => SeekTransferAsync(act)), TakePointsAsync, World.Clock);
        _progress.Applications.Reach(Applicants.Received);
        _progress.TransfersAsked?.Reach(Seekers.Served);
        _staff = new Staff(World);
        if (_options.Serve)
        {
            Guest = new Guest(World, _staff);
            Guest.Invite(cancellationToken);
        }

        _bank?.Plan(_campaign, _staff, CountTransfers, cancellationToken);
        CallCentre.Plan(_staff, cancellationToken);
        new ScriptedReviewer(World).Plan(_campaign, cancellationToken);
        _disturbances?.Plan(_campaign.Waves[0].StartsAt, _campaign.ReceiptEndsAt);
        _inquiry = new ReportInquiry<ClosingBooks>(World, () => ClosedBooksAsync(cancellationToken), _schedule.AsksForReportAt, _schedule.GivesUpAt);
    }

    /// <summary>The report; null while there is none, or only that of the receipt deadline.</summary>
    private async Task<ClosingBooks?> ClosedBooksAsync(CancellationToken cancellationToken) =>
        await World.Operators.ReadAsync<ClosingBooks>("closing-report", cancellationToken) is { Interim: false } closed ? closed : null;

    /// <summary>What the ledger does not hold: addresses that callers and applicants will give.</summary>
    private IEnumerable<string> MoreAddressesOf(SyntheticCoupon coupon)
    {
        if (_callersByNumber.GetValueOrDefault(coupon.InquiryNumber)?.Right is { } given)
        {
            yield return given;
        }

        if (Applicants.AddressOf(coupon) is { } applied)
        {
            yield return applied;
        }
    }

    private async Task DeliverCodesAsync(CancellationToken cancellationToken)
    {
        CodeOrder order = new(LedgerFile.Read(Ledger), _campaign.Eligibility, _behaviour, MoreAddressesOf, Seekers.PointsTaken().Concat(CallCentre.PointsTaken()));
        await using (FileStream written = File.Create(_folder.Codes))
        {
            await order.WriteCsvAsync(written, _campaign);
        }

        await using (FileStream delivery = File.OpenRead(_folder.Codes))
        {
            await World.Operators.ImportCodesAsync(delivery, cancellationToken);
        }

        _folder.MarkPassed(Steps.Codes);
    }

    private async Task ApplyAsync(Func<Task> visit)
    {
        await visit();
        _progress.Applications.Reach(Applicants.Received);
    }

    private async Task SeekTransferAsync(Func<Task> visit)
    {
        await visit();
        _progress.TransfersAsked!.Reach(Seekers.Served);
    }

    private Task TakePointsAsync(string token, string address) => VisitAsync(token, _campaign.FindProduct(_behaviour.ProductOf(address))!);

    private void Collected(string token, string code)
    {
        _collected!.Add(token);
        CallCentre.Collected(token, code);
    }

    private void CountTransfers(int paid, int returned)
    {
        _progress.TransfersPaid!.Reach(paid);
        _progress.TransfersReturned!.Reach(returned);
    }

    private void Hear(EmulatedMessage message)
    {
        _inboxes.Hear(message);
        Seekers.Hear(message);
        NoticeKind? kind = _crowd.Hear(message);
        CallCentre.Hear(kind, message);
        _sampleToken ??= NoticeRecogniser.TokenIn(message.Text);
        _progress.Sent(kind, message.At);
        if (kind is null && _notices.IsRefusal(message.Text))
        {
            _progress.Refused.Advance(message.At);
        }
    }

    private async Task VisitAsync(string token, Product product)
    {
        await Visitor.VisitAsync(token, product);
        _progress.Collection.Reach(_collected!.Count);
    }

    /// <summary>Steps that are not repeated after a restart.</summary>
    private static class Steps
    {
        public const string Import = "import";
        public const string Codes = "codes";
    }
}
