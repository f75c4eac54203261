using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Awards.Contacts;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Tests.Awards.Postings;
using Compensation.Tests.Coupons;
using Compensation.Waves;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Awards.Contacts;

/// <summary>The notice of granted points, from the file of contacts to the phone.</summary>
public sealed partial class GrantNoticeTests
{
    private static readonly DateTimeOffset s_grants = AwardWorld.GrantStart;

    [Fact]
    public async Task Everybody_whose_points_are_booked_and_who_can_be_reached_is_told_once_how_many()
    {
        await using AwardWorld world = await BegunAsync(40, Enumerable.Range(1, 30).Select(Phone));

        await world.UntilAsync(s_grants.AddDays(3));
        IReadOnlyList<EmulatedMessage> early = await world.MessagesAsync();
        string[] booked = [.. world.Points.Postings.Where(posting => posting.At < s_grants.AddDays(2)).Select(posting => posting.Member)];
        await world.EndAsync();

        IReadOnlyList<EmulatedMessage> all = await world.MessagesAsync();
        Assert.Superset(booked.Select(NumberOf).Where(number => number <= 30).Select(PhoneOf).ToHashSet(), early.Select(message => message.To).ToHashSet());
        Assert.InRange(early.Count, 3, 29);
        Assert.Equal(Enumerable.Range(1, 30).Select(PhoneOf), all.Select(message => message.To).Order(StringComparer.Ordinal));
        Assert.All(all, message => Assert.Equal((40, "+81300000000"), (PointsIn(message), message.From)));
        Assert.All(all, message => Assert.True(message.At >= world.Points.Postings.Single(posting => posting.Member == MemberOf(message)).At));
        Assert.All(all, message => Assert.InRange(message.At.ToJapan().Hour, 9, 19));
        Assert.DoesNotContain(world.Log.Lines, line => line.Text.Contains("+8190", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_names_all_points_that_are_booked_by_then_and_later_corrections_are_not_announced()
    {
        await using AwardWorld world = await BegunAsync(10, [Phone(1), Phone(2), Phone(3)]);
        await world.UntilAsync(s_grants.AddDays(8));
        await world.ImportAsync(AwardsApp.Shop("T-2", Member(1), 1_100), AwardsApp.Shop("T-1", Member(2), 1_100, revision: 2, status: "cancelled"), AwardsApp.Shop("T-2", Member(4), 2_200));
        await world.UntilAsync(s_grants.AddDays(10));

        await ImportAsync(world, Phone(4));
        await world.EndAsync();

        Assert.Equal((80, 0, 40, 120), (world.Balances[Member(1)], world.Balances[Member(2)], world.Balances[Member(3)], world.Balances[Member(4)]));
        Assert.Equal(
            [(PhoneOf(1), 40), (PhoneOf(2), 40), (PhoneOf(3), 40), (PhoneOf(4), 120)],
            (await world.MessagesAsync()).OrderBy(message => message.To, StringComparer.Ordinal).Select(message => (message.To, PointsIn(message))));
    }

    [Fact]
    public async Task Whose_contact_comes_after_the_grant_or_is_corrected_before_it_is_told_there()
    {
        await using AwardWorld world = await BegunAsync(10, [Phone(1)]);
        await ImportAsync(world, $"{Member(1)},,one@example.jp");
        await world.UntilAsync(s_grants.AddDays(9));
        Assert.Equal(["one@example.jp"], (await world.MessagesAsync()).Select(message => message.To));

        await ImportAsync(world, $"{Member(2)},,two@example.jp");
        await world.UntilAsync(s_grants.AddDays(9).AddHours(8));
        int before = (await world.MessagesAsync()).Count;
        await world.UntilAsync(s_grants.AddDays(9).AddHours(10));

        Assert.Equal(1, before);
        EmulatedMessage late = (await world.MessagesAsync())[^1];
        Assert.Equal(("two@example.jp", MessageChannel.Email, 40), (late.To, late.Channel, PointsIn(late)));
        Assert.Contains("40ポイントを付与しました", late.Subject, StringComparison.Ordinal);
        Assert.Contains("points@wester.example.jp", late.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_granted_by_files_are_told_once_the_results_are_in()
    {
        await using AwardWorld world = await ByFilesAsync();
        await world.UntilAsync(s_grants.AddHours(10));
        string[] postings = await TakeBatchAsync(world);
        await world.UntilAsync(s_grants.AddDays(3));
        Assert.Empty(await world.MessagesAsync());

        await TakeResultAsync(world, postings[0]);
        await world.UntilAsync(s_grants.AddDays(5));

        Assert.Equal([(PhoneOf(1), 40)], (await world.MessagesAsync()).Select(message => (message.To, PointsIn(message))));
    }

    [Fact]
    public async Task The_last_days_grants_are_told_in_the_week_after_the_books_are_closed_and_nobody_later()
    {
        DateTimeOffset end = AwardWorld.Campaign.Grant!.CorrectionsEndAt;
        await using AwardWorld world = await ByFilesAsync();
        await world.UntilAsync(end.AddHours(-9));
        string[] postings = await TakeBatchAsync(world);
        await TakeResultAsync(world, postings[0]);
        await world.EndAsync();

        await world.UntilAsync(end.AddDays(7).AddHours(1));
        await TakeResultAsync(world, postings[1]);
        await world.UntilAsync(end.AddDays(10));

        Assert.Equal([(PhoneOf(1), end.AddHours(9))], (await world.MessagesAsync()).Select(message => (message.To, message.At)));
        await world.EndOfRunAsync();
    }

    [Fact]
    public async Task A_suspended_campaign_tells_nobody_until_it_goes_on()
    {
        await using AwardWorld world = await BegunAsync(20, Enumerable.Range(1, 20).Select(Phone));
        await world.UntilAsync(s_grants.AddHours(22));
        int booked = world.Points.Postings.Count;
        await SuspendAsync(world, suspended: true);
        await world.UntilAsync(s_grants.AddDays(1).AddHours(12));
        int during = (await world.MessagesAsync()).Count;
        await SuspendAsync(world, suspended: false);

        await world.EndAsync();

        Assert.InRange(booked, 1, 19);
        Assert.Equal((0, 20), (during, (await world.MessagesAsync()).Count));
    }

    [Fact]
    public async Task A_wave_of_notices_can_be_watched_and_whoever_stops_one_has_nobody_else_told()
    {
        await using AwardWorld world = await BegunAsync(30, Enumerable.Range(1, 30).Select(Phone));
        await world.UntilAsync(s_grants.AddDays(1).AddHours(9).AddMinutes(30));
        WaveView canary = (await world.ReadAsync<WaveView[]>("waves")).Single(wave => wave.Id.StartsWith("granted-", StringComparison.Ordinal));
        int before = (await world.MessagesAsync()).Count;
        HttpResponseMessage paused = await world.Http.PostAsJsonAsync($"campaigns/wester/waves/{canary.Id}/pause", new { by = "organiser", reason = "a wrong text" });
        await world.UntilAsync(s_grants.AddDays(3));
        int during = (await world.MessagesAsync()).Count;
        HttpResponseMessage stopped = await world.Http.PostAsJsonAsync($"campaigns/wester/waves/{canary.Id}/stop", new { by = "organiser", reason = "a wrong text" });

        await world.EndAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (paused.StatusCode, stopped.StatusCode));
        Assert.Equal((WaveStanding.Running, "send-notices"), (canary.Standing, canary.Plan.Action));
        Assert.InRange(before, 1, 5);
        Assert.Equal((before, before), (during, (await world.MessagesAsync()).Count));
    }

    [Fact]
    public async Task A_days_wave_counts_its_own_people_and_not_those_of_the_days_before()
    {
        await using AwardWorld world = await BegunAsync(30, Enumerable.Range(1, 30).Select(Phone));

        await world.EndAsync();

        WaveView[] waves = [.. (await world.ReadAsync<WaveView[]>("waves")).Where(wave => wave.Id.StartsWith("granted-", StringComparison.Ordinal))];
        Assert.True(waves.Length > 3, $"{waves.Length}");
        Assert.Equal(30, waves.Sum(wave => wave.Result!.Counts.GetValueOrDefault("accepted")));
        Assert.Equal([true], waves.Select(wave => wave.Plan.Canary is not null).Where(has => has));
    }

    [Fact]
    public async Task An_operator_can_lay_a_wave_of_notices_down_see_what_it_would_send_and_start_it()
    {
        await using AwardWorld world = await BegunAsync(6, []);
        await world.UntilAsync(s_grants.AddDays(8).AddHours(10));
        await ImportAsync(world, Phone(1), Phone(2));
        object order = new { notice = "granted", number = 1, from = world.Clock.GetUtcNow(), until = s_grants.AddDays(12), by = "organiser", reason = "at once" };

        HttpResponseMessage laidDown = await world.Http.PutAsJsonAsync("campaigns/wester/waves/at-once", order);
        WavePreview preview = await world.ReadAsync<WavePreview>("waves/at-once/preview");
        HttpResponseMessage started = await world.Http.PostAsync("campaigns/wester/waves/at-once/start", null);
        await world.UntilAsync(s_grants.AddDays(8).AddHours(13));
        int told = (await world.MessagesAsync()).Count;
        await world.EndAsync();

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted), (laidDown.StatusCode, started.StatusCode));
        Assert.Equal((2, 2, 2), (preview.People, preview.Sms, preview.SmsSegments));
        Assert.Equal((2, 2), (told, (await world.MessagesAsync()).Count));
        HttpResponseMessage wrong = await world.Http.PutAsJsonAsync("campaigns/wester/waves/other", new { notice = "issue", number = 1, from = s_grants, until = s_grants.AddDays(30), by = "organiser", reason = "at once" });
        string fault = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("notice: expected granted", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_an_SMS_does_not_reach_is_written_to_by_mail_and_whom_nothing_reaches_is_listed()
    {
        await using AwardWorld world = await BegunAsync(3, [$"{Member(1)},09010000101,one@example.jp", $"{Member(2)},09010000201,", Phone(3)]);

        await world.EndAsync();

        IReadOnlyList<EmulatedMessage> messages = await world.MessagesAsync();
        Assert.Equal(["+819010000101", "one@example.jp"], messages.Where(message => message.To is "+819010000101" or "one@example.jp").Select(message => message.To));
        Assert.Equal(4, messages.Count);
        UnreachedPerson listed = Assert.Single((await world.ReadAsync<UnreachedPage>("unreached")).People);
        Assert.Equal((await world.EntitlementAsync(Member(2))).Id, listed.Entitlement);
        Assert.Equal([(NoticeKind.Granted, NoticeOutcome.Failed)], listed.Tried.Select(notice => (notice.Kind, notice.Outcome)));
    }

    [Fact]
    public async Task A_page_that_is_handed_over_twice_and_a_process_that_dies_between_sending_and_recording_tell_nobody_twice()
    {
        await using AwardWorld world = await BegunAsync(12, []);
        await world.UntilAsync(s_grants.AddDays(9));
        await ImportAsync(world, Enumerable.Range(1, 12).Select(Phone));
        await world.UntilAsync(s_grants.AddDays(9).AddHours(8));
        IWaveAction send = world.Get<IEnumerable<IWaveAction>>().Single(action => action.Name == SendNotices.ActionName);
        NoticeOrder order = new(NoticeKind.Granted, 1, EntitlementRoute.Purchase);
        WavePage page = new(AwardWorld.Campaign.Id, "by-hand", SendNotices.ActionName, order.ToString(), null, 0, null, 100);
        IReadOnlyList<Entitlement> people = await world.Get<EntitlementStore>().ReadPageAsync(page.Campaign, page.Shard, null, page.Take, CancellationToken.None);
        using WaveGate gate = new(_ => Task.FromResult(true), world.Clock);

        // Claimed and sent, and then not recorded.
        world.Storage.DieAt(2, afterwards: false);
        await Assert.ThrowsAsync<StorageDiedException>(() => send.WorkAsync(page, people, gate, CancellationToken.None));
        world.Storage.Heal();
        int sent = (await world.MessagesAsync()).Count;
        PageOutcome again = await send.WorkAsync(page, people, gate, CancellationToken.None);
        PageOutcome once = await send.WorkAsync(page, people, gate, CancellationToken.None);
        await world.EndAsync();

        Assert.True(people.Count >= 2, $"{people.Count}");
        Assert.Equal((people.Count, people.Count, people.Count), (sent, (int)again.Counts["accepted"], (int)once.Counts["accepted"]));
        Assert.Equal(Enumerable.Range(1, 12).Select(PhoneOf), (await world.MessagesAsync()).Select(message => message.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_campaign_whose_file_has_no_notice_looks_for_nobody_to_tell()
    {
        await using AwardWorld world = await AwardWorld.StartAsync();
        await world.ImportAsync(MemberContactImportTests.Shop(1));
        await world.BeginAsync();

        await world.EndAsync();

        Assert.Null(await world.Get<DurableTaskClient>().GetInstanceAsync("wester:notices"));
        Assert.Equal(["grant"], (await world.ReadAsync<WaveView[]>("waves")).Select(wave => wave.Id).Where(id => !id.StartsWith("correct-", StringComparison.Ordinal)));
        HttpResponseMessage order = await world.Http.PutAsJsonAsync("campaigns/wester/waves/other", new { notice = "granted", number = 1, from = s_grants, until = s_grants.AddDays(30), by = "organiser", reason = "at once" });
        Assert.Contains("has no grantNotice", await order.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_on_which_nothing_was_booked_costs_no_walk()
    {
        await using AwardWorld world = await BegunAsync(3, Enumerable.Range(1, 3).Select(Phone));

        await world.EndAsync();
        await world.UntilAsync(AwardWorld.Notifying.NoticesEndAt.AddDays(1));

        string[] waves = [.. (await world.ReadAsync<WaveView[]>("waves")).Select(wave => wave.Id).Where(id => id.StartsWith("granted-", StringComparison.Ordinal))];
        DateTimeOffset lastBooking = world.Points.Postings.Max(posting => posting.At);
        Assert.InRange(waves.Length, 2, (int)(lastBooking - s_grants).TotalDays + 3);
        Assert.True(string.CompareOrdinal(waves.Max(StringComparer.Ordinal), $"granted-{lastBooking.AddDays(3).DateInJapan():yyyyMMdd}") < 0, waves[^1]);
    }

    /// <summary>Members who earn forty points each, granting about to begin, and contacts handed in once the points are computed.</summary>
    private static async Task<AwardWorld> BegunAsync(int members, IEnumerable<string> contacts)
    {
        AwardWorld world = await AwardWorld.StartNotifyingAsync();
        await world.ImportAsync(Enumerable.Range(1, members).Select(MemberContactImportTests.Shop));
        await world.BeginAsync();
        await world.UntilAsync(s_grants.AddHours(1));
        if (contacts.Any())
        {
            await ImportAsync(world, contacts);
        }

        return world;
    }

    private static async Task ImportAsync(AwardWorld world, params IEnumerable<string> rows)
    {
        MemberContactsResult result = await MemberContactImportTests.ImportAsync(world, rows);
        Assert.Equal(0, result.ErrorCount + result.Counts.Unknown + result.Counts.WithoutPoints);
    }

    /// <summary>Two members whose points are granted by files, and their contacts.</summary>
    private static async Task<AwardWorld> ByFilesAsync()
    {
        AwardWorld world = await AwardWorld.StartNotifyingAsync(overHttp: false);
        await world.ImportAsync(MemberContactImportTests.Shop(1), MemberContactImportTests.Shop(2));
        await world.BeginAsync();
        await world.UntilAsync(s_grants.AddHours(1));
        await ImportAsync(world, Phone(1), Phone(2));
        return world;
    }

    /// <summary>The postings of members 1 and 2.</summary>
    private static async Task<string[]> TakeBatchAsync(AwardWorld world)
    {
        using HttpResponseMessage batch = await world.Http.PutAsync("campaigns/wester/postings/batches/one", null);
        string[] lines = (await batch.Content.ReadAsStringAsync()).Split('\n');
        return [.. new[] { Member(1), Member(2) }.Select(member => lines.Single(line => line.Contains(member, StringComparison.Ordinal)).Split(',')[0])];
    }

    private static async Task TakeResultAsync(AwardWorld world, string posting)
    {
        using HttpResponseMessage results = await world.Http.PostAsync("campaigns/wester/postings/results", AwardWorld.Text($"posting,outcome\n{posting},done\n"));
        Assert.Equal(HttpStatusCode.OK, results.StatusCode);
    }

    private static async Task SuspendAsync(AwardWorld world, bool suspended) =>
        (await world.Http.PutAsJsonAsync("campaigns/wester/postings/standing", new { suspended, by = "organiser", reason = "to look into it" })).EnsureSuccessStatusCode();

    private static string Member(int number) => MemberContactImportTests.Member(number);

    private static int NumberOf(string member) => int.Parse(member.AsSpan(1), CultureInfo.InvariantCulture);

    private static string Phone(int number) => $"{Member(number)},{PhoneOf(number)},";

    /// <summary>A number that is delivered to; the emulator goes by the last two digits.</summary>
    private static string PhoneOf(int number) => string.Create(CultureInfo.InvariantCulture, $"+81901{number:d5}10");

    private static string MemberOf(EmulatedMessage message) => Member(int.Parse(message.To.AsSpan(6, 5), CultureInfo.InvariantCulture));

    private static int PointsIn(EmulatedMessage message) =>
        int.Parse(PointsText().Match(message.Text).Groups["points"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<points>[0-9,]+)ポイントを付与しました", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PointsText();
}
