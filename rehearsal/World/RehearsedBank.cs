using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Emulators.Bank;
using Compensation.Emulators.Bank.Books;
using Compensation.Local.Host;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>The bank of a campaign that pays into accounts, and the officials who go there.</summary>
internal sealed class RehearsedBank : IAsyncDisposable
{
    private readonly RehearsedWorld _world;
    private readonly BankEmulatorHost _bank;
    private TransferOffice? _office;

    private RehearsedBank(RehearsedWorld world, BankEmulatorHost bank) => (_world, _bank) = (world, bank);

    public Uri Address => _bank.BaseAddress;

    /// <summary>The account from which the app pays.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings { get; } =
    [
        new("Transfers:ClientCode", "0000012345"),
        new("Transfers:ClientName", "ﾘﾖｺｳｼｴﾝｼﾞﾑｷﾖｸ"),
        new("Transfers:Bank", "0001"),
        new("Transfers:BankName", "ﾐｽﾞﾎ"),
        new("Transfers:Branch", "004"),
        new("Transfers:BranchName", "ﾏﾙﾉｳﾁﾁﾕｳｵｳ"),
        new("Transfers:AccountNumber", "1234567"),
    ];

    public static async Task<RehearsedBank> StartAsync(RehearsedWorld world, CancellationToken cancellationToken) => new(world, await BankEmulatorHost.StartAsync(
        new BankEmulatorOptions
        {
            DataFolder = world.Folder.Bank,
            Port = world.Options.Serve ? Ports.Choose(Ports.Bank) : 0,
            Time = world.Clock,
            StorageFailed = world.StorageFailed,
            MaxBytes = world.Options.OutsideBytes,
        },
        cancellationToken));

    /// <summary>Has the officials do their part on each business day.</summary>
    /// <param name="campaign">Whose transfers.</param>
    /// <param name="staff">Who they are.</param>
    /// <param name="told">Hears how many payments payees have by then, and how many came back.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public void Plan(Campaign campaign, Staff staff, Action<int, int> told, CancellationToken cancellationToken)
    {
        _office = new TransferOffice(_world, campaign, new BankDoor(_bank.BaseAddress, _bank.ApiKey), staff);
        void Tell() => told(_bank.Payments.Count(payment => payment.IsKept(Today)), _bank.Payments.Count(payment => payment.ReturnedOn <= Today));
        Tell();
        _office.Plan(Tell, cancellationToken);
    }

    /// <summary>Has the witness and the independent reader look at what the bank was given and has done.</summary>
    public async Task<BankFindings> WitnessAsync(TransferSeekers seekers, CollectedRights collected, CancellationToken cancellationToken)
    {
        TransfersWitness witness = new();
        foreach (TransferSeeker seeker in seekers.All)
        {
            witness.Owe(seeker);
        }

        IReadOnlyList<AcceptedFile> files = _bank.Files;
        return new BankFindings(witness.Findings(files, _bank.Payments, collected.All(), Today), await NodeReader.Installed.FaultsAsync(files, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _office?.Dispose();
        await _bank.DisposeAsync();
    }

    private DateOnly Today => _world.Clock.GetUtcNow().DateInJapan();
}
