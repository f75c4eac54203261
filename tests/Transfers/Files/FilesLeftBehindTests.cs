using System.Text;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Transfers;
using Compensation.Transfers.Files;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Transfers.Files;

/// <summary>A file that the app, or the office, has left lying for days: its day has gone by, and the bank would not take it any more.</summary>
public class FilesLeftBehindTests
{
    private static readonly DateOnly s_planned = new(2023, 5, 16);

    /// <summary>A Thursday afternoon: what is handed in on Friday is paid on Monday.</summary>
    private static readonly DateTimeOffset s_later = JapanTime.At(new DateOnly(2023, 5, 18), new TimeOnly(13, 0));

    private static readonly DateOnly s_next = new(2023, 5, 22);

    /// <summary>The process dies at each write in turn, also after the last, and comes back three days later.</summary>
    [Fact]
    public async Task Wherever_it_was_killed_it_is_paid_on_a_day_that_the_bank_can_meet()
    {
        for (int dies = 1; ; dies++)
        {
            using TransferWorld world = new();
            EntitlementId[] people = [await world.ReleaseAsync(yen: 1000), await world.ReleaseAsync(yen: 2000), await world.ReleaseAsync(yen: 3000)];
            bool died = await DiesAtAsync(world, dies, () => world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None));
            world.Clock.Now = s_later;

            TransferFile file = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

            Assert.Equal((1, 3, new Yen(6000), s_next), (file.Number, file.Made!.Payments, file.Made.Yen, file.PayOn));
            Assert.All(await Task.WhenAll(people.Select(world.ReadAsync)), one => Assert.Equal((TransferState.Filed, 1, s_next), (one.State, one.File, one.PayOn)));
            byte[] given = (await world.Files.HandOutAsync(TransferWorld.Campaign, 1, CancellationToken.None))!;
            Assert.Equal("0522", Encoding.ASCII.GetString(given.AsSpan(54, 4)));
            Assert.Equal(file.Made.Sha256, TransferFiles.HashOf(given));

            // Once somebody has it, it stays as it is.
            world.Clock.Now = s_later.AddDays(14);
            Assert.Equal(file.Made, (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!.Made);
            Assert.Equal(given, await world.Files.HandOutAsync(TransferWorld.Campaign, 1, CancellationToken.None));
            if (!died)
            {
                Assert.InRange(dies, 4, 50);
                return;
            }
        }
    }

    /// <summary>It dies once more, while the file comes to its new day.</summary>
    [Fact]
    public async Task A_second_kill_while_it_comes_to_another_day_changes_nothing()
    {
        for (int dies = 1; ; dies++)
        {
            using TransferWorld world = new();
            EntitlementId[] people = [await world.ReleaseAsync(yen: 1000), await world.ReleaseAsync(yen: 2000)];
            await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
            world.Clock.Now = s_later;
            bool died = await DiesAtAsync(world, dies, () => world.Files.HandOutAsync(TransferWorld.Campaign, 1, CancellationToken.None));
            await world.ReleaseAsync(yen: 500);

            TransferFile newest = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
            newest = newest.Number == 2 ? newest : (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

            byte[] given = (await world.Files.HandOutAsync(TransferWorld.Campaign, 1, CancellationToken.None))!;
            Assert.Equal((2, 1, "0522"), (newest.Number, newest.Made!.Payments, Encoding.ASCII.GetString(given.AsSpan(54, 4))));
            Assert.Equal(2, given.Chunk(120).Count(record => record[0] == '2'));
            Assert.All(await Task.WhenAll(people.Select(world.ReadAsync)), one => Assert.Equal((1, s_next), (one.File, one.PayOn)));
            if (!died)
            {
                Assert.InRange(dies, 4, 50);
                return;
            }
        }
    }

    [Fact]
    public async Task What_was_given_out_keeps_its_day_and_what_lies_there_gets_a_new_one_for_whoever_fetches_it()
    {
        using TransferWorld world = new();
        await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        (int status, byte[] given) = await FetchAsync(world, 1);
        await world.ReleaseAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        world.Clock.Now = s_later;

        (_, byte[] again) = await FetchAsync(world, 1);
        (_, byte[] second) = await FetchAsync(world, 2);
        (int none, _) = await FetchAsync(world, 3);

        Assert.Equal((200, "0516", 404), (status, Encoding.ASCII.GetString(given.AsSpan(54, 4)), none));
        Assert.Equal(given, again);
        Assert.Equal("0522", Encoding.ASCII.GetString(second.AsSpan(54, 4)));
        Assert.Equal([AlarmKind.TransferFileLeft], world.Alarms.Raised);
        world.Clock.Now = s_later.AddDays(30);
        Assert.Equal(second, (await FetchAsync(world, 2)).Bytes);
    }

    [Fact]
    public async Task Of_which_the_bank_has_spoken_it_has_the_file()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        TransferFile made = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        await world.TakeAsync($"reference,amount,result,reason,date\n{await world.ReferenceAsync(id)},2000,paid,,2023-05-16\n");
        world.Clock.Now = s_later;

        TransferFile later = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

        Assert.Equal((made.Made, s_planned), (later.Made, later.PayOn));
    }

