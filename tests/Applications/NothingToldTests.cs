using System.Text.RegularExpressions;

namespace Compensation.Tests.Applications;

/// <summary>
/// Before a contact is proved, nobody can tell by anything whether the ledger knows a number: not by status, headers or bytes, not by what is sent, and not by the work that
/// the app does, which is counted in storage requests and not in time.
/// </summary>
public sealed partial class NothingToldTests
{
    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,090-1234-5678,",
        "YM-000002,2023-02-24,0,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000003,2023-02-24,900,true,,ヤマダ タロウ,2023-02-23,,",
    ];

    [Theory]
    [InlineData("YM-000001")]
    [InlineData("YM-000002")]
    [InlineData("YM-000003")]
    public async Task Every_page_of_a_known_number_and_of_an_unknown_one_is_the_same_in_status_bytes_messages_and_work(string known)
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        await WalkAsync(world, "YM-000008", "2222");
        Assert.Equal(await WalkAsync(world, "YM-000009", "3333"), await WalkAsync(world, known, "4444"));
        Assert.Single(world.MessagesTo("+819044441110"));
    }

    /// <summary>Not even a proved contact is told at once: a number that nobody has ends in the same receipt.</summary>
    [Fact]
    public async Task A_proved_contact_gets_the_same_receipt_for_a_known_number_and_an_unknown_one()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string[] pages = [.. await Task.WhenAll(new[] { ("YM-000001", "5555"), ("YM-000009", "6666") }.Select(async one =>
        {
            Uri code = (await world.SendAsync(await world.SummaryAsync(AnswersOf(one.Item1, one.Item2)), [])).Next!;
            SiteAnswer sent = await world.SendAsync(code, [KeyValuePair.Create("code", world.CodeFor($"+8190{one.Item2}1110")!)]);
            return Receipt().Replace((await world.OpenAsync(sent.Next!)).Page, "RECEIPT");
        }))];
        Assert.Equal(pages[0], pages[1]);
    }

    /// <summary>Everything that somebody sees on the way to the code, and what the app did for it, with what he typed himself taken out.</summary>
    private static async Task<string> WalkAsync(ApplicationsWorld world, string number, string phone)
    {
        List<string> seen = [];
        world.Requests.Take();
        Uri at = new(world.Http.BaseAddress!, "apply/yamaguchi");
        SiteAnswer answer = await world.SendAsync(at, []);
        while (answer.Next is { } next)
        {
            at = next;
            Note(await world.OpenAsync(at));
            if (at.AbsolutePath.EndsWith("code", StringComparison.Ordinal))
            {
                break;
            }

            Note(answer = await world.SendAsync(at, AnswersOf(number, phone)));
        }

        Note(await world.SendAsync(at, [KeyValuePair.Create("code", "12345")]));
        return string.Join("\n\n", seen);

        void Note(SiteAnswer got) => seen.Add(Journey().Replace(
            $"{got.Status} {got.Next?.AbsolutePath}\n{got.Headers}\n{got.Page}\n{string.Join('\n', world.Requests.Take())}", "JOURNEY")
            .Replace(number, "NUMBER", StringComparison.Ordinal).Replace(phone, "PHONE", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> AnswersOf(string number, string phone) => ApplicationsWorld.Answers(number, delivery: $"090-{phone}-1110");

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Journey();

    [GeneratedRegex("[3-9A-Y]{4}-[3-9A-Y]{4}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
