using System.Net;
using System.Net.Http.Json;
using System.Text;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Operations;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Chain;
using Compensation.Tests.Sending;
using Compensation.Waves;

namespace Compensation.Tests.Operations;

public sealed class ActTests
{
    [Fact]
    public async Task Every_act_is_a_row_that_stays_whatever_became_of_it()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.Get<WaveStore>().TryAddAsync(new Wave(SendingWorld.Plan(), WaveStanding.Running, "開始", Wave.Itself, SendingWorld.Start, null, default), CancellationToken.None);
        foreach (string lever in new[] { "pause", "resume" })
        {
            (await world.Http.PostAsJsonAsync($"campaigns/kumamoto/waves/issue-app/{lever}", new { by = "tester", reason = "to see what happens" })).EnsureSuccessStatusCode();
        }

        (await world.Http.PostAsJsonAsync("campaigns/kumamoto/waves/nothing/stop", new { by = "佐藤", reason = "見当たらない" })).Dispose();
        (await world.Http.PostAsJsonAsync("campaigns/nowhere/waves/nothing/stop", new { by = "佐藤", reason = "見当たらない" })).Dispose();
        (await world.Http.PostAsJsonAsync("suppressions", new { address = "090-1234-5678", by = "佐藤", reason = "本人の希望" })).EnsureSuccessStatusCode();

        string suppressed = await world.Http.GetStringAsync("suppressions");
        Assert.Contains("\"address\":\"+8190…78\",\"reason\":\"本人の希望\",\"by\":\"佐藤\"", suppressed, StringComparison.Ordinal);

        ActPage acts = (await world.Http.GetFromJsonAsync<ActPage>("campaigns/kumamoto/acts", JsonBody.Format))!;
        Assert.Equal([("StopWave", 404), ("ResumeWave", 200), ("PauseWaveByHand", 200)], acts.Acts.Select(act => (act.Operation, act.Status!.Value)));
        Act pause = acts.Acts.Single(act => act.Operation == "PauseWaveByHand");
        Assert.Equal(("/campaigns/kumamoto/waves/issue-app/pause", "tester", "to see what happens"), (pause.Path, pause.By, pause.Reason));
        ActPage others = (await world.Http.GetFromJsonAsync<ActPage>("acts", JsonBody.Format))!;
        Assert.Equal([("SuppressAddress", 204), ("StopWave", 404)], others.Acts.Select(act => (act.Operation, act.Status!.Value)));
        Assert.DoesNotContain("5678", string.Join(' ', others.Acts), StringComparison.Ordinal);

