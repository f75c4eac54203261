using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Receipts.Proof;
using Compensation.Tests.Campaigns;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Receipts;

/// <summary>Where a campaign asks for more than the link: nothing is told before, guessing slows down, and nobody is shut out for good.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private static readonly Contact s_contact = new("+819012345678", "taro@example.jp");

    private readonly SentProofs _sent = new();
    private ReceiptApp _app = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Before_the_last_digits_nothing_is_told_and_nothing_can_be_chosen()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);

        (HttpStatusCode status, IDocument page) = await _app.LookAsync(path);
        (_, IDocument confirmation) = await _app.LookAsync(path + "?product=amazon");
        using HttpResponseMessage claimed = await _app.ClaimAsync(path, "amazon");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ご本人の確認", page.QuerySelector("h1")!.TextContent);
        Assert.All([page, confirmation], shown => Assert.Empty(shown.QuerySelectorAll(".amount, .product, input[type=radio]")));
        Assert.DoesNotContain("1,234", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, claimed.StatusCode);
        Assert.Equal((5, 0), await _app.CountAsync(1234));
    }

    [Theory]
    [InlineData("5678")]
    [InlineData(" ５６７８ ")]
    [InlineData("56-78")]
    public async Task The_last_digits_open_the_page_for_a_while_and_for_nobody_else(string typed)
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);
        string other = await OweAsync(new Contact("+819011115678", null));

        string cookie = (await ProveAsync(path, typed)).Cookie!;

        Assert.Equal("1,234円分", (await LookAsync(path, cookie)).QuerySelector(".amount")!.TextContent);
        Assert.Null((await LookAsync(path, null)).QuerySelector(".amount"));
        Assert.Null((await LookAsync(path, cookie[..^1] + (cookie[^1] == '0' ? '1' : '0'))).QuerySelector(".amount"));
        Assert.Null((await LookAsync(other, cookie)).QuerySelector(".amount"));
        _app.Clock.Now += TimeSpan.FromMinutes(31);
        Assert.Null((await LookAsync(path, cookie)).QuerySelector(".amount"));
    }

    [Fact]
    public async Task A_family_with_one_number_is_asked_once()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);
        string second = await OweAsync(s_contact);

        string cookie = (await ProveAsync(path, "5678")).Cookie!;

        Assert.NotNull((await LookAsync(second, cookie)).QuerySelector(".amount"));
    }

    [Fact]
    public async Task Guessing_slows_down_even_for_the_right_digits_and_never_for_good()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);
        for (int wrong = 0; wrong < 5; wrong++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProveAsync(path, $"000{wrong}")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await ProveAsync(path, "5678")).Status);
        _app.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProveAsync(path, "0006")).Status);
        _app.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ProveAsync(path, "5678")).Status);
        for (int day = 0; day < 40; day++)
        {
            _app.Clock.Now += TimeSpan.FromHours(12);
            await ProveAsync(path, "0007");
        }

        _app.Clock.Now += TimeSpan.FromHours(12);
        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(path, "5678")).Status);
    }

    [Fact]
    public async Task Who_waits_when_the_clock_is_set_back_does_not_wait_for_the_skew()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);
        for (int wrong = 0; wrong < 6; wrong++)
        {
            await ProveAsync(path, $"000{wrong}");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await ProveAsync(path, "5678")).Status);
        _app.Clock.Now -= TimeSpan.FromHours(3);

        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(path, "5678")).Status);
    }

    [Fact]
    public async Task Of_a_hundred_guesses_at_once_no_more_are_looked_at_than_one_after_the_other()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);

        HttpStatusCode[] answers = [.. (await Task.WhenAll(Enumerable.Range(5600, 100).Select(guess => ProveAsync(path, guess.ToString(CultureInfo.InvariantCulture))))).Select(answer => answer.Status)];

        Assert.InRange(answers.Count(answer => answer != HttpStatusCode.TooManyRequests), 1, 6);
    }

    [Fact]
    public async Task A_new_link_begins_anew()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);
        for (int wrong = 0; wrong < 6; wrong++)
        {
            await ProveAsync(path, "0000");
        }

        Assert.True(_app.Get<ReceiptLinks>().TryRead(path["/r/".Length..], out CampaignId campaign, out EntitlementId id));
        Entitlement old = (await _app.Entitlements.FindAsync(campaign, id, CancellationToken.None))!;
        Entitlement renewed = await _app.ChangeAsync(old, before => before with { LinkVersion = 2 });

        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(_app.PathOf(renewed), "5678")).Status);
    }

    [Fact]
    public async Task Of_a_code_that_no_provider_took_nobody_is_told_that_it_is_on_its_way()
    {
        string path = await StartAsync(SecondFactor.Code, s_contact);
        _sent.IsDown = true;

        HttpStatusCode down = (await PostAsync(path, ("send", "1"))).Status;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, down);
        Assert.Null((await _app.LookAsync(path)).Page.QuerySelector("input[name=proof]"));
        Assert.NotEqual(HttpStatusCode.SeeOther, (await ProveAsync(path, _sent.Codes[0].Code)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync(path, ("send", "1"))).Status);
        _sent.IsDown = false;
        _app.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(path, ("send", "1"))).Status);
        Assert.NotNull((await _app.LookAsync(path)).Page.QuerySelector("input[name=proof]"));
        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(path, _sent.Codes[1].Code)).Status);
    }

    [Fact]
    public async Task A_code_goes_to_the_number_on_file_counts_for_a_while_and_opens_once()
    {
        string path = await StartAsync(SecondFactor.Code, s_contact);
        Assert.Null((await _app.LookAsync(path)).Page.QuerySelector("input[name=proof]"));

        HttpStatusCode sent = (await PostAsync(path, ("send", "1"))).Status;
        HttpStatusCode again = (await PostAsync(path, ("send", "1"))).Status;
        (Contact to, string code) = Assert.Single(_sent.Codes);
        HttpStatusCode wrong = (await ProveAsync(path, code == "000000" ? "000001" : "000000")).Status;
        HttpStatusCode right = (await ProveAsync(path, code)).Status;
        HttpStatusCode twice = (await ProveAsync(path, code)).Status;

        Assert.Equal((s_contact.Phone, null), (to.Phone, to.Email));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity], new[] { sent, again, wrong, right, twice });
        _app.Clock.Now += TimeSpan.FromMinutes(1);
        await PostAsync(path, ("send", "1"));
        _app.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ProveAsync(path, _sent.Codes[^1].Code)).Status);
    }

    /// <summary>Who was reached by e-mail because his number is wrong would wait for an SMS for good.</summary>
    [Theory]
    [InlineData("+819012345678", "taro@example.jp", 2, null)]
    [InlineData("+819012345678", null, 1, "+819012345678")]
    [InlineData(null, "taro@example.jp", 1, null)]
    public async Task Whom_an_SMS_does_not_reach_has_the_code_sent_by_email_where_an_address_is_on_file(string? phone, string? email, int ways, string? codeGoesTo)
    {
        string path = await StartAsync(SecondFactor.Code, new Contact(phone, email));

        IDocument page = (await _app.LookAsync(path)).Page;
        await PostAsync(path, ("send", "other"));

        Assert.Equal(ways, page.QuerySelectorAll("button[name=send]").Length);
        (Contact to, string code) = Assert.Single(_sent.Codes);
        Assert.Equal((codeGoesTo, codeGoesTo is null ? "taro@example.jp" : null), (to.Phone, to.Email));
        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(path, code)).Status);
    }

    [Fact]
    public async Task The_last_digits_of_a_number_are_asked_of_nobody_by_email()
    {
        string path = await StartAsync(SecondFactor.LastDigits, s_contact);

        Assert.Empty((await _app.LookAsync(path)).Page.QuerySelectorAll("button[name=send]"));
    }

    /// <summary>Phones load a page anew on the way back from the message, and people press a button twice.</summary>
    [Fact]
    public async Task A_page_that_is_opened_again_asks_for_the_code_that_was_sent_for_as_long_as_it_counts()
    {
        string path = await StartAsync(SecondFactor.Code, s_contact);
        await PostAsync(path, ("send", "1"));

        IDocument opened = (await _app.LookAsync(path)).Page;
        using FormUrlEncodedContent form = new([KeyValuePair.Create("send", "1")]);
        using HttpResponseMessage twice = await _app.Client.PostAsync(path, form);
        IDocument tooSoon = await ReceiptApp.ParseAsync(twice);
        _app.Clock.Now += TimeSpan.FromMinutes(15);
        IDocument lapsed = (await _app.LookAsync(path)).Page;

        Assert.Single(_sent.Codes);
        Assert.Equal(HttpStatusCode.TooManyRequests, twice.StatusCode);
        Assert.Equal([true, true, false], new[] { opened, tooSoon, lapsed }.Select(page => page.QuerySelector("input[name=proof]") is not null));
        Assert.All([opened, tooSoon, lapsed], page => Assert.NotNull(page.QuerySelector("button[name=send]")));
    }

    /// <summary>To the second, and without end: a link never has had its last code.</summary>
    [Fact]
    public async Task Codes_that_nobody_enters_are_sent_further_and_further_apart_until_one_opens_the_page()
    {
        string path = await StartAsync(SecondFactor.Code, s_contact);
        await PostAsync(path, ("send", "1"));
        double[] minutes = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720];
        foreach (TimeSpan wait in minutes.Select(TimeSpan.FromMinutes))
        {
            int before = _sent.Codes.Count;
            _app.Clock.Now += wait - TimeSpan.FromSeconds(1);
            Assert.Equal((HttpStatusCode.TooManyRequests, before), ((await PostAsync(path, ("send", "1"))).Status, _sent.Codes.Count));
            _app.Clock.Now += TimeSpan.FromSeconds(1);
            Assert.Equal((HttpStatusCode.OK, before + 1), ((await PostAsync(path, ("send", "1"))).Status, _sent.Codes.Count));
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(path, _sent.Codes[^1].Code)).Status);
        _app.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(path, ("send", "1"))).Status);
        _app.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(path, ("send", "1"))).Status);
    }

    [Fact]
    public async Task Who_has_no_number_on_file_gets_a_code_by_email_and_who_has_nothing_on_file_is_not_asked()
    {
        string path = await StartAsync(SecondFactor.LastDigits, new Contact(null, "taro@example.jp"));
        Entitlement nobody = await _app.OweAsync(1234);

        await PostAsync(path, ("send", "1"));

        Assert.Equal((null, "taro@example.jp"), (_sent.Codes[0].To.Phone, _sent.Codes[0].To.Email));
        Assert.Equal(HttpStatusCode.SeeOther, (await ProveAsync(path, _sent.Codes[0].Code)).Status);
        Assert.NotNull((await _app.LookAsync(_app.PathOf(nobody))).Page.QuerySelector(".amount"));
    }

    [Fact]
    public async Task The_genuine_page_says_what_is_asked_and_a_file_can_ask_for_it()
    {
        await StartAsync(SecondFactor.LastDigits, s_contact);
        System.Text.Json.Nodes.JsonObject file = CampaignFiles.Json("kumamoto");
        file["receipt"]!["secondFactor"] = "code";

        Assert.Contains("下4桁", (await _app.LookAsync("/genuine/kumamoto")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(SecondFactor.Code, CampaignFile.Parse("kumamoto.json", System.Text.Encoding.UTF8.GetBytes(file.ToJsonString())).SecondFactor);
        Assert.All(["kumamoto", "okinawa", "tochigi", "yamaguchi"], id => Assert.Equal(SecondFactor.None, CampaignFiles.Read(id).SecondFactor));
    }

    private async Task<string> StartAsync(SecondFactor factor, Contact contact)
    {
        _app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { SecondFactor = factor }, services => services.AddSingleton<IProofSender>(_sent));
        await _app.FillAsync(1234, each: 1);
        return await OweAsync(contact);
    }

    private async Task<string> OweAsync(Contact contact)
    {
        Entitlement owed = await _app.OweAsync(1234);
        await _app.Get<EntitlementContacts>().KeepAsync([(owed, contact)], CancellationToken.None);
        return _app.PathOf(owed);
    }

    private Task<(HttpStatusCode Status, string? Cookie)> ProveAsync(string path, string typed) => PostAsync(path, ("proof", typed));

    private async Task<(HttpStatusCode Status, string? Cookie)> PostAsync(string path, (string Name, string Value) field)
    {
        using FormUrlEncodedContent form = new([KeyValuePair.Create(field.Name, field.Value)]);
        using HttpResponseMessage answer = await _app.Client.PostAsync(path, form);
        return (answer.StatusCode, answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies) ? cookies.Single().Split(';')[0] : null);
    }

    /// <summary>The cookie is for TLS only, so that a client over HTTP has to be told to send it.</summary>
    private async Task<IDocument> LookAsync(string path, string? cookie)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using HttpResponseMessage answer = await _app.Client.SendAsync(request);
        return await ReceiptApp.ParseAsync(answer);
    }

    private sealed class SentProofs : IProofSender
    {
        public List<(Contact To, string Code)> Codes { get; } = [];

        public bool IsDown { get; set; }

        public Task<bool> SendAsync(Campaign campaign, Contact to, string code, int minutes, Language language, CancellationToken cancellationToken)
        {
            Codes.Add((to, code));
            return Task.FromResult(!IsDown);
        }
    }
}
