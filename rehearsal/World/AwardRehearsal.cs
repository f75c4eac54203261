using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Emulators.PointsSystem;
using Compensation.Local.Host;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>A points award: the application, the points system and the purchases of synthetic members on one virtual clock.</summary>
internal sealed class AwardRehearsal : IRehearsal
{
    private readonly RehearsalOptions _options;
    private readonly PointsGrant _grant;
    private readonly AwardSchedule _schedule;
    private readonly SyntheticMembers _members;
    private readonly AwardProgress _progress;
    private readonly AwardNotices? _notices;
    private readonly Disturbances? _disturbances;
    private PointsSystemEmulatorHost? _pointsSystem;
    private ReportInquiry<AwardBooks>? _inquiry;
    private long _bookingsBefore;

    public AwardRehearsal(RehearsalOptions options, Campaign campaign, RehearsalFolder folder)
    {
        _options = options;
        _grant = campaign.Grant ?? throw new InvalidOperationException($"Campaign {campaign.Id} awards no points.");
        _schedule = AwardSchedule.Of(campaign.Award!, _grant);
        _members = new SyntheticMembers(options.Seed, options.People);
        World = new RehearsedWorld(options, campaign, folder, _schedule.DeliveredAt(Delivery.October), (_grant.StartsAt, _grant.EndsAt));
        _progress = new AwardProgress(_grant, _schedule, World.Clock, options.People, () => _bookingsBefore + (_pointsSystem?.Statistics.Booked ?? 0), options.Language);
        World.Jumping = _progress.Pass;
        _disturbances = Disturbances.Of(World, () => PointsSystem);
        _notices = campaign.NotifiesGrants ? new AwardNotices(World, _schedule, new MemberContacts(options.Seed, _members)) : null;
    }

    public RehearsedWorld World { get; }

    public Progress Progress => _progress;

    public string ToLookAt => _options.Language.Say("精算報告、会員への説明、ポイントシステムの台帳", "the closing report, members' explanations and the points system's ledger");

    public IEnumerable<string> Records => [_options.Language.Say($"ポイントシステムの台帳：{World.Folder.PointsSystem}", $"Points system's ledger: {World.Folder.PointsSystem}"), .. _notices?.Records ?? []];

    public IEnumerable<Door> Doors =>
    [
        new("精算報告", "Closing report", $"{World.App.OperatorsAddress($"campaigns/{World.Campaign.Id}/award-report.html")}") { OnlyAtTheEnd = true },
        new("ポイントシステムの台帳", "Points system's ledger", $"{new Uri(PointsSystem.BaseAddress, "emulator/ledger")}"),
        new("会員への説明", "A member's explanation", $"curl --json '{{\"memberId\":\"{_members.IdOf(0)}\"}}' '{World.App.OperatorsAddress($"campaigns/{World.Campaign.Id}/awards/explanations")}'"),
        new("調べるとよい会員", "Members to ask for", string.Join(", ", Remarkable())),
        .. _notices?.Doors ?? [],
    ];

    private PointsSystemEmulatorHost PointsSystem => _pointsSystem ?? throw new InvalidOperationException("The points system has not been started yet.");

    public IEnumerable<DateTimeOffset> Beginnings => [_grant.StartsAt, .. _schedule.Deliveries, .. _notices is null ? [] : _schedule.Contacts];

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        foreach (Delivery delivery in Enum.GetValues<Delivery>())
        {
            World.At(_schedule.DeliveredAt(delivery), () => DeliverAsync(delivery, cancellationToken));
        }