        string[] lines = (await world.Http.GetStringAsync("campaigns/kumamoto/acts.csv?day=2023-04-10")).TrimEnd().Split("\r\n");
        Assert.Equal((1 + 3 + 1, true), (lines.Length, lines[1].Contains(",ExportActs,/campaigns/kumamoto/acts.csv,", StringComparison.Ordinal)));
        Assert.Single((await world.Http.GetStringAsync("campaigns/kumamoto/acts.csv?day=2023-04-09")).TrimEnd().Split("\r\n"));
        Assert.True((await world.Http.GetFromJsonAsync<ChainCheck>("campaigns/kumamoto/acts/verify", JsonBody.Format))!.Holds);
    }

    [Fact]
    public async Task An_act_that_is_refused_before_it_comes_to_anything_stands_there_as_refused()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        using HttpResponseMessage misspelt = await world.Http.PostAsJsonAsync("campaigns/kumamoto/waves/nothing/stop?dryRn=true", new { by = "佐藤", reason = "文面" });

        Assert.Equal(HttpStatusCode.BadRequest, misspelt.StatusCode);
        Act act = Assert.Single((await world.Http.GetFromJsonAsync<ActPage>("campaigns/kumamoto/acts", JsonBody.Format))!.Acts);
        Assert.Equal(("StopWave", 400), (act.Operation, act.Status));
        Assert.True((await world.Http.GetFromJsonAsync<ChainCheck>("campaigns/kumamoto/acts/verify", JsonBody.Format))!.Holds);
    }

    [Fact]
    public async Task What_people_have_typed_comes_out_of_the_download_and_through_an_importers_reader_as_it_was()
    {
        string[] typed = ["=1+1", "+81-90-1234-5678", "-5", "@SUM(A1)", "＝1+1", "00012", "2023-04-10", "令和5年4月10日", "a,b \"c\" d", "'already", "佐藤　花子", "本人の希望"];
        await using SendingWorld world = await SendingWorld.StartAsync();
        foreach (string reason in typed)
        {
            (await world.Http.PostAsJsonAsync("campaigns/kumamoto/waves/nothing/stop", new { by = "佐藤", reason })).Dispose();
        }

        byte[] file = await world.Http.GetByteArrayAsync("campaigns/kumamoto/acts.csv?day=2023-04-10");
        using MemoryStream stream = new(file);
        using CsvRows rows = new(stream, [.. ((string[])["act", "at_jst", "operation", "path", "by", "subject", "reason", "from", "status", "rows"]).Select(name => new CsvColumn(name))]);
        List<string> read = [];
        while (await rows.ReadAsync(CancellationToken.None))
        {
            Assert.Null(rows.Error);
            if (rows["operation"] == "StopWave")
            {
                read.Add(rows["reason"]);
            }
        }

        Assert.StartsWith("\uFEFFact,", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(typed.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_act_stands_with_its_campaign_and_is_forgotten_with_its_person_however_its_address_was_spelt()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        string person = $"{(await world.OweAsync(1, index => SendingWorld.Phone(index)))[0].Id}";
        string spelt = $"CAMPAIGNS/kumamoto/People/{person.ToUpperInvariant()}/unmask";
        (await world.Http.PostAsJsonAsync(spelt, new { field = "phone", reason = "田中様の番号", by = "佐藤" })).EnsureSuccessStatusCode();
        Act act = (await world.Http.GetFromJsonAsync<ActPage>("campaigns/kumamoto/acts", JsonBody.Format))!.Acts.Single();
        Assert.Equal(("UnmaskField", $"/{spelt}", "Phone: 田中様の番号"), (act.Operation, act.Path, act.Reason));

        ActTrail trail = world.Get<ActTrail>();
        foreach (string on in new[] { person, "ffffffffffff" })
        {
            Act resend = new(trail.PlaceOfOwn(world.Clock.GetUtcNow()), "ResendNotices", "/campaigns/kumamoto/resends", string.Empty, "person:1", string.Empty, "192.0.2.1", world.Clock.GetUtcNow(), Status: null);
            await trail.BeginAsync("kumamoto", resend);
            await trail.EndAsync("kumamoto", resend with { Reason = $"再送 {on}", Status = 202 }, [new ActNoteRow(on, "Send")]);
        }

        await trail.ForgetReasonsAsync("kumamoto", person, [$"/campaigns/kumamoto/people/{person}"], "/erase", CancellationToken.None);
        Assert.Equal(["再送 ffffffffffff", "", ""], (await world.Http.GetFromJsonAsync<ActPage>("campaigns/kumamoto/acts", JsonBody.Format))!.Acts.Select(one => one.Reason));
        Assert.True((await world.Http.GetFromJsonAsync<ChainCheck>("campaigns/kumamoto/acts/verify", JsonBody.Format))!.Holds);
    }

    [Fact]
    public void Acts_within_one_tick_and_behind_a_clock_that_was_set_back_keep_their_order()
    {
        NewestFirst places = new();
        DateTimeOffset noon = new(2023, 4, 10, 3, 0, 0, TimeSpan.Zero);
        string[] keys = [.. Enumerable.Repeat(noon, 200).Append(noon.AddHours(-1)).Append(noon.AddTicks(1)).Select(places.KeyOf), places.KeyOf(noon.AddHours(1))];

        Assert.Equal(keys.Order(StringComparer.Ordinal).Reverse(), keys);
        Assert.Equal(new NewestFirst().KeyOf(noon.AddHours(1))[..20], keys[^1][..20]);
    }

    [Fact]
    public void Everything_that_operators_can_do_is_an_act_and_nothing_that_others_do()
    {
        string[] acts = ["PauseWaveByHand", "ImportLedger", "ImportAdjustments", "ImportCodes", "ResendNotices", "SuppressAddress", "AllowAddress", "PlanWave", "StartWave", "StartAwards", "SuspendPostings", "GetTransferFile", "CreateAccount", "ChangeRoles", "SignOut"];
        string[] others = ["ClaimReceipt", "ReceiveDeliveryReports", "ReceiveTwilioStatus", "ShowWave", "ListActs", "SignIn"];

        Assert.Empty(acts.Except(OperatorFunctions.Acts, StringComparer.Ordinal));
        Assert.Empty(others.Intersect(OperatorFunctions.Acts, StringComparer.Ordinal));
    }
}
