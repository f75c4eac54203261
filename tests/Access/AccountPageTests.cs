using System.Net;
using AngleSharp.Dom;
using Azure;
using Azure.Data.Tables;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;

namespace Compensation.Tests.Access;

/// <summary>The administrator's pages, as a browser without scripts uses them.</summary>
public sealed class AccountPageTests
{
    [Fact]
    public async Task A_role_that_was_taken_away_is_not_given_back_by_a_page_that_was_opened_before()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        Account sato = await app.HireAsync("sato", Roles.Operator | Roles.Finance);
        using Visitor first = await app.SignInAsync("first", Roles.Administrator);
        using Visitor second = await app.SignInAsync("second", Roles.Administrator);
        string address = $"/administration/accounts/{sato.Id}/roles";
        IDocument stale = await first.LookAsync(address);
        IDocument form = await second.LookAsync(address);
        for (int times = 0; times < 2; times++)
        {
            using HttpResponseMessage taken = await second.SubmitAsync(form, address, ("roles", "operator"), ("reason", "異動"));
            Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        }

        using HttpResponseMessage late = await first.SubmitAsync(stale, address, ("roles", "finance"), ("reason", "兼務"));
        IDocument told = await Visitor.ParseAsync(late);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, Roles.Operator), (late.StatusCode, (await app.Get<AccountStore>().FindAsync(sato.Id, CancellationToken.None))!.Roles));
        Assert.Equal(["operator"], told.QuerySelectorAll("input[name=roles][checked]").Select(box => box.GetAttribute("value")));
        using HttpResponseMessage again = await first.SubmitAsync(told, address, ("roles", "finance"), ("reason", "兼務"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task An_account_that_cannot_be_read_keeps_nobody_else_out_and_its_owner_is_invited_again()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        Account sato = await app.HireAsync("sato", Roles.Operator);
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        TableClient table = app.Get<TableServiceClient>().GetTableClient(AccountStore.TableName);
        await table.UpdateEntityAsync(new TableEntity("a", sato.Id.Value) { [nameof(Account.Local)] = "no cipher" }, ETag.All);
        using Visitor he = app.NewVisitor();
        using HttpResponseMessage shutOut = await he.SubmitAsync("/sign-in", AccessApp.Typed("sato", AccessApp.Password, app.NumberNow()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shutOut.StatusCode);

        // Whatever else is changed leaves what is stored as it is: its key may come back.
        await app.SetRolesAsync("sato", Roles.Viewer);
        Assert.Equal("no cipher", (await table.GetEntityAsync<TableEntity>("a", sato.Id.Value)).Value.GetString(nameof(Account.Local)));
        Assert.Contains("読み取れません", (await administrator.LookAsync("/administration/accounts")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using HttpResponseMessage invited = await administrator.SubmitAsync($"/administration/accounts/{sato.Id}/invite", ("reason", "鍵の紛失"));
        Assert.Equal(HttpStatusCode.OK, invited.StatusCode);
        string code = (await Visitor.ParseAsync(invited)).QuerySelector(".code code")!.TextContent;
        using HttpResponseMessage opened = await he.SubmitAsync("/sign-in/first", ("name", "sato"), ("first-code", code));
        Assert.NotNull((await Visitor.ParseAsync(opened)).QuerySelector("svg.qr"));
        Assert.Equal("sato", (await app.Get<Invitations>().OpenAsync("sato", code, CancellationToken.None))!.SignInName);
    }

    [Fact]
    public async Task An_administrator_adds_somebody_who_then_signs_in_and_changes_what_he_may_do()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        Assert.Contains("/administration/accounts", (await administrator.LookAsync("/account")).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));

        using HttpResponseMessage added = await administrator.SubmitAsync("/administration/new-account", ("sign-in-name", "tanaka"), ("name", "田中"), ("roles", "viewer"), ("reason", "新任"));
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        string code = (await Visitor.ParseAsync(added)).QuerySelector(".code code")!.TextContent;
        using Visitor tanaka = app.NewVisitor();
        using HttpResponseMessage opened = await tanaka.SubmitAsync("/sign-in/first", ("name", "tanaka"), ("first-code", code));
        Assert.NotNull((await Visitor.ParseAsync(opened)).QuerySelector("svg.qr"));

        string id = app.Get<AccountStore>().IdOf("tanaka").Value;
        IDocument list = await administrator.LookAsync("/administration/accounts");
        Assert.Contains("田中", list.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"/administration/accounts/{id}", list.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        using HttpResponseMessage changed = await administrator.SubmitAsync($"/administration/accounts/{id}/roles", ("roles", "finance"), ("reason", "異動"));
        Assert.Equal((HttpStatusCode.SeeOther, $"/administration/accounts/{id}"), (changed.StatusCode, changed.Headers.Location!.OriginalString));
        Assert.Equal(Roles.Finance, (await app.Get<AccountStore>().FindAsync(PersonId.Parse(id), CancellationToken.None))!.Roles);
        Assert.Contains("経理", (await administrator.LookAsync($"/administration/accounts/{id}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Finance", (await administrator.LookAsync($"/administration/accounts/{id}?lang=en")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_whose_form_is_sent_twice_is_made_once_and_the_code_that_was_shown_last_counts()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        IDocument form = await administrator.LookAsync("/administration/new-account");
        string[] codes = [await CodeAsync("田中"), await CodeAsync("田中")];
        Assert.NotEqual(codes[0], codes[1]);
        using HttpResponseMessage other = await administrator.SubmitAsync(form, "/administration/new-account", ("sign-in-name", "tanaka"), ("name", "別人"), ("roles", "viewer"), ("reason", "新任"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);

        using Visitor tanaka = app.NewVisitor();
        using HttpResponseMessage late = await tanaka.SubmitAsync("/sign-in/first", ("name", "tanaka"), ("first-code", codes[0]));
        Assert.Null((await Visitor.ParseAsync(late)).QuerySelector("svg.qr"));
        using HttpResponseMessage opened = await tanaka.SubmitAsync("/sign-in/first", ("name", "tanaka"), ("first-code", codes[1]));
        Assert.NotNull((await Visitor.ParseAsync(opened)).QuerySelector("svg.qr"));

        async Task<string> CodeAsync(string name)
        {
            using HttpResponseMessage added = await administrator.SubmitAsync(form, "/administration/new-account", ("sign-in-name", "tanaka"), ("name", name), ("roles", "viewer"), ("reason", "新任"));
            Assert.Equal(HttpStatusCode.OK, added.StatusCode);
            return (await Visitor.ParseAsync(added)).QuerySelector(".code code")!.TextContent;
        }
    }

    [Fact]
    public async Task Each_act_is_done_with_its_reason_on_record_and_offered_where_it_suits()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        using Visitor sato = await app.SignInAsync("sato", Roles.Viewer);
        Account other = await app.HireAsync("sato2", Roles.Finance);
        string id = app.Get<AccountStore>().IdOf("sato").Value;
        string page = $"/administration/accounts/{id}";
        Assert.Equal(["roles", "disable", "invite", "link"], await ActsAsync());

        await ActAsync("link", ("other", other.Id.Value));
        Assert.Equal(["roles", "disable", "invite", "link", "unlink"], await ActsAsync());
        Assert.True(await app.Get<IPersons>().AreOneAsync(PersonId.Parse(id), other.Id, CancellationToken.None));
        Assert.Contains("sato2 (display)", (await administrator.LookAsync(page)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await ActAsync("unlink", ("other", other.Id.Value));
        Assert.False(await app.Get<IPersons>().AreOneAsync(PersonId.Parse(id), other.Id, CancellationToken.None));
        await ActAsync("disable");
        Assert.Equal(["roles", "enable", "invite", "link"], await ActsAsync());
        using HttpResponseMessage shutOut = await sato.GetAsync("/alarms");
        Assert.Equal(HttpStatusCode.Unauthorized, shutOut.StatusCode);
        await ActAsync("enable");

        using HttpResponseMessage again = await administrator.SubmitAsync($"{page}/invite", ("reason", "紛失"));
        Assert.Equal(20, (await Visitor.ParseAsync(again)).QuerySelector(".code code")!.TextContent.Length);
        string acts = await (await administrator.GetAsync("/acts")).Content.ReadAsStringAsync();
        Assert.Contains("紛失", System.Text.RegularExpressions.Regex.Unescape(acts), StringComparison.Ordinal);

        async Task<string[]> ActsAsync() =>
            [.. (await administrator.LookAsync(page)).QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!).Where(link => link.StartsWith($"{page}/", StringComparison.Ordinal)).Select(link => link.Split('/')[^1])];

        async Task ActAsync(string act, params (string, string)[] typed)
        {
            using HttpResponseMessage done = await administrator.SubmitAsync($"{page}/{act}", [.. typed, ("reason", "理由")]);
            Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_missing_or_refused_is_said_at_its_field_and_what_was_typed_stays()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        await app.HireAsync("sato", Roles.Viewer);
        string own = $"/administration/accounts/{app.Get<AccountStore>().IdOf("admin")}";
        await RefusedAsync("/administration/new-account", "sign-in-name", ("name", "田中"), ("reason", "新任"));
        await RefusedAsync("/administration/new-account", "reason", ("sign-in-name", "tanaka"), ("name", "田中"), ("roles", "viewer"));
        await RefusedAsync("/administration/new-account", "sign-in-name", ("sign-in-name", "ＳＡＴＯ"), ("name", "別人"), ("reason", "新任"));
        await RefusedAsync($"{own}/roles", "reason", ("roles", "finance"), ("reason", "x"));
        await RefusedAsync($"{own}/link", "other", ("reason", "x"));
        using HttpResponseMessage nobody = await administrator.GetAsync("/administration/accounts/local:00/roles");
        using HttpResponseMessage nothing = await administrator.GetAsync($"{own}/delete");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (nobody.StatusCode, nothing.StatusCode));

        async Task RefusedAsync(string address, string field, params (string Name, string Value)[] typed)
        {
            using HttpResponseMessage answer = await administrator.SubmitAsync(address, typed);
            IDocument page = await Visitor.ParseAsync(answer);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Equal($"#{field}", page.QuerySelector(".errors a")!.GetAttribute("href"));
            Assert.NotNull(page.GetElementById(field));
            Assert.All(typed.Where(one => one.Name is not "roles"), one => Assert.Equal(one.Value, page.QuerySelector($"[name='{one.Name}']")!.GetAttribute("value")));
        }
    }

    /// <summary>A page of somebody else's cannot have an administrator's browser send the form.</summary>
    [Fact]
    public async Task A_form_without_its_token_or_with_anothers_changes_nothing()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor administrator = await app.SignInAsync("admin", Roles.Administrator);
        using Visitor other = await app.SignInAsync("other", Roles.Administrator);
        await app.HireAsync("sato", Roles.Viewer);
        string address = $"/administration/accounts/{app.Get<AccountStore>().IdOf("sato")}/roles";
        string theirs = (await other.LookAsync(address)).QuerySelector("input[name=form-token]")!.GetAttribute("value")!;
        foreach (string token in new[] { string.Empty, theirs })
        {
            using FormUrlEncodedContent form = new([new("roles", "finance"), new("reason", "x"), new("form-token", token)]);
            using HttpResponseMessage answer = await administrator.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = form });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(Roles.Viewer, (await app.Get<AccountStore>().FindAsync(app.Get<AccountStore>().IdOf("sato"), CancellationToken.None))!.Roles);
    }
}
