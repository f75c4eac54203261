using Compensation.Common.Pages;
using Compensation.Emulators.Communication;
using Compensation.Local.Host;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>Telling members of their points: their contacts, their phones and mailboxes, and what the witness has to say about it.</summary>
internal sealed class AwardNotices(RehearsedWorld world, AwardSchedule schedule, MemberContacts contacts) : IAsyncDisposable
{
    private readonly NoticesWitness _witness = new(contacts);
    private CommunicationEmulatorHost? _phones;
    private Disturbances? _disturbances;

    /// <summary>How many requests to send a message; null where the rehearsal goes undisturbed.</summary>
    public Disturbance? Disturbed => _disturbances?.Met;

    public IEnumerable<string> Records => [world.Options.Language.Say($"送信事業者の記録：{ProviderLog}", $"Providers' log: {ProviderLog}")];

    public IEnumerable<Door> Doors => [new("スマートフォンとメール", "Phones and mailboxes", $"{_phones?.BaseAddress}")];

    private string ProviderLog => world.Options.ProviderLog ?? world.Folder.ProviderLog;

    /// <param name="connections">Gets the settings by which the application finds the phones and the campaign's file.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task StartAsync(Dictionary<string, string?> connections, CancellationToken cancellationToken)
    {
        CommunicationEmulatorOptions options = new()
        {
            DataFolder = world.Folder.Emulator,
            Port = world.Options.Serve ? Ports.Choose(Ports.Phones) : 0,
            Time = world.Clock,
            BeginWork = world.Work.Begin,
            ProviderLog = ProviderLog,
            StorageFailed = world.StorageFailed,
            MaxBytes = world.Options.OutsideBytes,
        };
        _phones = await CommunicationEmulatorHost.StartAsync(options, cancellationToken);
        connections["CommunicationServices:ConnectionString"] = _phones.ConnectionString;
        connections["Campaigns:Folder"] = world.Folder.Campaigns;
    }

    /// <summary>Delivery reports go to the application from now on.</summary>
    public void Listen() => _phones!.Webhook = world.App.Reports;

    /// <summary>The files of contacts: the first early, the second of everybody after the last purchases.</summary>
    public void Plan(CancellationToken cancellationToken)
    {
        _disturbances = Disturbances.Of(world, () => _phones!);
        _disturbances?.Plan(schedule.Contacts[0], schedule.AsksForReportAt);
        for (int number = 0; number < schedule.Contacts.Count; number++)
        {
            string name = $"contacts-{number + 1}";
            Func<int, bool> leftOut = number == 0 ? contacts.ComesLate : _ => false;
            if (!world.Folder.HasPassed(name))
            {
                world.At(schedule.Contacts[number], () => DeliverAsync(name, leftOut, cancellationToken));
            }
        }
    }

    public void Observe(PointsBooking booking) => _witness.Observe(booking);

    /// <summary>What the witness finds once the points system's ledger has been read to its end.</summary>
    public async Task<NoticesFound> FindAsync(CancellationToken cancellationToken)
    {
        await _witness.ReadAsync(ProviderLog, cancellationToken);
        return _witness.Findings();
    }

    public ValueTask DisposeAsync() => _phones?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task DeliverAsync(string name, Func<int, bool> leftOut, CancellationToken cancellationToken)
    {
        string file = Path.Combine(world.Folder.Root, $"{name}.csv");
        contacts.Write(file, leftOut);
        await world.Operators.ImportContactsAsync(file, cancellationToken);
        world.Folder.MarkPassed(name);
    }
}
