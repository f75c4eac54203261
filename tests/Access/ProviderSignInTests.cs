using System.Net;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Compensation.Access.Accounts;
using Compensation.Common.Access;

namespace Compensation.Tests.Access;

/// <summary>Signing in with a provider of OpenID Connect: the framework's handler against OpenIddict, over HTTP.</summary>
public sealed partial class ProviderSignInTests
{
    [Fact]
    public async Task Whom_the_provider_vouches_for_comes_in_with_his_name_and_roles()
    {
        (AccessApp app, Provider provider) = await StartAsync();
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();

        using HttpResponseMessage asks = await visitor.GetAsync("/sign-in/provider?to=/campaigns/kumamoto/closing-report.html");
        using HttpResponseMessage answer = await visitor.GetAsync(await Provider.PassAsync(asks.Headers.Location!));

        Assert.Equal((HttpStatusCode.Found, "/campaigns/kumamoto/closing-report.html"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Contains("佐藤", (await visitor.LookAsync("/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));
        Assert.DoesNotContain(visitor.Cookies.Keys, name => name.Contains("Nonce", StringComparison.Ordinal) || name.Contains("Correlation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_provider_and_an_administrator_say_of_roles_holds()
    {
        (AccessApp app, Provider provider) = await StartAsync();
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Account account = Assert.Single(await app.Get<AccountStore>().ReadAllAsync(CancellationToken.None));

        await app.Get<AccountStore>().ChangeAsync(account.Id, before => before with { Roles = Roles.Viewer }, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(visitor, "/suppressions"));
        provider.Next = provider.Next with { Roles = ["supervisor"], Name = "佐藤花子" };
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Assert.Equal((Roles.Supervisor, "佐藤花子"), (await app.Get<AccountStore>().FindAsync(account.Id, CancellationToken.None)) is { } now ? (now.Roles, now.Name) : default);
        await app.Get<AccountStore>().ChangeAsync(account.Id, before => before with { Disabled = true }, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/suppressions"));
        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(visitor));
    }

    [Fact]
    public async Task A_state_that_was_changed_or_is_another_browsers_signs_nobody_in()
    {
        (AccessApp app, Provider provider) = await StartAsync();
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        using Visitor other = app.NewVisitor();
        using HttpResponseMessage asks = await visitor.GetAsync("/sign-in/provider");
        string answer = await Provider.PassAsync(asks.Headers.Location!);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(visitor, State().Replace(answer, match => $"state={match.Groups["state"].Value[..^6]}AAAAAA")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(visitor, State().Replace(answer, string.Empty)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(other, answer));
        Assert.All([visitor, other], browser => Assert.DoesNotContain("session", browser.Cookies.Keys));
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(visitor, answer));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(visitor, answer));
    }

    [Fact]
    public async Task A_token_for_another_nonce_signs_nobody_in()
    {
        (AccessApp app, Provider provider) = await StartAsync();
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        using Visitor other = app.NewVisitor();
        using HttpResponseMessage asks = await visitor.GetAsync("/sign-in/provider");
        using HttpResponseMessage othersAsk = await other.GetAsync("/sign-in/provider");
        string nonce = visitor.Cookies.Keys.Single(name => name.Contains("Nonce", StringComparison.Ordinal));
        string otherNonce = other.Cookies.Keys.Single(name => name.Contains("Nonce", StringComparison.Ordinal));
        visitor.Cookies.Remove(nonce);
        visitor.Cookies[otherNonce] = other.Cookies[otherNonce];

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(visitor, await Provider.PassAsync(asks.Headers.Location!)));
        Assert.DoesNotContain("session", visitor.Cookies.Keys);
    }

    [Fact]
    public async Task Signing_out_leads_on_to_the_providers_own()
    {
        (AccessApp app, Provider provider) = await StartAsync();
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));

        using HttpResponseMessage signedOut = await visitor.SubmitAsync("/account");
        string onwards = (await Visitor.ParseAsync(signedOut)).QuerySelector("a.button")!.GetAttribute("href")!;
        using HttpResponseMessage leads = await visitor.GetAsync(onwards);

        Assert.Equal(
            $"{provider.Address}goodbye?client_id=compensation&post_logout_redirect_uri=https%3A%2F%2Foperators.example.jp%2Fsign-in",
            Regex.Replace(leads.Headers.Location!.OriginalString, "&x-client.*", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/suppressions"));
    }

    [Fact]
    public async Task A_provider_that_says_no_is_believed()
    {
        (AccessApp app, Provider provider) = await StartAsync();
        await using AccessApp running = app;
        await using Provider asked = provider;
        provider.Denies = true;
        using Visitor visitor = app.NewVisitor();

        Assert.Equal(HttpStatusCode.Forbidden, await SignInAsync(visitor));
        Assert.Empty(await app.Get<AccountStore>().ReadAllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_role_taken_away_at_the_provider_holds_from_the_next_request_and_so_does_leaving()
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:00:00");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));

        provider.Next = provider.Next with { Roles = ["viewer"], Name = "佐藤花子" };
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await StatusAsync(visitor, "/suppressions"), await StatusAsync(visitor, "/alarms")));
        Assert.Contains("佐藤花子", (await visitor.LookAsync("/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        provider.Next = provider.Next with { Roles = ["operator"] };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StatusWithoutCookiesKeptAsync(visitor, "/suppressions"))), status => Assert.Equal(HttpStatusCode.OK, status));

        // Another person in his place is not he; whom it forgets has to sign in again.
        provider.Next = provider.Next with { Subject = "u-2" };
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/suppressions"));
        provider.Next = provider.Next with { Subject = "u-1" };
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/suppressions"));
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        provider.Forgets = true;
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/alarms"));
        provider.Forgets = false;
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/alarms"));
    }

    [Fact]
    public async Task A_session_whose_token_cannot_be_read_any_more_ends_and_its_person_signs_in_again()
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:00:00");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        TableClient table = app.Get<TableServiceClient>().GetTableClient(AccountStore.TableName);
        TableEntity session = Assert.Single(table.Query<TableEntity>("PartitionKey eq 'p'"));
        await table.UpdateEntityAsync(new TableEntity("p", session.RowKey) { ["Refresh"] = "no cipher" }, ETag.All);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/suppressions"));
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_the_provider_signs_with_anew_is_fetched_for_whoever_is_in_and_for_whoever_comes_in(bool isIn)
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:00:00", "--OpenIdConnect:WithoutAnswer=00:00:00");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));

        provider.ChangeKey();
        using Visitor other = isIn ? visitor.Copy() : app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, isIn ? HttpStatusCode.Found : await SignInAsync(other));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, "/suppressions"));
    }

    [Fact]
    public async Task The_provider_is_asked_no_more_often_than_stated()
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:05:00");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));
        Assert.Equal(0, provider.AskedAgain);
    }

    [Fact]
    public async Task The_provider_is_asked_again_also_where_the_clock_was_set_back_since()
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:05:00");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        TableClient table = app.Get<TableServiceClient>().GetTableClient(AccountStore.TableName);
        TableEntity session = Assert.Single(table.Query<TableEntity>("PartitionKey eq 'p'"));
        await table.UpdateEntityAsync(new TableEntity("p", session.RowKey) { ["AskedAt"] = TimeProvider.System.GetUtcNow().AddHours(3) }, ETag.All);

        provider.Next = provider.Next with { Roles = ["viewer"] };

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(visitor, "/suppressions"));
    }

    [Theory]
    [InlineData("00:05:00", HttpStatusCode.OK)]
    [InlineData("00:00:00", HttpStatusCode.Unauthorized)]
    public async Task While_the_provider_does_not_answer_sessions_go_on_for_as_long_as_stated(string withoutAnswer, HttpStatusCode expected)
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:00:00", $"--OpenIdConnect:WithoutAnswer={withoutAnswer}");
        await using AccessApp running = app;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/suppressions"));
        await provider.DisposeAsync();
        Assert.Equal(expected, await StatusAsync(visitor, "/suppressions"));
    }

