using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using Compensation.Access.Accounts;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Tests.Lifecycle.Api;
using OtpNet;

namespace Compensation.Tests.Access;

public sealed class AccountTests
{
    private static readonly string[] s_viewer = ["viewer"];

    [Fact]
    public async Task The_settings_make_the_first_administrator_once_and_he_makes_the_others()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync("--LocalAccounts:FirstName=first", $"--LocalAccounts:FirstPassword={AccessApp.Password}", $"--LocalAccounts:FirstTotpSecret={AccessApp.Secret}");
        using Visitor first = app.NewVisitor();
        using HttpResponseMessage entered = await first.SubmitAsync("/sign-in", AccessApp.Typed("first", AccessApp.Password, app.NumberNow()));
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);

        InvitedAccount invited = await PostAsync<InvitedAccount>(first, "/accounts", new { signInName = "Tanaka", name = "田中", roles = s_viewer, reason = "新任" }, HttpStatusCode.Created);
        using HttpResponseMessage again = await SendAsync(first, HttpMethod.Post, "/accounts", new { signInName = "ｔａｎａｋａ", name = "別人", roles = s_viewer, reason = "新任" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using Visitor tanaka = app.NewVisitor();
        string secret = await FirstSignInAsync(app, tanaka, "tanaka", invited.FirstCode);
        Assert.Contains("田中", (await tanaka.LookAsync("/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // The code is used up, and both secrets are his.
        using HttpResponseMessage used = await app.NewVisitor().SubmitAsync("/sign-in/first", ("name", "tanaka"), ("first-code", invited.FirstCode));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, used.StatusCode);
        app.Clock.Pass(TimeSpan.FromSeconds(30));
        using Visitor later = app.NewVisitor();
        using HttpResponseMessage byPassword = await later.SubmitAsync("/sign-in", AccessApp.Typed("tanaka", "my own long sentence", new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(app.Clock.GetUtcNow().UtcDateTime)));
        Assert.Equal(HttpStatusCode.SeeOther, byPassword.StatusCode);
    }

    [Fact]
    public async Task A_role_taken_away_and_a_shut_account_hold_from_the_next_request()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        using Visitor sato = await app.SignInAsync("sato", Roles.Operator | Roles.Viewer);
        string id = app.Get<AccountStore>().IdOf("sato").Value;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(sato, "/suppressions"));

        await PutRolesAsync(administrator, id, "viewer");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await StatusAsync(sato, "/suppressions"), await StatusAsync(sato, "/alarms")));
        await PostAsync<AccountView>(administrator, $"/accounts/{id}/disable", new { reason = "退職" }, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sato, "/alarms"));
        await PostAsync<AccountView>(administrator, $"/accounts/{id}/enable", new { reason = "復職" }, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sato, "/alarms"));
    }

    [Fact]
    public async Task A_new_first_code_ends_password_app_and_sessions()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        using Visitor sato = await app.SignInAsync("sato", Roles.Viewer);

        InvitedAccount invited = await PostAsync<InvitedAccount>(administrator, $"/accounts/{app.Get<AccountStore>().IdOf("sato")}/invite", new { reason = "携帯を紛失" }, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(sato, "/alarms"));
        using HttpResponseMessage old = await sato.SubmitAsync("/sign-in", AccessApp.Typed("sato", AccessApp.Password, app.NumberNow()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
        app.Clock.Pass(TimeSpan.FromHours(72));
        using HttpResponseMessage late = await sato.SubmitAsync("/sign-in/first", ("name", "sato"), ("first-code", invited.FirstCode));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
    }

    [Fact]
    public async Task Nobody_changes_his_own_account()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        string id = app.Get<AccountStore>().IdOf("admin").Value;

        using HttpResponseMessage roles = await SendAsync(administrator, HttpMethod.Put, $"/accounts/{id}/roles", new { roles = new[] { "finance" }, reason = "x" });
        using HttpResponseMessage disable = await SendAsync(administrator, HttpMethod.Post, $"/accounts/{id}/disable", new { reason = "x" });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (roles.StatusCode, disable.StatusCode));
    }

    [Fact]
    public async Task Linked_accounts_are_one_person_also_over_a_third_and_only_others_part_them()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        PersonId admin = app.Get<AccountStore>().IdOf("admin");
        PersonId[] ids = [.. (await Task.WhenAll(new[] { "one", "two", "three" }.Select(name => app.HireAsync(name, Roles.Finance)))).Select(account => account.Id)];
        IPersons persons = app.Get<IPersons>();
        Assert.False(await persons.AreOneAsync(ids[0], ids[2], CancellationToken.None));

        await LinkAsync(administrator, "/account-links", ids[0], ids[1], HttpStatusCode.NoContent);
        await LinkAsync(administrator, "/account-links", ids[2], ids[1], HttpStatusCode.NoContent);

        Assert.True(await persons.AreOneAsync(ids[0], ids[2], CancellationToken.None));
        Assert.True(await persons.AreOneAsync(ids[0], ids[0], CancellationToken.None));
        Assert.False(await persons.AreOneAsync(ids[0], admin, CancellationToken.None));
        await LinkAsync(administrator, "/account-links/remove", ids[1], ids[2], HttpStatusCode.NoContent);
        Assert.False(await persons.AreOneAsync(ids[0], ids[2], CancellationToken.None));
        await LinkAsync(administrator, "/account-links", ids[0], admin, HttpStatusCode.NoContent);
        await LinkAsync(administrator, "/account-links/remove", ids[0], ids[1], HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_answer_about_accounts_is_as_the_description_of_the_api_says()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor signedIn = await app.SignInAsync("admin", Roles.Administrator);
        using ApiContract contract = new();
        using Visitor administrator = new(app.Address, contract);
        administrator.Cookies["session"] = signedIn.Cookies["session"];
        InvitedAccount tanaka = await PostAsync<InvitedAccount>(administrator, "/accounts", new { signInName = "tanaka", name = "田中", roles = s_viewer, reason = "新任" }, HttpStatusCode.Created);
        InvitedAccount suzuki = await PostAsync<InvitedAccount>(administrator, "/accounts", new { signInName = "suzuki", name = "鈴木", roles = s_viewer, reason = "新任" }, HttpStatusCode.Created);
        (string one, string other) = (tanaka.Account.Id, suzuki.Account.Id);
        await PutRolesAsync(administrator, one, "finance", "viewer");
        await PostAsync<AccountView>(administrator, $"/accounts/{one}/disable", new { reason = "休職" }, HttpStatusCode.OK);
        await PostAsync<AccountView>(administrator, $"/accounts/{one}/enable", new { reason = "復職" }, HttpStatusCode.OK);
        await PostAsync<InvitedAccount>(administrator, $"/accounts/{one}/invite", new { reason = "紛失" }, HttpStatusCode.OK);
        await LinkAsync(administrator, "/account-links", PersonId.Parse(one), PersonId.Parse(other), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(administrator, "/accounts"));
        await LinkAsync(administrator, "/account-links/remove", PersonId.Parse(one), PersonId.Parse(other), HttpStatusCode.NoContent);
        foreach ((string address, object body) in new (string, object)[]
        {
            ("/accounts", new { signInName = "", name = "x", roles = s_viewer, reason = "x" }), ("/accounts", new { signInName = "tanaka", name = "x", roles = s_viewer, reason = "x" }), ("/accounts", new { }),
            ("/accounts/local:00/disable", new { reason = "x" }), ($"/accounts/{one}/disable", new { reason = "" }), ("/account-links", new { one, other = one, reason = "x" }),
        })
        {
            using HttpResponseMessage refused = await SendAsync(administrator, HttpMethod.Post, address, body);
            Assert.InRange((int)refused.StatusCode, 400, 409);
        }

        Assert.Superset(new HashSet<string>(["ListAccounts", "CreateAccount", "ChangeRoles", "DisableAccount", "EnableAccount", "InviteAgain", "LinkAccounts", "UnlinkAccounts"]), contract.Succeeded);
    }

    /// <returns>The secret that the authenticator app was given.</returns>
    private static async Task<string> FirstSignInAsync(AccessApp app, Visitor visitor, string name, string code)
    {
        using HttpResponseMessage opened = await visitor.SubmitAsync("/sign-in/first", ("name", name), ("first-code", code.ToUpperInvariant()));
        IDocument page = await Visitor.ParseAsync(opened);
        string secret = page.QuerySelector(".code code")!.TextContent;
        Assert.NotNull(page.QuerySelector("svg.qr path"));
        string number = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(app.Clock.GetUtcNow().UtcDateTime);
        using HttpResponseMessage tooShort = await visitor.SubmitAsync(page, "/sign-in/first", ("password", "short"), ("code", number));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooShort.StatusCode);
        using HttpResponseMessage finished = await visitor.SubmitAsync(await Visitor.ParseAsync(tooShort), "/sign-in/first/finish", ("password", "my own long sentence"), ("code", number));
        Assert.Equal(HttpStatusCode.SeeOther, finished.StatusCode);
        return secret;
    }

    private static async Task LinkAsync(Visitor visitor, string address, PersonId one, PersonId other, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await SendAsync(visitor, HttpMethod.Post, address, new { one = one.Value, other = other.Value, reason = "同じ人" });
        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task PutRolesAsync(Visitor visitor, string id, params string[] roles)
    {
        using HttpResponseMessage answer = await SendAsync(visitor, HttpMethod.Put, $"/accounts/{id}/roles", new { roles, reason = "異動" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string address)
    {
        using HttpResponseMessage answer = await visitor.GetAsync(address);
        return answer.StatusCode;
    }

    private static async Task<T> PostAsync<T>(Visitor visitor, string address, object body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await SendAsync(visitor, HttpMethod.Post, address, body);
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<T>(JsonBody.Format))!;
    }

    private static Task<HttpResponseMessage> SendAsync(Visitor visitor, HttpMethod method, string address, object body)
    {
        HttpRequestMessage request = new(method, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return visitor.SendAsync(request);
    }
}
