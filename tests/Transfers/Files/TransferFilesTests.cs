using System.Text;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Transfers;
using Compensation.Transfers.Files;

namespace Compensation.Tests.Transfers.Files;

public class TransferFilesTests
{
    [Fact]
    public async Task A_file_is_made_once_and_a_later_one_holds_nobody_of_it()
    {
        using TransferWorld world = new();
        EntitlementId[] first = [await world.ReleaseAsync(yen: 1000), await world.ReleaseAsync(yen: 2000), await world.ReleaseAsync(yen: 3000)];
        TransferFile one = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        byte[] bytes = await world.BytesAsync(1);

        TransferFile?[] again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None)));
        Assert.All(again, file => Assert.Equal((1, one.Made), (file!.Number, file.Made)));
        EntitlementId late = await world.ReleaseAsync(yen: 500);
        TransferFile two = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

        Assert.Equal(bytes, await world.BytesAsync(1));
        Assert.Equal((1, 3, new Yen(6000), new DateOnly(2023, 5, 16)), (one.Number, one.Made!.Payments, one.Made.Yen, one.PayOn));
        Assert.Equal((2, 1, new Yen(500)), (two.Number, two.Made!.Payments, two.Made.Yen));
        Assert.Equal(first.Length, Text(bytes).Chunk(120).Count(record => record[0] == '2'));
        Assert.Contains(await world.ReferenceAsync(late), Text(await world.BytesAsync(2)), StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(first.Select(world.ReferenceAsync)), reference => Assert.DoesNotContain(reference, Text(world.BytesAsync(2).Result), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_who_ask_at_the_same_time_get_the_same_file()
    {
        using TransferWorld world = new();
        for (int person = 0; person < 30; person++)
        {
            await world.ReleaseAsync();
        }

        TransferFile?[] made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))));

        Assert.Single(made.Select(file => (file!.Number, file.Made)).Distinct());
        Assert.Equal(30, made[0]!.Made!.Payments);
        Assert.Single(await world.Get<TransferFileStore>().ListAsync(TransferWorld.Campaign.Id, CancellationToken.None).ToListAsync());
    }

    /// <summary>A process dies at each write in turn; whoever asks afterwards gets one file with everybody in it once.</summary>
    [Fact]
    public async Task A_kill_at_any_write_changes_nothing_about_the_file()
    {
        string? sound = null;
        for (int dies = 1; ; dies++)
        {
            using TransferWorld world = new();
            foreach (long yen in new long[] { 1000, 2000, 3000, 4000 })
            {
                await world.ReleaseAsync(yen: yen);
                world.Clock.Now = world.Clock.Now.AddSeconds(1);
            }

            int writes = 0;
            world.BeforeWrite = (_, _) => _ = ++writes == dies ? throw new IOException("killed") : 0;
            bool died = false;
            try
            {
                await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
            }
            catch (Exception)
            {
                died = true;
            }

            world.BeforeWrite = null;
            TransferFile file = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
            string text = Text(await world.BytesAsync(1));
            sound ??= text;
            Assert.Equal(sound, text);
            Assert.Equal((1, 4, new Yen(10_000)), (file.Number, file.Made!.Payments, file.Made.Yen));
            if (!died)
            {
                Assert.InRange(dies, 4, 50);
                return;
            }
        }
    }

    /// <summary>Somebody began to complete the file, stood still for days, and goes on when one of its people has another account already.</summary>
    [Fact]
    public async Task Whoever_was_left_behind_cannot_spoil_a_file_that_the_bank_has()
    {
        using TransferWorld world = new();
        await world.ReleaseAsync(yen: 1000);
        TransferFileStore store = world.Get<TransferFileStore>();
        TransferFile made = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        byte[] bytes = await world.BytesAsync(1);
        byte[] others = [.. bytes.Reverse()];

        await Assert.ThrowsAsync<InvalidDataException>(() =>
            store.TryKeepBytesAsync(TransferWorld.Campaign.Id, made, others, made.Made! with { Sha256 = TransferFiles.HashOf(others) }, CancellationToken.None));

        Assert.Equal(bytes, await world.BytesAsync(1));
        await store.EraseBytesAsync(TransferWorld.Campaign.Id, 1, CancellationToken.None);
        Assert.Null(await world.BytesAsync(1));
    }

    [Fact]
    public async Task Who_was_revoked_meanwhile_is_not_paid()
    {
        using TransferWorld world = new();
        EntitlementId revoked = await world.ReleaseAsync(yen: 1000);
        await world.ReleaseAsync(yen: 2000);
        EntitlementStore rights = world.Get<EntitlementStore>();
        Entitlement right = (await rights.FindAsync(TransferWorld.Campaign.Id, revoked, CancellationToken.None))!;
        await rights.TryMoveAsync(right, right with { State = EntitlementState.Revoked }, CancellationToken.None);

        TransferFile file = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

        Assert.Equal((1, new Yen(2000)), (file.Made!.Payments, file.Made.Yen));
    }

    [Fact]
    public async Task What_does_not_fit_holds_up_that_person_only()
    {
        using TransferWorld world = new();
        EntitlementId merged = await world.ReleaseAsync(TransferWorld.Form(branch: "999"));
        EntitlementId kanji = await world.ReleaseAsync(TransferWorld.Form(holder: "髙橋"));
        EntitlementId sound = await world.ReleaseAsync();

        TransferFile file = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;

        Assert.Equal(1, file.Made!.Payments);
        Assert.Equal((TransferState.Held, "被仕向支店番号 is of no branch any more"), (await world.ReadAsync(merged) is var one ? (one.State, one.HeldBecause) : default));
        Assert.Equal((TransferState.Held, "受取人名 holds the character U+9AD9, which the field does not take"), (await world.ReadAsync(kanji) is var two ? (two.State, two.HeldBecause) : default));
        Assert.Equal(TransferState.Filed, (await world.ReadAsync(sound)).State);
        Assert.Equal(2, world.Alarms.Raised.Count);

        // The closing report's line and its chapter say the same of whoever never corrects it.
        Assert.Equal([EntitlementState.TransferFailed, EntitlementState.TransferFailed, EntitlementState.TransferRequested], [await world.RightAsync(merged), await world.RightAsync(kanji), await world.RightAsync(sound)]);
        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, kanji, TransferWorld.Form(), CancellationToken.None)).Refusal);
        Assert.Null((await world.Desk.WithdrawAsync(TransferWorld.Campaign, merged, CancellationToken.None)).Refusal);
        Assert.Equal((EntitlementState.Open, EntitlementState.TransferRequested), (await world.RightAsync(merged), await world.RightAsync(kanji)));
    }

    /// <summary>The list of files, the day's run and the closing report read all of them.</summary>
    [Fact]
    public async Task A_file_whose_terms_or_bytes_cannot_be_read_keeps_no_other_from_being_made_and_is_not_handed_out()
    {
        using TransferWorld world = new();
        await world.ReleaseAsync();
        TransferFile first = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        TableClient table = world.Get<TableServiceClient>().GetTableClient(TransferFileStore.TableName);
        Dictionary<string, TableEntity> whole = await table.QueryAsync<TableEntity>().ToDictionaryAsync(row => row.RowKey, StringComparer.Ordinal);
        await table.UpdateEntityAsync(new TableEntity(TransferWorld.Campaign.Id.Value, "f:000001") { ["Terms"] = "no cipher" }, ETag.All);
        TableEntity bytes = Assert.Single(whole.Values, row => row.RowKey.StartsWith("b:", StringComparison.Ordinal));
        await table.UpdateEntityAsync(new TableEntity(bytes.PartitionKey, bytes.RowKey) { ["Bytes"] = "no cipher" }, ETag.All);

        Assert.Null(await world.Files.HandOutAsync(TransferWorld.Campaign, 1, CancellationToken.None));
        Assert.Equal([AlarmKind.FieldUnreadable], world.Alarms.Raised);
        Assert.False((await world.Get<TransferFileStore>().FindAsync(TransferWorld.Campaign.Id, 1, CancellationToken.None))!.IsHandedOut);
        await world.ReleaseAsync(yen: 3000);
        TransferFile second = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        Assert.Equal((2, new Yen(3000)), (second.Number, second.Made!.Yen));

        await table.UpdateEntityAsync(bytes, ETag.All);
        Assert.Equal(first.Made!.Sha256, TransferFiles.HashOf((await world.Files.HandOutAsync(TransferWorld.Campaign, 1, CancellationToken.None))!));
    }

    [Theory]
    [InlineData("2023-05-15T09:30", "2023-05-16")]
    [InlineData("2023-05-15T12:00", "2023-05-17")]
    [InlineData("2023-05-19T11:59", "2023-05-22")]
    [InlineData("2023-05-20T09:00", "2023-05-23")]
    [InlineData("2023-04-03T09:00", "2023-05-15")]
    public void A_file_is_paid_on_a_business_day_after_the_bank_s_cut_off(string now, string payOn)
    {
        using TransferWorld world = new();
        world.Clock.Now = new DateTimeOffset(DateTime.Parse(now, System.Globalization.CultureInfo.InvariantCulture), JapanTime.Offset);

        Assert.Equal(DateOnly.Parse(payOn, System.Globalization.CultureInfo.InvariantCulture), world.Get<PaymentDays>().NextFor(TransferWorld.Campaign));
    }

    [Fact]
    public async Task A_file_has_no_more_payments_than_the_bank_takes()
    {
        using TransferWorld world = new(("Transfers:PaymentsPerFile", "2"));
        for (int person = 0; person < 3; person++)
        {
            await world.ReleaseAsync();
        }

        Assert.Equal(2, (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!.Made!.Payments);
        Assert.Equal((2, 1), (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None) is var two ? (two!.Number, two.Made!.Payments) : default));
    }

    private static string Text(byte[] file)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(932).GetString(file);
    }
}