    [Theory]
    [InlineData("00:05:00", HttpStatusCode.OK)]
    [InlineData("00:00:00", HttpStatusCode.Unauthorized)]
    public async Task A_provider_that_takes_too_long_counts_as_silent_for_whoever_asks_and_whoever_waits(string withoutAnswer, HttpStatusCode expected)
    {
        (AccessApp app, Provider provider) = await StartAsync("--OpenIdConnect:AskAgainAfter=00:00:00", $"--OpenIdConnect:WithoutAnswer={withoutAnswer}", "--OpenIdConnect:AnswersWithin=00:00:01");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        TaskCompletionSource answers = new();
        provider.HeldUpBy = answers.Task;

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StatusWithoutCookiesKeptAsync(visitor, "/suppressions"))), status => Assert.Equal(expected, status));
        answers.SetResult();
    }

    [Fact]
    public async Task What_a_directory_says_of_roles_an_administrator_does_not_contradict_but_he_can_shut_out()
    {
        (AccessApp app, Provider provider) = await StartAsync("--LocalAccounts:Enabled=true");
        await using AccessApp running = app;
        await using Provider asked = provider;
        using Visitor visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.Found, await SignInAsync(visitor));
        Account account = Assert.Single(await app.Get<AccountStore>().ReadAllAsync(CancellationToken.None));
        Person administrator = new(PersonId.Of("local", "admin"), "admin", Roles.Administrator);

        AdministerAccounts accounts = app.Get<AdministerAccounts>();
        Assert.Equal(AccountFault.DirectorySaysRoles, (await accounts.ChangeRolesAsync(administrator, account.Id.Value, Roles.None, "異動", CancellationToken.None)).Fault);
        Assert.Equal(AccountFault.NotLocal, (await accounts.InviteAgainAsync(administrator, account.Id.Value, "紛失", CancellationToken.None)).Fault);
        Assert.Equal(AccountFault.None, (await accounts.DisableAsync(administrator, account.Id.Value, "退職", CancellationToken.None)).Fault);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(visitor, "/suppressions"));
    }

    /// <summary>Likewise at the same moment as others: each with the cookies as they are.</summary>
    private static async Task<HttpStatusCode> StatusWithoutCookiesKeptAsync(Visitor visitor, string address)
    {
        using Visitor same = visitor.Copy();
        return await StatusAsync(same, address);
    }

    private static async Task<(AccessApp App, Provider Provider)> StartAsync(params string[] settings)
    {
        Provider provider = await Provider.StartAsync(new Uri(AccessApp.Origin + "/sign-in/callback"));
        string[] asks = settings.Any(setting => setting.StartsWith("--OpenIdConnect:AskAgainAfter", StringComparison.Ordinal)) ? settings : ["--OpenIdConnect:AskAgainAfter=00:05:00", .. settings];
        AccessApp app = await AccessApp.StartAsync(
            TimeProvider.System,
            [
                $"--OpenIdConnect:Authority={provider.Address.AbsoluteUri.TrimEnd('/')}", $"--OpenIdConnect:ClientId={Provider.ClientId}", $"--OpenIdConnect:ClientSecret={Provider.ClientSecret}", .. asks,
            ]);
        return (app, provider);
    }

    private static async Task<HttpStatusCode> SignInAsync(Visitor visitor)
    {
        using HttpResponseMessage asks = await visitor.GetAsync("/sign-in/provider");
        return await StatusAsync(visitor, await Provider.PassAsync(asks.Headers.Location!));
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string address)
    {
        using HttpResponseMessage answer = await visitor.GetAsync(address);
        return answer.StatusCode;
    }

    [GeneratedRegex("state=(?<state>[^&]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex State();
}
