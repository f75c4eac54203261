using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Azure;
using Azure.Communication.Email;
using Compensation.Emulators.Communication;

namespace Compensation.Tests.Local.Communication;

public sealed class PageTests : EmulatorTest
{
    private CommunicationEmulatorOptions Rewriting => Options with { LinkRewrite = new LinkRewrite("https://campaign.example.jp", "http://127.0.0.1:7071") };

    [Fact]
    public async Task A_phone_shows_its_messages_with_links_that_lead_to_the_local_site()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rewriting);
        await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "受取 https://campaign.example.jp/r/a?x=1&y=2 <b>");

        IDocument page = await GetAsync(emulator, "/phones/%2B819011112222");

        IElement link = page.QuerySelector("article a")!;
        Assert.Equal("https://campaign.example.jp/r/a?x=1&y=2", link.TextContent);
        Assert.Equal("http://127.0.0.1:7071/r/a?x=1&y=2", link.GetAttribute("href"));
        Assert.EndsWith("<b>", page.QuerySelector("article p")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("090-1111-2222", "+819011112222")]
    [InlineData("+819033334444", "+819033334444")]
    [InlineData("特別", "+819033334444")]
    public async Task Phones_are_found_by_number_and_by_text(string search, string found)
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        await SmsClientOf(emulator).SendAsync(Sender, "+819011112222", "お知らせ");
        await SmsClientOf(emulator).SendAsync(Sender, "+819033334444", "特別なお知らせ");
        await SmsClientOf(emulator).SendAsync(Sender, "+819033334444", "その後");

        IDocument page = await GetAsync(emulator, "/phones?q=" + Uri.EscapeDataString(search));

        Assert.Equal(found, Assert.Single(page.QuerySelectorAll("li a")).TextContent);
    }

    [Fact]
    public async Task Each_phone_is_listed_once_newest_first_and_page_by_page()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        await SmsClientOf(emulator).SendAsync(Sender, Enumerable.Range(0, 60).Select(i => $"+8190111122{i + 10}"), "一");
        await SmsClientOf(emulator).SendAsync(Sender, "+819011112210", "二");

        IDocument first = await GetAsync(emulator, "/phones");
        IDocument second = await GetAsync(emulator, first.QuerySelector("main p a")!.GetAttribute("href")!);

        Assert.Equal("+819011112210", first.QuerySelector("li a")!.TextContent);
        Assert.Equal(50, first.QuerySelectorAll("li").Length);
        Assert.Equal(10, second.QuerySelectorAll("li").Length);
    }

    [Fact]
    public async Task A_mailbox_shows_subject_text_and_the_framed_html()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Rewriting);
        EmailMessage mail = MailTo("hanako@example.jp");
        mail.Content.Html = "<a href=\"https://campaign.example.jp/r/abc\">受け取る</a>";
        await EmailClientOf(emulator).SendAsync(WaitUntil.Started, mail);

        IDocument list = await GetAsync(emulator, "/mailboxes?q=hanako");
        IDocument page = await GetAsync(emulator, list.QuerySelector("li a")!.GetAttribute("href")!);

        Assert.Equal("お知らせ", page.QuerySelector("article h2")!.TextContent);
        Assert.Equal("http://127.0.0.1:7071/r/abc", page.QuerySelector("article p a")!.GetAttribute("href"));
        Assert.Contains("href=\"http://127.0.0.1:7071/r/abc\"", page.QuerySelector("iframe")!.GetAttribute("srcdoc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_and_the_statistics_count_what_was_asked()
    {
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(Options);
        await SmsClientOf(emulator).SendAsync(Sender, ["+819011112222", "+819011110000"], "お知らせ");
        await EmailClientOf(emulator).SendAsync(WaitUntil.Started, MailTo("hanako@example.jp"));
        using HttpClient http = new() { BaseAddress = emulator.BaseAddress };

        Dictionary<string, long> stats = (await http.GetFromJsonAsync<Dictionary<string, long>>("/emulator/stats"))!;
        IDocument page = await GetAsync(emulator, "/");

        Assert.Equal((1, 1, 1, 1), (stats["smsAccepted"], stats["smsRefused"], stats["emailAccepted"], stats["reportsWaiting"]));
        Assert.Equal(4, page.QuerySelectorAll("tr").Length);
        JsonElement messages = await http.GetFromJsonAsync<JsonElement>("/emulator/messages?after=1&take=10");
        Assert.Equal(2, messages.GetArrayLength());
        JsonElement mail = (await http.GetFromJsonAsync<JsonElement>("/emulator/messages?to=hanako@example.jp"))[0];
        Assert.Equal("email", mail.GetProperty("channel").GetString());
    }

    private static async Task<IDocument> GetAsync(CommunicationEmulatorHost emulator, string path)
    {
        using HttpClient http = new() { BaseAddress = emulator.BaseAddress };
        return new HtmlParser().ParseDocument(await http.GetStringAsync(path));
    }
}
