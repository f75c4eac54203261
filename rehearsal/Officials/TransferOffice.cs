using System.Net.Http.Headers;
using System.Net.Http.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Calendar;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.Officials;

/// <summary>
/// Two officials who see to the transfers on each of the bank's business days. One takes the bank's answers in, takes the day's file to the bank, decides what is doubtful, and
/// checks what was asked for; the other releases. Each signs in as himself, and only where there is something to do. Whatever they did before a restart they may do again.
/// </summary>
internal sealed class TransferOffice : IDisposable
{
    private const int Together = 200;

    private static readonly TimeOnly FirstSits = new(9, 45);
    private static readonly TimeOnly SecondSits = new(11, 0);
    private static readonly Post First = new("田中", ["finance"], "振込の確認");
    private static readonly Post Second = new("鈴木", ["finance", "supervisor"], "振込の承認");

    private static readonly string[] OurSide = ["recalledByUs", "insufficientFunds"];

    private readonly RehearsedWorld _world;
    private readonly Campaign _campaign;
    private readonly BankDoor _bank;
    private readonly Staff _staff;
    private readonly Official _first;
    private readonly Official _second;
    private readonly HashSet<int> _handedIn = [];

    public TransferOffice(RehearsedWorld world, Campaign campaign, BankDoor bank, Staff staff)
    {
        (_world, _campaign, _bank, _staff) = (world, campaign, bank, staff);
        _first = staff.Of("tanaka", "振込の確認をする人の長い合言葉");
        _second = staff.Of("suzuki", "振込を承認する人の長い合言葉");
    }

    private string Transfers => $"campaigns/{_campaign.Id}/transfers";

    public void Dispose() => _bank.Dispose();

    public void Plan(Action tookResults, CancellationToken cancellationToken)
    {
        foreach (DateOnly day in TransferCalendar.OfficeDays(_campaign))
        {
            Plan(JapanTime.At(day, FirstSits), async () =>
            {
                await _staff.SitAsync(_first, First, () => SitFirstAsync(day, cancellationToken), () => IsAnythingForFirstAsync(day, cancellationToken), cancellationToken);
                tookResults();
            });
            Plan(JapanTime.At(day, SecondSits), () =>
                _staff.SitAsync(_second, Second, () => DecideAsync(_second, "checked", "releases", cancellationToken), () => AreAnyAsync("checked", cancellationToken), cancellationToken));
        }
    }

    private void Plan(DateTimeOffset at, Func<Task> act)
    {
        if (at >= _world.Clock.GetUtcNow())
        {
            _world.At(at, act);
        }
    }

    private async Task<bool> IsAnythingForFirstAsync(DateOnly day, CancellationToken cancellationToken) =>
        (await FilesAsync(cancellationToken)).Any(IsToHandIn)
        || await AreAnyAsync("requested", cancellationToken)
        || await AreAnyAsync("review", cancellationToken)
        || await _bank.FileOfAsync("results", Before(day), cancellationToken) is not null;

    private async Task SitFirstAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await TakeInAsync("results", "csv", Before(day), cancellationToken);
        if (day.DayOfWeek == DayOfWeek.Monday)
        {
            await TakeInAsync("statement", "statement", Before(day), cancellationToken);
        }

        foreach (FileView file in (await FilesAsync(cancellationToken)).Where(IsToHandIn))
        {
            await _bank.HandInAsync(await _first.GetBytesAsync($"{Transfers}/files/{file.Number}", cancellationToken), cancellationToken);
            _handedIn.Add(file.Number);
        }

