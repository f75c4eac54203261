using System.Net;
using System.Text.Json;
using Compensation.Applications;
using Compensation.Applications.Matching;
using Compensation.Applications.Review;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Rehearsal.People;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>Decisions that meet each other, or are taken back: nobody is accepted and refused at once, and nobody is told what does not hold any more.</summary>
public sealed class DecisionRaceTests
{
    private const string Phone = "+819012345678";

    private static readonly string[] Ledger = ["YM-000001,2023-02-24,3000,false,,,,,", "YM-000002,2023-02-24,500,false,,,,,"];

    [Fact]
    public async Task Whose_right_was_opened_is_accepted_whatever_was_decided_at_the_same_moment()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string first = await InReviewAsync(world, "YM-000001", "090-1234-5678");
        string second = await InReviewAsync(world, "YM-000002", "090-2222-1110");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));

        // The right was opened, and the process died before the application said so: a refusal completes the acceptance.
        await OpenAsync(world, first, "YM-000001");
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(world, first, "refuse", "佐藤", "お断りします。")).Status);
        Assert.Equal(("accepted", "numberOnly"), await world.StandingAsync(first[..8]));

        // Refused between the two writes of an acceptance: the acceptance completes all the same, and the refusal is not sent.
        Application before = await FindAsync(world, second);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(world, second, "refuse", "佐藤", "お断りします。")).Status);
        CaseDecided accepted = await world.App.Services.GetRequiredService<DecideCase>().AcceptAsync(world.Campaign, before, "鈴木", CancellationToken.None);
        Assert.Equal(ApplicationState.Accepted, Assert.IsType<CaseDecided.Done>(accepted).Application.State);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-11T12:00"));
        Assert.DoesNotContain(world.Messages, message => message.Text.Contains("お断りします", StringComparison.Ordinal));
        Assert.Contains(world.MessagesTo("+819022221110"), message => message.Text.Contains("/r/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_and_a_question_that_were_overtaken_before_the_morning_are_not_sent()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string application = await InReviewAsync(world, "YM-000001", "090-1234-5678");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        foreach ((string act, string words) in new[] { ("refuse", "お断りします。"), ("reopen", ""), ("ask", "最初の質問です。"), ("answer", "はい。"), ("ask", "次の質問です。") })
        {
            Assert.Equal((act, HttpStatusCode.OK), (act, (await ActAsync(world, application, act, "佐藤", words)).Status));
        }

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-05T12:00"));
        string[] told = [.. world.MessagesTo(Phone).Select(message => message.Text)];
        Assert.DoesNotContain(told, text => text.Contains("お断りします", StringComparison.Ordinal) || text.Contains("最初の質問", StringComparison.Ordinal));
        Assert.Single(told, text => text.Contains("次の質問です", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_sent_again_with_its_key_answers_as_it_did_and_another_act_on_what_has_moved_on_says_why_not()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string application = await InReviewAsync(world, "YM-000001", "090-1234-5678");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        await OkAsync("hold", new { by = "佐藤" }, "k-1");
        await OkAsync("release", new { by = "佐藤" }, "k-2");
        await OkAsync("hold", new { by = "鈴木" }, "k-3");
        await OkAsync("hold", new { by = "佐藤" }, "k-1");
        await OkAsync("release", new { by = "佐藤" }, "k-2");
        Assert.Equal(HttpStatusCode.Conflict, (await world.PostAsync($"applications/{application}/release", new { by = "佐藤" }, "k-4")).Status);
        await OkAsync("ask", new { by = "鈴木", words = "ご旅行の日は？" }, "k-5");
        await OkAsync("answer", new { by = "鈴木", words = "2月23日です。" }, "k-6");
        await OkAsync("ask", new { by = "鈴木", words = "ご旅行の日は？" }, "k-5");
        Assert.Equal("inReview", (await world.GetAsync($"applications/{application}")).GetProperty("application").GetProperty("state").GetString());

        await OkAsync("refuse", new { by = "鈴木", words = "お断りします。" }, "k-7");
        await OkAsync("refuse", new { by = "鈴木", words = "お断りします。" }, "k-7");
        (HttpStatusCode other, JsonElement why) = await world.PostAsync($"applications/{application}/refuse", new { by = "鈴木", words = "別の理由です。" }, "k-8");
        Assert.Equal(HttpStatusCode.Conflict, other);
        Assert.Contains("鈴木", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await OkAsync("reopen", new { by = "鈴木" }, "k-9");
        await OkAsync("refuse", new { by = "鈴木", words = "お断りします。" }, "k-7");
        Assert.Equal("inReview", (await world.GetAsync($"applications/{application}")).GetProperty("application").GetProperty("state").GetString());

        // Applications are not taken any more, and the one that was is known.
        object entered = new { family = "ヤマダ", given = "タロウ", inquiryNumbers = new[] { "YM-000002" }, readBack = true, by = "佐藤" };
        (_, JsonElement first) = await world.PostAsync("applications", entered, "k-10");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-05-01T00:00"));
        (HttpStatusCode again, JsonElement known) = await world.PostAsync("applications", entered, "k-10");
        Assert.Equal((HttpStatusCode.Created, first.GetProperty("receipt").GetString()), (again, known.GetProperty("receipt").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, (await world.PostAsync("applications", entered, "k-11")).Status);

        async Task OkAsync(string act, object body, string key) => Assert.Equal((act, key, HttpStatusCode.OK), (act, key, (await world.PostAsync($"applications/{application}/{act}", body, key)).Status));
    }

    [Fact]
    public async Task What_somebody_has_taken_up_nobody_else_decides_until_it_is_given_back()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string application = await InReviewAsync(world, "YM-000001", "090-1234-5678");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(world, application, "hold", "佐藤")).Status);
        foreach (string act in new[] { "hold", "release", "accept", "refuse", "ask", "answer", "reopen" })
        {
            (HttpStatusCode status, JsonElement why) = await ActAsync(world, application, act, "鈴木", "いいえ。");
            Assert.Equal((act, HttpStatusCode.Conflict), (act, status));
            Assert.Contains("佐藤", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await ActAsync(world, application, "release", "佐藤")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(world, application, "refuse", "鈴木", "いいえ。")).Status);
    }

    [Fact]
    public async Task Nobody_is_accepted_whose_link_would_come_too_late()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string early = await InReviewAsync(world, "YM-000001", "090-1234-5678");
        string late = await InReviewAsync(world, "YM-000002", "090-2222-1110");
        DateTimeOffset last = ApplicationsRun.LastOf(world.Campaign);
        await world.UntilAsync(last.AddHours(-1));
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(world, early, "accept", "佐藤")).Status);
        await world.UntilAsync(last.AddMinutes(30));
        Assert.Contains(world.MessagesTo(Phone), message => message.Text.Contains("/r/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await ActAsync(world, late, "accept", "佐藤")).Status);
    }

    [Fact]
    public async Task What_did_not_reach_an_applicant_is_an_alarm_is_listed_and_stands_in_his_case()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string application = await InReviewAsync(world, "YM-000001", "090-1234-5678");
        await InReviewAsync(world, "YM-000002", "090-2222-1110");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(world, application, "ask", "佐藤", "質問です。")).Status);
        await world.App.Services.GetRequiredService<SuppressionList>().AddAsync(Phone, "苦情", "佐藤", CancellationToken.None);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-04T12:00"));
        Assert.Contains("applicantNotTold", await world.Http.GetStringAsync(new Uri("alarms", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(application, Assert.Single((await world.GetAsync("applications?untold=true")).GetProperty("applications").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(
            [("received", "sent"), ("question", "failed")],
            (await world.GetAsync($"applications/{application}")).GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("kind").GetString()!, message.GetProperty("state").GetString()!)));
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_caller_is_refused_and_sites_of_campaigns_that_do_not_run_here_are_none()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync();
        static object Entered(string given) => new { family = "ヤマダ", given, inquiryNumbers = new[] { "YM-000001" }, readBack = true, by = "佐藤" };
        Assert.Equal(HttpStatusCode.Created, (await world.PostAsync("applications", Entered("タロウ"), "k-1")).Status);
        Assert.Equal(HttpStatusCode.Created, (await world.PostAsync("applications", Entered("タロウ"), "k-1")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync("applications", Entered("ハナコ"), "k-1")).Status);
        Assert.Single((await world.GetAsync("applications")).GetProperty("applications").EnumerateArray());

        foreach (string page in new[] { "apply/okinawa", "apply/okinawa/status", "apply/okinawa/transfer" })
        {
            using HttpResponseMessage answer = await world.Http.GetAsync(new Uri(page, UriKind.Relative));
            Assert.Equal((page, HttpStatusCode.NotFound), (page, answer.StatusCode));
        }
    }

    /// <summary>Only the number agrees: a person decides.</summary>
    private static async Task<string> InReviewAsync(ApplicationsWorld world, string number, string delivery)
    {
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers(number, delivery: delivery), $"+81{delivery.Replace("-", string.Empty, StringComparison.Ordinal)[1..]}");
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        return $"{visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-1";
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> ActAsync(ApplicationsWorld world, string application, string act, string by, string words = "") =>
        world.PostAsync($"applications/{application}/{act}", words.Length == 0 || act is "accept" or "reopen" or "hold" or "release" ? new { by } : new { by, words });

    private static async Task OpenAsync(ApplicationsWorld world, string application, string number) =>
        Assert.Null(await world.App.Services.GetRequiredService<AcceptApplication>().HandleAsync(world.Campaign, await FindAsync(world, application), (await world.EntitlementAsync(number))!.Id, CancellationToken.None));

    private static async Task<Application> FindAsync(ApplicationsWorld world, string application) =>
        (await world.App.Services.GetRequiredService<ApplicationStore>().FindAsync(world.Campaign.Id, ReceiptNumber.Parse(application[..8]), 1, CancellationToken.None))!;
}