    /// <summary>Two have begun to complete it; one stood still for days, and goes on when the other has moved it.</summary>
    [Fact]
    public async Task Whoever_was_left_behind_with_the_former_day_cannot_spoil_it()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        await DiesAtAsync(world, 2, () => world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None));
        TransferFileStore store = world.Get<TransferFileStore>();
        TransferFile former = (await store.FindAsync(TransferWorld.Campaign.Id, 1, CancellationToken.None))!;
        world.Clock.Now = s_later;
        TransferFile file = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        byte[] bytes = await world.BytesAsync(1);
        byte[] others = [.. bytes.Reverse()];

        Assert.Equal((s_planned, null), (former.PayOn, former.Made));
        Assert.False(await store.TryKeepBytesAsync(TransferWorld.Campaign.Id, former, others, file.Made! with { Sha256 = TransferFiles.HashOf(others) }, CancellationToken.None));
        Assert.False(await store.TryMoveDayAsync(TransferWorld.Campaign.Id, former, s_planned.AddDays(1), CancellationToken.None));
        Assert.False(await store.TryHandOutAsync(TransferWorld.Campaign.Id, former, CancellationToken.None));

        Assert.Equal(bytes, await world.BytesAsync(1));
        Assert.Equal(s_next, (await world.ReadAsync(id)).PayOn);
    }

    [Fact]
    public async Task In_time_nothing_moves()
    {
        using TransferWorld world = new();
        await world.ReleaseAsync();
        TransferFile made = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

        world.Clock.Now = JapanTime.At(new DateOnly(2023, 5, 15), new TimeOnly(11, 59));
        Assert.Equal((made.Made, s_planned), (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None) is var same ? (same!.Made, same.PayOn) : default));
        world.Clock.Now = JapanTime.At(new DateOnly(2023, 5, 15), new TimeOnly(12, 0));
        Assert.Equal(new DateOnly(2023, 5, 17), (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!.PayOn);
    }

    private static async Task<bool> DiesAtAsync(TransferWorld world, int write, Func<Task> work)
    {
        int writes = 0;
        world.BeforeWrite = (_, _) => _ = ++writes == write ? throw new IOException("killed") : 0;
        try
        {
            await work();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
        finally
        {
            world.BeforeWrite = null;
        }
    }

    private static async Task<(int Status, byte[] Bytes)> FetchAsync(TransferWorld world, int number)
    {
        HttpRequest request = TransferWorld.Request("anna");
        IResult answer = await world.Get<MakeTransferFile>().GetTransferFile(request, "tochigi", $"{number}", CancellationToken.None);
        await answer.ExecuteAsync(request.HttpContext);
        return (request.HttpContext.Response.StatusCode, ((MemoryStream)request.HttpContext.Response.Body).ToArray());
    }
}
