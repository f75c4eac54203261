using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Tests.Campaigns;

namespace Compensation.Tests.Receipts;

public sealed class ReceiptSiteTests
{
    [Fact]
    public async Task The_page_tells_amount_deadline_and_office_and_offers_every_product()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(1234);

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(entitlement));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("1,234円分", page.QuerySelector(".amount")!.TextContent);
        Assert.Contains("2023年5月31日(水)23:59まで", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("くまもと再発見の旅事務局", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal("tel:0120-479-249", page.QuerySelector(".phone")!.GetAttribute("href"));
        Assert.Equal(["amazon", "ponta", "paypay", "edy", "nanaco"], page.QuerySelectorAll("input[name=product]").Select(input => input.GetAttribute("value")), StringComparer.Ordinal);
        Assert.Equal(("get", "確認画面へ進む"), (page.QuerySelector("form")!.GetAttribute("method"), page.QuerySelector("button")!.TextContent));
        Assert.Equal("ja", page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_choice_leads_to_the_code_with_its_last_day_and_how_to_use_it()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        string path = app.PathOf(entitlement);

        using HttpResponseMessage claimed = await app.ClaimAsync(path, "nanaco");
        (HttpStatusCode status, IDocument page) = await app.LookAsync(new Uri(new Uri(app.Client.BaseAddress!, path), claimed.Headers.Location!).AbsolutePath);

        Assert.Equal(HttpStatusCode.SeeOther, claimed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("nanaco-500-0000", page.QuerySelector(".code code")!.TextContent);
        Assert.Contains("2024年3月31日(日)まで", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nanacoギフトの登録ページ", page.Body.TextContent, StringComparison.Ordinal);
        Entitlement paid = await app.ReadAsync(entitlement);
        Assert.Equal((EntitlementState.Paid, "nanaco", app.Clock.Now, app.Clock.Now), (paid.State, paid.Product, paid.ClaimedAt, paid.PaidAt));
        Assert.StartsWith("stock:", paid.IssuerReference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?utm_source=sms")]
    [InlineData("?utm_source=sms")]
    public async Task A_claim_ends_on_the_page_of_the_code_however_the_address_is_spelled(string ending)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        string path = app.PathOf(entitlement) + ending;

        (HttpStatusCode shown, _) = await app.LookAsync(path);
        using HttpResponseMessage claimed = await app.ClaimAsync(path, "nanaco");
        string next = new Uri(new Uri(app.Client.BaseAddress!, path), claimed.Headers.Location!).PathAndQuery;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.SeeOther), (shown, claimed.StatusCode));
        Assert.Equal("nanaco-500-0000", await app.CodeOnPageAsync(next));
    }

    [Fact]
    public async Task Whoever_looks_at_a_link_claims_nothing()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        string path = app.PathOf(entitlement);

        using HttpRequestMessage head = new(HttpMethod.Head, path);
        using HttpResponseMessage headed = await app.Client.SendAsync(head);
        await app.LookAsync(path);
        await app.LookAsync(path + "?product=amazon");

        Assert.Equal(HttpStatusCode.OK, headed.StatusCode);
        Assert.Equal("no-store", headed.Headers.CacheControl!.ToString());
        Assert.Equal(entitlement, await app.ReadUnopenedAsync(entitlement));
        Assert.Equal((5, 0), await app.CountAsync(500));
    }

    [Fact]
    public async Task The_first_opening_is_noted_once_and_only_while_there_is_something_to_choose()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        Entitlement late = await app.OweAsync(500);
        DateTimeOffset first = app.Clock.Now;
        using HttpRequestMessage head = new(HttpMethod.Head, app.PathOf(entitlement));
        using HttpResponseMessage headed = await app.Client.SendAsync(head);
        Assert.Null((await app.ReadAsync(entitlement)).OpenedAt);

        await app.LookAsync(app.PathOf(entitlement));
        Entitlement opened = await app.ReadAsync(entitlement);
        app.Clock.Now += TimeSpan.FromHours(1);
        await app.LookAsync(app.PathOf(entitlement) + "?product=edy");
        Entitlement again = await app.ReadAsync(entitlement);
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "edy");
        app.Clock.Now = app.Campaign.ReceiptEndsAt;
        await app.LookAsync(app.PathOf(late));

        Assert.Equal(first, opened.OpenedAt);
        Assert.Equal(opened, again);
        Assert.Equal((EntitlementState.Claimed, first), ((await app.ReadAsync(entitlement)).State, (await app.ReadAsync(entitlement)).OpenedAt));
        Assert.Null((await app.ReadAsync(late)).OpenedAt);
    }

    [Theory]
    [InlineData("", "1,234円分", "この商品で受け取る")]
    [InlineData("&lang=en", "1,234 yen", "Collect this product")]
    public async Task A_choice_is_named_once_more_with_amount_and_conditions_before_it_is_final(string language, string amount, string button)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync(CampaignFiles.Read("kumamoto"));
        Entitlement entitlement = await app.OweAsync(1234);
        await app.FillAsync(1234, each: 1);
        string path = app.PathOf(entitlement);

        (HttpStatusCode status, IDocument page) = await app.LookAsync($"{path}?chosen=1&product=edy{language}");
        IElement form = page.QuerySelector("form")!;
        Assert.Equal(entitlement, await app.ReadUnopenedAsync(entitlement));
        using HttpResponseMessage claimed = await app.ClaimAsync(new Uri(new Uri(app.Client.BaseAddress!, path), form.GetAttribute("action")!).PathAndQuery, page.QuerySelector("input[name=product]")!.GetAttribute("value")!);

        Product edy = app.Campaign.FindProduct("edy")!;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(amount, page.QuerySelector(".amount")!.TextContent);
        Assert.Equal(language.Length == 0 ? edy.Name : edy.English!.Name, page.QuerySelector(".product")!.TextContent);
        Assert.Equal(language.Length == 0 ? edy.Conditions : edy.English!.Conditions, page.QuerySelector(".conditions")!.TextContent);
        Assert.Equal(("post", button), (form.GetAttribute("method"), page.QuerySelector("button")!.TextContent));
        Assert.Equal(language.Length == 0 ? "?product=edy&lang=en" : "?product=edy", page.QuerySelector("header .languages a")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.SeeOther, claimed.StatusCode);
        Assert.Equal("edy-1234-0000", await app.CodeOnPageAsync(path));
    }

    [Theory]
    [InlineData("?chosen=1")]
    [InlineData("?chosen=1&product=")]
    [InlineData("?product=gold")]
    [InlineData("?product=amazon&product=edy")]
    [InlineData("?product=%3Cb%3E")]
    public async Task A_choice_of_nothing_is_asked_for_again(string query)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(entitlement) + query);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("1つお選びください", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(5, page.QuerySelectorAll("input[type=radio]").Length);
    }

    [Fact]
    public async Task A_confirmation_that_comes_too_late_tells_how_it_stands_and_never_offers_what_it_would_not_do()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.FillAsync(500, each: 1);
        Entitlement paid = await app.OweAsync(500);
        Entitlement waiting = await app.OweAsync(77);
        Entitlement revoked = await app.ChangeAsync(await app.OweAsync(500), open => open with { State = EntitlementState.Revoked });
        Entitlement expired = await app.OweAsync(500);
        foreach (Entitlement chosen in new[] { paid, waiting })
        {
            using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(chosen), "amazon");
        }

        IReadOnlyList<string?> before = await Task.WhenAll(new[] { paid, waiting, revoked }.Select(HeadingAsync));
        app.Clock.Now = app.Campaign.ReceiptEndsAt;
        string? after = await HeadingAsync(expired);

        Assert.Equal((string?[])["お受け取りが完了しました", "コードを準備しています", "このリンクではお受け取りいただけません"], before);
        Assert.Equal("受取期限が過ぎました", after);

        async Task<string?> HeadingAsync(Entitlement one)
        {
            IDocument page = (await app.LookAsync(app.PathOf(one) + "?chosen=1&product=edy")).Page;
            Assert.Empty(page.QuerySelectorAll("form"));
            return page.QuerySelector("h1")!.TextContent;
        }
    }

    [Theory]
    [InlineData("gold")]
    [InlineData("")]
    [InlineData("Amazon")]
    public async Task A_product_that_is_not_offered_is_asked_for_again(string product)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);

        using HttpResponseMessage answer = await app.ClaimAsync(app.PathOf(entitlement), product);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("1つお選びください", (await ReceiptApp.ParseAsync(answer)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(entitlement, await app.ReadUnopenedAsync(entitlement));
    }

    [Theory]
    [InlineData("product=amazon&product=ponta", "application/x-www-form-urlencoded")]
    [InlineData("""{"product":"amazon"}""", "application/json")]
    [InlineData("no parts", "multipart/form-data; boundary=x")]
    [InlineData("product=amazon", "application/x-www-form-urlencoded; charset=utf-7")]
    public async Task A_body_that_the_form_does_not_send_chooses_nothing(string body, string type)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        using StringContent content = new(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        using HttpResponseMessage answer = await app.Client.PostAsync(app.PathOf(entitlement), content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(entitlement, await app.ReadUnopenedAsync(entitlement));
    }

    /// <summary>Such a request was waited for, and in the end failed.</summary>
    [Theory]
    [InlineData("HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.0\r\n\r\n")]
    public async Task A_request_that_says_no_host_is_refused_at_once(string rest)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        using System.Net.Sockets.TcpClient line = new();
        await line.ConnectAsync(app.Client.BaseAddress!.Host, app.Client.BaseAddress.Port);
        await line.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {app.PathOf(entitlement)} {rest}"));
        using StreamReader answer = new(line.GetStream());

        Assert.StartsWith("HTTP/1.1 400 ", await answer.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_a_megabyte_chooses_nothing()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);

        using HttpResponseMessage answer = await app.ClaimAsync(app.PathOf(entitlement), new string('a', 1_000_000));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task In_the_last_instant_before_the_deadline_people_still_receive()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        app.Clock.Now = app.Campaign.ReceiptEndsAt.AddTicks(-1);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "edy");

        Assert.Equal("edy-500-0000", await app.CodeOnPageAsync(app.PathOf(entitlement)));
    }

    [Fact]
    public async Task From_the_deadline_on_nobody_can_choose_even_before_the_expiry_pass_ran()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        app.Clock.Now = app.Campaign.ReceiptEndsAt;

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(entitlement));
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "edy");

        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Equal("受取期限が過ぎました", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(entitlement, await app.ReadUnopenedAsync(entitlement));
        Assert.Equal((5, 0), await app.CountAsync(500));
    }

    [Fact]
    public async Task A_code_can_be_looked_up_after_the_deadline()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "edy");

        app.Clock.Now = app.Campaign.ReceiptEndsAt.AddDays(30);

        Assert.Equal("edy-500-0000", await app.CodeOnPageAsync(app.PathOf(entitlement)));
    }

    [Fact]
    public async Task Without_stock_the_claim_stands_and_the_code_comes_after_restocking_even_past_the_deadline()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        string path = app.PathOf(entitlement);

        using HttpResponseMessage claimed = await app.ClaimAsync(path, "amazon");
        (HttpStatusCode status, IDocument page) = await app.LookAsync(path);
        app.Clock.Now = app.Campaign.ReceiptEndsAt.AddDays(1);
        await app.FillAsync(500, each: 1);

        Assert.Equal(HttpStatusCode.SeeOther, claimed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("コードを準備しています", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("amazon-500-0000", await app.CodeOnPageAsync(path));
        Assert.Equal(EntitlementState.Paid, (await app.ReadAsync(entitlement)).State);
    }

    [Fact]
    public async Task A_replaced_link_opens_nothing_and_says_that_a_new_one_was_sent()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement first = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        Entitlement second = await app.ChangeAsync(first, entitlement => entitlement with { LinkVersion = 2 });

        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(first));
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(first), "edy");

        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Equal("新しいリンクをお送りしました", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(HttpStatusCode.Gone, claimed.StatusCode);
        Assert.Equal(EntitlementState.Open, (await app.ReadAsync(second)).State);
        Assert.Equal(HttpStatusCode.OK, (await app.LookAsync(app.PathOf(second))).Status);
    }

    [Fact]
    public async Task A_stolen_old_link_does_not_show_the_code()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement first = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(first), "edy");
        Entitlement second = await app.ChangeAsync(await app.ReadAsync(first), entitlement => entitlement with { LinkVersion = 2 });

        Assert.Null(await app.CodeOnPageAsync(app.PathOf(first)));
        Assert.Equal("edy-500-0000", await app.CodeOnPageAsync(app.PathOf(second)));
    }

    [Theory]
    [InlineData(EntitlementState.TransferRequested, HttpStatusCode.OK, "銀行振込のお手続き中です")]
    [InlineData(EntitlementState.Expired, HttpStatusCode.Gone, "受取期限が過ぎました")]
    [InlineData(EntitlementState.Revoked, HttpStatusCode.Gone, "このリンクではお受け取りいただけません")]
    public async Task Each_state_has_its_page_and_none_of_them_can_be_claimed(EntitlementState state, HttpStatusCode expected, string heading)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.ChangeAsync(await app.OweAsync(500), open => open with { State = state });
        await app.FillAsync(500, each: 1);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "edy");
        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(entitlement));

        Assert.Equal((expected, heading), (status, page.QuerySelector("h1")!.TextContent));
        Assert.Equal(state, (await app.ReadAsync(entitlement)).State);
        Assert.Equal((5, 0), await app.CountAsync(500));
    }

    [Theory]
    [InlineData(EntitlementState.Transferred, "お振り込みが完了しました")]
    [InlineData(EntitlementState.TransferFailed, "お振り込みができませんでした")]
    public async Task The_end_of_a_transfer_has_its_page(EntitlementState state, string heading)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement requested = await app.ChangeAsync(await app.OweAsync(500), open => open with { State = EntitlementState.TransferRequested });
        Entitlement ended = await app.ChangeAsync(requested, before => before with { State = state });

        Assert.Equal(heading, (await app.LookAsync(app.PathOf(ended))).Page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("%E3%81%82%E3%81%82")]
    public async Task A_link_that_is_nobodys_is_not_found(string token)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        (HttpStatusCode status, IDocument page) = await app.LookAsync("/r/" + token);

        Assert.Equal((HttpStatusCode.NotFound, "ページが見つかりません"), (status, page.QuerySelector("h1")!.TextContent));
    }

    [Fact]
    public async Task A_forged_link_and_a_link_to_nobody_look_alike()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        string path = app.PathOf(entitlement);
        string forged = path[..^1] + (path[^1] == 'A' ? 'B' : 'A');
        string nobody = app.PathOf(entitlement with { Id = EntitlementId.FromValue(1) });

        (HttpStatusCode forgedStatus, IDocument forgedPage) = await app.LookAsync(forged);
        (HttpStatusCode nobodyStatus, IDocument nobodyPage) = await app.LookAsync(nobody);

        Assert.Equal(HttpStatusCode.NotFound, forgedStatus);
        Assert.Equal((forgedStatus, forgedPage.DocumentElement.OuterHtml), (nobodyStatus, nobodyPage.DocumentElement.OuterHtml));
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_framing_caching_indexing_and_referrers()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        string path = app.PathOf(entitlement);
        using HttpResponseMessage choose = await app.Client.GetAsync(path);
        using HttpResponseMessage wrong = await app.ClaimAsync(path, "gold");
        using HttpResponseMessage claimed = await app.ClaimAsync(path, "amazon");
        using HttpResponseMessage code = await app.Client.GetAsync(path);
        using HttpResponseMessage unknown = await app.Client.GetAsync("/r/x");

        Assert.All([choose, wrong, claimed, code, unknown], response =>
        {
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.True(response.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("noindex", response.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Set-Cookie"));
        });
    }

    [Fact]
    public async Task The_policy_names_the_hash_of_the_stylesheet_that_is_sent()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync("/r/x");
        IDocument page = await ReceiptApp.ParseAsync(response);

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent));

        Assert.Contains($"'sha256-{Convert.ToBase64String(hash)}'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_names_the_hash_of_the_one_script_that_a_page_has()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.FillAsync(500, each: 1);
        Entitlement paid = await app.OweAsync(500);
        Entitlement waiting = await app.OweAsync(77);
        foreach (Entitlement entitlement in new[] { paid, waiting })
        {
            using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "amazon");
            using HttpResponseMessage response = await app.Client.GetAsync(app.PathOf(entitlement));
            IDocument page = await ReceiptApp.ParseAsync(response);

            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(Assert.Single(page.QuerySelectorAll("script")).TextContent));

            Assert.EndsWith($"script-src 'sha256-{Convert.ToBase64String(hash)}'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Texts_from_files_stay_texts()
    {
        const string Hostile = """<script>alert(1)</script>"&'""";
        Campaign campaign = TestCampaign.Kumamoto with { Programme = Hostile, Products = [new Product("amazon", Hostile, Hostile)] };
        await using ReceiptApp app = await ReceiptApp.StartAsync(campaign);
        Entitlement entitlement = await app.OweAsync(500);
        await app.Stock.AddAsync(new Shelf(campaign.Id, "amazon", new Yen(500)), [new StockCode("key", """<b>"&'</b>""", null, "L1", 2)], CancellationToken.None);

        IDocument choose = (await app.LookAsync(app.PathOf(entitlement))).Page;
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(entitlement), "amazon");
        IDocument code = (await app.LookAsync(app.PathOf(entitlement))).Page;

        Assert.Empty(choose.QuerySelectorAll("script"));
        Assert.Equal(Hostile, choose.QuerySelector(".choice span")!.TextContent);
        Assert.Empty(code.QuerySelectorAll("b"));
        Assert.DoesNotContain("alert", Assert.Single(code.QuerySelectorAll("script")).TextContent, StringComparison.Ordinal);
        Assert.Equal("""<b>"&'</b>""", code.QuerySelector(".code code")!.TextContent);
    }

    [Fact]
    public async Task Neither_links_nor_codes_are_logged_by_anybody()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        string path = app.PathOf(entitlement);
        await app.LookAsync(path);
        using HttpResponseMessage claimed = await app.ClaimAsync(path, "amazon");
        string code = (await app.CodeOnPageAsync(path))!;

        Assert.Contains(app.Log.Lines, line => line.Event.Id == 300);
        Assert.Contains(app.Log.Lines, line => line.Event.Id == 350 && line.Text.Contains(code[^4..], StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains(path["/r/".Length..], StringComparison.Ordinal) || line.Text.Contains(code, StringComparison.Ordinal));
    }
}