        await SettleDoubtsAsync(cancellationToken);
        await PayAgainAsync(cancellationToken);
        await DecideAsync(_first, "requested", "checks", cancellationToken);
    }

    /// <summary>What the bank told in the evening before; a statement of the week's end tells part of it once more, in other words.</summary>
    private async Task TakeInAsync(string kind, string format, DateOnly day, CancellationToken cancellationToken)
    {
        if (await _bank.FileOfAsync(kind, day, cancellationToken) is { } file)
        {
            ByteArrayContent content = new(file);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            await _first.DoAsync<object>(HttpMethod.Post, $"{Transfers}/results?format={format}", content, cancellationToken);
        }
    }

    private async Task SettleDoubtsAsync(CancellationToken cancellationToken)
    {
        foreach (TransferView doubtful in await ListAsync("review", cancellationToken))
        {
            bool paid = await _bank.IsKeptAsync(doubtful.Reference, cancellationToken);
            await _first.DoAsync<object>(HttpMethod.Put, $"{Transfers}/{doubtful.Id}/result", JsonContent.Create(new { paid, reason = "銀行に照会" }), cancellationToken);
        }
    }

    private async Task PayAgainAsync(CancellationToken cancellationToken)
    {
        foreach (TransferView ours in (await ListAsync("returned", cancellationToken)).Where(one => OurSide.Contains(one.ReturnedBecause, StringComparer.Ordinal)))
        {
            await _first.DoAsync<object>(HttpMethod.Post, $"{Transfers}/{ours.Id}/again", content: null, cancellationToken);
        }
    }

    /// <summary>Looks at each, and then checks or releases the version that was looked at.</summary>
    private async Task DecideAsync(Official official, string state, string decision, CancellationToken cancellationToken)
    {
        foreach (TransferView[] some in (await ListAsync(state, cancellationToken)).Chunk(Together))
        {
            List<object> decided = [];
            foreach (TransferView one in some)
            {
                TransferView looked = await official.GetAsync<TransferView>($"{Transfers}/{one.Id}", cancellationToken);
                decided.Add(new { looked.Id, looked.Version });
            }

            DecisionsMade made = await official.DoAsync<DecisionsMade>(HttpMethod.Post, $"{Transfers}/{decision}", JsonContent.Create(new { transfers = decided }), cancellationToken);
            if (made.Transfers.FirstOrDefault(one => one.Outcome is not ("done" or "changed" or "notNow")) is { } refused)
            {
                throw new RehearsalFailedException($"{decision}: of {refused.Id} it was said '{refused.Outcome}'.");
            }
        }
    }

    private async Task<bool> AreAnyAsync(string state, CancellationToken cancellationToken) => (await PageAsync(state, after: null, cancellationToken)).Transfers.Count > 0;

    private async Task<IReadOnlyList<TransferView>> ListAsync(string state, CancellationToken cancellationToken)
    {
        List<TransferView> all = [];
        TransferPage page;
        string? after = null;
        do
        {
            page = await PageAsync(state, after, cancellationToken);
            all.AddRange(page.Transfers);
        }
        while ((after = page.Next) is not null);
        return all;
    }

    /// <summary>Lists name nobody and no account: a machine of the office reads them.</summary>
    private async Task<TransferPage> PageAsync(string state, string? after, CancellationToken cancellationToken) =>
        (await _world.Operators.ReadAsync<TransferPage>($"transfers?state={state}{(after is null ? string.Empty : $"&after={after}")}", cancellationToken))!;

    private async Task<IReadOnlyList<FileView>> FilesAsync(CancellationToken cancellationToken) => (await _world.Operators.ReadAsync<FileView[]>("transfers/files", cancellationToken))!;

    /// <summary>Of a file that is on its way or empty the bank hears nothing.</summary>
    private bool IsToHandIn(FileView file) => file.Payments > 0 && !_handedIn.Contains(file.Number);

    private static DateOnly Before(DateOnly day)
    {
        DateOnly before = day.AddDays(-1);
        while (!WorkingDays.Banks.Include(before))
        {
            before = before.AddDays(-1);
        }

        return before;
    }

    private sealed record TransferPage(IReadOnlyList<TransferView> Transfers, string? Next);

    private sealed record TransferView(string Id, int Version, string Reference, string? ReturnedBecause);

    private sealed record FileView(int Number, int? Payments);

    private sealed record DecisionsMade(IReadOnlyList<DecisionMade> Transfers);

    private sealed record DecisionMade(string Id, string Outcome);
}
