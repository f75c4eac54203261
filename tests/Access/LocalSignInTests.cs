using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Operations.Acts;
using OtpNet;

namespace Compensation.Tests.Access;

public sealed class LocalSignInTests
{
    [Fact]
    public async Task Whoever_signs_in_is_known_by_a_cookie_that_no_script_and_no_clear_line_sees()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Supervisor);
        using Visitor visitor = app.NewVisitor();

        using HttpResponseMessage refused = await visitor.GetAsync("/campaigns/kumamoto/closing-report.html");
        Assert.Equal("/sign-in?to=%2Fcampaigns%2Fkumamoto%2Fclosing-report.html", refused.Headers.Location!.OriginalString);
        using HttpResponseMessage answer = await visitor.SubmitAsync(refused.Headers.Location.OriginalString, AccessApp.Typed("ＳＡＴＯ", AccessApp.Password, app.NumberNow()));

        Assert.Equal((HttpStatusCode.SeeOther, "/campaigns/kumamoto/closing-report.html"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        string cookie = Assert.Single(visitor.Set, set => set.StartsWith("session=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.All(new[] { "secure", "httponly", "samesite=lax", "path=/" }, attribute => Assert.Contains(attribute, cookie.Split("; ")));
        Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal);
        IDocument account = await visitor.LookAsync("/account");
        Assert.Contains("sato (display)", account.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("統括", account.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/a?code=secret")]
    public async Task Signing_in_leads_to_pages_of_this_app_only(string to)
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Viewer);
        using Visitor visitor = app.NewVisitor();

        using HttpResponseMessage answer = await visitor.SubmitAsync($"/sign-in?to={Uri.EscapeDataString(to)}", AccessApp.Typed("sato", AccessApp.Password, app.NumberNow()));

        Assert.Equal("/console", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_wrong_name_password_or_number_is_answered_alike_and_nothing_secret_comes_back()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Viewer);
        await app.HireAsync("shut", Roles.Viewer);
        await app.Get<AccountStore>().ChangeAsync(app.Get<AccountStore>().IdOf("shut"), account => account with { Disabled = true }, CancellationToken.None);
        string number = app.NumberNow();
        List<string> answers = [];
        foreach ((string, string)[] typed in new[] { AccessApp.Typed("nobo", AccessApp.Password, number), AccessApp.Typed("sato", "a wrong sentence", number), AccessApp.Typed("sato", AccessApp.Password, "000000"), AccessApp.Typed("shut", AccessApp.Password, number) })
        {
            using Visitor visitor = app.NewVisitor();
            using HttpResponseMessage answer = await visitor.SubmitAsync("/sign-in", typed);
            IDocument page = await Visitor.ParseAsync(answer);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Equal("#name", page.QuerySelector(".errors a")!.GetAttribute("href"));
            Assert.Equal(typed[0].Item2, page.QuerySelector("#name")!.GetAttribute("value"));
            Assert.DoesNotContain(typed[1].Item2, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
            answers.Add(page.QuerySelector("main")!.TextContent);
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_number_is_understood_as_apps_show_it_and_as_Japanese_keyboards_write_it_and_counts_once_in_any_form()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Viewer);
        string[] forms = [$"{app.NumberNow()[..3]} {app.NumberNow()[3..]}", string.Concat(app.NumberNow().Select(digit => (char)(digit + 0xFEE0)))];
        List<HttpStatusCode> answers = [];
        foreach (string form in forms)
        {
            using Visitor visitor = app.NewVisitor();
            using HttpResponseMessage answer = await visitor.SubmitAsync("/sign-in", AccessApp.Typed("sato", AccessApp.Password, form));
            answers.Add(answer.StatusCode);
        }

        app.Clock.Pass(TimeSpan.FromSeconds(30));
        using Visitor later = app.NewVisitor();
        using HttpResponseMessage wide = await later.SubmitAsync("/sign-in", AccessApp.Typed("sato", AccessApp.Password, string.Concat(app.NumberNow().Select(digit => (char)(digit + 0xFEE0)))));

        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity], answers);
        Assert.Equal(HttpStatusCode.SeeOther, wide.StatusCode);
    }

    [Fact]
    public async Task A_number_is_accepted_once_also_when_many_show_it_at_once()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        Account account = await app.HireAsync("sato", Roles.Viewer);
        string number = app.NumberNow();
        TimeCodes codes = app.Get<TimeCodes>();

        Account?[] accepted = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => codes.AcceptAsync(account, number, CancellationToken.None))));

        Assert.Single(accepted, one => one is not null);
        Assert.Null(await codes.AcceptAsync(account, number, CancellationToken.None));
        string before = new Totp(Base32Encoding.ToBytes(AccessApp.Secret)).ComputeTotp(app.Clock.GetUtcNow().UtcDateTime.AddSeconds(-30));
        Assert.Null(await codes.AcceptAsync(account, before, CancellationToken.None));
        app.Clock.Pass(TimeSpan.FromSeconds(30));
        Assert.NotNull(await codes.AcceptAsync(account, app.NumberNow(), CancellationToken.None));
    }

    [Fact]
    public async Task Guessing_gets_slower_and_slower_also_by_many_at_once_and_ends_with_the_right_words()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        await app.HireAsync("sato", Roles.Viewer);
        SignInTries tries = app.Get<SignInTries>();
        PersonId whose = app.Get<AccountStore>().IdOf("sato");

        DateTimeOffset?[] first = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => tries.BeginAsync(whose, CancellationToken.None))));
        Assert.Equal(5, first.Count(shut => shut is null));
        using Visitor visitor = app.NewVisitor();
        using HttpResponseMessage shut = await visitor.SubmitAsync("/sign-in", AccessApp.Typed("sato", AccessApp.Password, app.NumberNow()));
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(30)), (shut.StatusCode, shut.Headers.RetryAfter!.Delta));
        List<TimeSpan> waits = [];
        for (int round = 0; round < 7; round++)
        {
            DateTimeOffset until = (await tries.BeginAsync(whose, CancellationToken.None))!.Value;
            waits.Add(until - app.Clock.GetUtcNow());
            app.Clock.Pass(until - app.Clock.GetUtcNow());
            Assert.Null(await tries.BeginAsync(whose, CancellationToken.None));
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900], waits.Select(wait => (int)wait.TotalSeconds));
        app.Clock.Pass(TimeSpan.FromMinutes(15));
        using HttpResponseMessage right = await visitor.SubmitAsync("/sign-in", AccessApp.Typed("sato", AccessApp.Password, app.NumberNow()));
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Equal(5, (await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => tries.BeginAsync(whose, CancellationToken.None)))).Count(one => one is null));
    }

    [Fact]
    public async Task Who_waits_when_the_clock_is_set_back_waits_no_longer_than_the_longest_wait()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        SignInTries tries = app.Get<SignInTries>();
        PersonId whose = app.Get<AccountStore>().IdOf("sato");
        for (int attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await tries.BeginAsync(whose, CancellationToken.None));
        }

        app.Clock.SetBack(TimeSpan.FromMinutes(10));
        Assert.NotNull(await tries.BeginAsync(whose, CancellationToken.None));
        app.Clock.SetBack(TimeSpan.FromMinutes(5));

        Assert.Null(await tries.BeginAsync(whose, CancellationToken.None));
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_a_request_of_somebodys_and_after_ten_hours_in_any_case()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor busy = await app.SignInAsync("busy", Roles.Viewer);
        using Visitor idle = await app.SignInAsync("idle", Roles.Viewer);
        int alive = 0;
        for (TimeSpan worked = TimeSpan.Zero; worked < TimeSpan.FromHours(11); worked += TimeSpan.FromMinutes(20))
        {
            app.Clock.Pass(TimeSpan.FromMinutes(20));
            using HttpResponseMessage answer = await busy.GetAsync("/account");
            alive += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.Equal(29, alive);
        using Visitor watching = await app.SignInAsync("watching", Roles.Viewer);
        List<HttpStatusCode> looks = [];
        for (int minutes = 0; minutes < 40; minutes += 20)
        {
            app.Clock.Pass(TimeSpan.FromMinutes(20));
            using HttpRequestMessage look = new(HttpMethod.Get, "/account") { Headers = { { "X-By-Itself", "1" } } };
            using HttpResponseMessage answer = await watching.SendAsync(look);
            looks.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.SeeOther], looks);
        using HttpResponseMessage late = await idle.GetAsync("/account");
        Assert.Equal(HttpStatusCode.SeeOther, late.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_also_the_session_whose_cookie_was_copied()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor visitor = await app.SignInAsync("sato", Roles.Viewer);
        using Visitor thief = app.NewVisitor();
        thief.Cookies["session"] = visitor.Cookies["session"];
        using HttpResponseMessage stolen = await thief.GetAsync("/account");
        Assert.Equal(HttpStatusCode.OK, stolen.StatusCode);

        using HttpResponseMessage answer = await visitor.SubmitAsync("/account");

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        using HttpResponseMessage after = await thief.GetAsync("/account");
        Assert.Equal(HttpStatusCode.SeeOther, after.StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor visitor = await app.SignInAsync("sato", Roles.Viewer);
        using HttpRequestMessage forged = new(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([new("form-token", "x")]) };
        using HttpResponseMessage refused = await visitor.SendAsync(forged);
        using Visitor stranger = app.NewVisitor();
        using HttpRequestMessage without = new(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(AccessApp.Typed("sato", AccessApp.Password, app.NumberNow()).Select(field => KeyValuePair.Create(field.Item1, field.Item2))) };
        using HttpResponseMessage unknown = await stranger.SendAsync(without);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, unknown.StatusCode));
        using HttpResponseMessage still = await visitor.GetAsync("/account");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", AccessApp.Origin, false)]
    [InlineData(null, AccessApp.Origin, true)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, false)]
    public async Task A_page_of_somebody_elses_cannot_act_with_a_session(string? site, string? origin, bool acts)
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor visitor = await app.SignInAsync("sato", Roles.Operator);
        using HttpRequestMessage request = new(HttpMethod.Post, "/suppressions") { Content = JsonContent.Create(new { address = "090-1234-5678", reason = "本人の希望", by = "somebody else" }) };
        AddTo(request, "Sec-Fetch-Site", site);
        AddTo(request, "Origin", origin);

        using HttpResponseMessage answer = await visitor.SendAsync(request);

        Assert.Equal(acts ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_act_names_who_is_signed_in_and_not_whom_the_request_names()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor sato = await app.SignInAsync("sato", Roles.Operator);
        using Visitor mori = await app.SignInAsync("mori", Roles.Supervisor);
        using Visitor finance = await app.SignInAsync("kimura", Roles.Finance);
        foreach ((Visitor visitor, string? key) in new[] { (sato, null), (finance, null), (app.NewVisitor(), (string?)AccessApp.Key) })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/suppressions") { Content = JsonContent.Create(new { address = "090-1234-5678", reason = "本人の希望", by = "somebody" }) };
            AddTo(request, "Sec-Fetch-Site", "same-origin");
            AddTo(request, "x-functions-key", key);
            (await visitor.SendAsync(request)).Dispose();
        }

        using HttpResponseMessage answer = await mori.GetAsync("/acts");
        ActPage acts = (await answer.Content.ReadFromJsonAsync<ActPage>(JsonBody.Format))!;

        AccountStore accounts = app.Get<AccountStore>();
        Assert.Equal(
            new[] { ("somebody", "machine:Default", 204), ("kimura (display)", accounts.IdOf("kimura").Value, 403), ("sato (display)", accounts.IdOf("sato").Value, 204) }.Order(),
            acts.Acts.Select(act => (act.By, act.Subject, act.Status!.Value)).Order());
    }

    private static void AddTo(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }
}