        _disturbances?.Plan(_grant.StartsAt, _grant.CorrectionsEndAt);
        _notices?.Plan(cancellationToken);
        _progress.Pass(World.Clock.GetUtcNow());
        _inquiry = new ReportInquiry<AwardBooks>(World, () => World.Operators.ReadAsync<AwardBooks>("award-report", cancellationToken), _schedule.AsksForReportAt, _schedule.GivesUpAt);
        await World.PassTimeAsync(() => _inquiry.Books is not null, "closing report", cancellationToken);
        _progress.Close();
    }

    public async Task<Conclusion> ConcludeAsync(CancellationToken cancellationToken)
    {
        PointsWitness witness = new(_members, _schedule.Deliveries, _grant.StartsAt, _grant.CorrectionsEndAt);
        long bookings = 0;
        await foreach (PointsBooking booking in PointsLedger.ReadAsync(PointsSystem.BaseAddress, cancellationToken))
        {
            witness.Observe(booking);
            _notices?.Observe(booking);
            bookings++;
        }

        PointsFindings findings = witness.Findings();
        AwardReport report = new(
            World.Campaign.Id.Value,
            _options.People,
            [.. Enum.GetValues<Delivery>().Select(ReadAnswer)],
            _inquiry?.Books ?? throw new InvalidOperationException("The campaign has not been played to its end."),
            findings.Sums,
            bookings,
            findings.Faults,
            new AwardTransactions(World.Meter.Total, Math.Round((double)World.Meter.Wave / _options.People, 4)),
            Math.Round(World.Wall.TotalSeconds, 2),
            RehearsedWorld.PeakMemory())
        {
            Disturbed = _disturbances?.Met + (_notices?.Disturbed ?? default),
            Notices = _notices is null ? null : await _notices.FindAsync(cancellationToken),
        };
        return new AwardConclusion(report, _options.Language);
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        if (_pointsSystem is not null)
        {
            await _pointsSystem.DisposeAsync();
        }

        if (_notices is not null)
        {
            await _notices.DisposeAsync();
        }
    }

    /// <summary>A member of each kind that there is.</summary>
    private IEnumerable<string> Remarkable()
    {
        (string Kind, Func<int, bool> Is)[] kinds =
        [
            (_options.Language.Say("ポイントが取り消された", "points were withdrawn"), index => _members.StandingOf(index) == Standing.Ordinary && PointsWitness.DuesOf(_members, index) is [.., var november, _, var january] && january < november),
            (_options.Language.Say("ポイントシステムにいない", "unknown to the points system"), index => _members.StandingOf(index) == Standing.Unknown),
            (_options.Language.Say("すべて使った", "has spent everything"), index => _members.StandingOf(index) == Standing.Spent),
        ];
        foreach ((string kind, Func<int, bool> isOne) in kinds)
        {
            if (Enumerable.Range(0, _members.Count).Cast<int?>().FirstOrDefault(index => isOne(index!.Value)) is { } found)
            {
                yield return $"{_members.IdOf(found)} ({kind})";
            }
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _pointsSystem = await PointsSystemEmulatorHost.StartAsync(
            new PointsSystemEmulatorOptions
            {
                DataFolder = World.Folder.PointsSystem,
                Port = _options.Serve ? Ports.Choose(Ports.Emulator) : 0,
                Time = World.Clock,
                StorageFailed = World.StorageFailed,
                MaxBytes = _options.OutsideBytes,
            },
            cancellationToken);
        _bookingsBefore = _pointsSystem.Postings.Count;
        _progress.Restore(_pointsSystem.Postings.Select(posting => posting.At));
        Dictionary<string, string?> connections = new(StringComparer.Ordinal)
        {
            ["PointsSystem:BaseAddress"] = _pointsSystem.BaseAddress.AbsoluteUri,
            ["PointsSystem:ApiKey"] = _pointsSystem.ApiKey,
            // Unless members are told, nobody is written to: there is no such provider.
            ["CommunicationServices:ConnectionString"] = "endpoint=http://127.0.0.1:9/;accesskey=bm9ib2R5",
        };
        if (_notices is not null)
        {
            await _notices.StartAsync(connections, cancellationToken);
        }

        await World.StartAppAsync(connections, cancellationToken);
        _notices?.Listen();
    }

    /// <summary>Hands in a file, unless that was done before a restart; its answer is kept for the report.</summary>
    private async Task DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (!File.Exists(AnswerTo(delivery)))
        {
            string file = Path.Combine(World.Folder.Root, $"purchases-{delivery}.csv".ToLowerInvariant());
            PurchaseFile.Write(file, _members.RowsOf(delivery));
            FiledPurchases answer = await World.Operators.ImportPurchasesAsync(file, cancellationToken);
            await WriteAnswerAsync(delivery, answer.AtFirst, cancellationToken);
        }

        Stage stage = _progress.Files[(int)delivery];
        stage.Reach(ReadAnswer(delivery).Rows);
        stage.End(_schedule.DeliveredAt(delivery));
    }

    private async Task WriteAnswerAsync(Delivery delivery, FiledPurchases answer, CancellationToken cancellationToken)
    {
        string begun = AnswerTo(delivery) + ".new";
        await File.WriteAllTextAsync(begun, JsonSerializer.Serialize(answer, JsonSerializerOptions.Web), cancellationToken);
        File.Move(begun, AnswerTo(delivery), overwrite: true);
    }

    private FiledPurchases ReadAnswer(Delivery delivery) => JsonSerializer.Deserialize<FiledPurchases>(File.ReadAllText(AnswerTo(delivery)), JsonSerializerOptions.Web)!;

    private string AnswerTo(Delivery delivery) => Path.Combine(World.Folder.Root, $"purchases-{delivery}.json".ToLowerInvariant());
}
