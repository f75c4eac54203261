using System.Globalization;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Pages;

/// <summary>What a person looks at: the counts, who got something, and each phone or mailbox with its messages.</summary>
internal sealed class EmulatorPages(MessageStore store, CommunicationEmulatorOptions options)
{
    private const int RecipientsPerPage = 50;
    private const int MessagesPerPage = 100;

    private readonly ConversationPage _conversation = new(options);

    public static void Map(WebApplication app, MessageStore store, CommunicationEmulatorOptions options)
    {
        EmulatorPages pages = new(store, options);
        app.MapGet("/", pages.Overview);
        app.MapGet("/phones", (HttpContext http, string? q, long? before) =>
            pages.Recipients(http, MessageChannel.Sms, "電話 Phones", "/phones", q, before));
        app.MapGet("/mailboxes", (HttpContext http, string? q, long? before) =>
            pages.Recipients(http, MessageChannel.Email, "メール Mailboxes", "/mailboxes", q, before));
        app.MapGet("/phones/{recipient}", pages.Conversation);
        app.MapGet("/mailboxes/{recipient}", pages.Conversation);
    }

    private IResult Overview(HttpContext http)
    {
        IEnumerable<string> rows = EmulatorApi.Statistics(store).Select(total => string.Create(
            CultureInfo.InvariantCulture, $"<tr><th>{Html.Escape(Label(total.Key))}</th><td>{total.Value:N0}</td></tr>"));
        return Html.Page(
            http, "通信エミュレーター Communication emulator", $"<p>{Html.Time(options.Time.GetUtcNow())}</p><table>{string.Concat(rows)}</table>");
    }

    private IResult Recipients(HttpContext http, MessageChannel channel, string title, string path, string? search, long? before)
    {
        string wanted = (search ?? "").Trim();
        List<StoredMessage> newest = store.Reader.Newest(
            channel, channel == MessageChannel.Sms ? AsStored(wanted) : wanted, before ?? long.MaxValue, RecipientsPerPage);
        string items = string.Concat(newest.Select(message =>
            $"<li><a href=\"{path}/{Uri.EscapeDataString(message.Ask.To)}\">{Html.Escape(message.Ask.To)}</a> <small>{Html.Time(message.At)}</small><br>{Html.Escape(Excerpt(message.Ask))}</li>"));
        string more = newest.Count < RecipientsPerPage
            ? ""
            : $"<p><a href=\"{path}?q={Uri.EscapeDataString(wanted)}&amp;before={newest[^1].Sequence.ToString(CultureInfo.InvariantCulture)}\">次へ More</a></p>";
        return Html.Page(
            http,
            title,
            $"""
            <form role="search"><input type="search" name="q" value="{Html.Escape(wanted)}" aria-label="検索 Search" placeholder="番号・宛先・本文 Number, address or text"><button>検索 Search</button></form>
            {(newest.Count == 0 ? "<p>ありません。None.</p>" : $"<ul>{items}</ul>")}
            {more}
            """);
    }

    private IResult Conversation(HttpContext http, string recipient, long after = 0)
    {
        List<StoredMessage> messages = store.Reader.To(recipient, after, MessagesPerPage);
        string more = messages.Count < MessagesPerPage
            ? ""
            : $"<p><a href=\"?after={messages[^1].Sequence.ToString(CultureInfo.InvariantCulture)}\">次へ More</a></p>";
        return Html.Page(http, recipient, messages.Count == 0 ? "<p>ありません。None.</p>" : string.Concat(messages.Select(_conversation.Render)) + more);
    }

    /// <summary>A number typed as it is read in Japan (090-1234-5678) is found as it is stored (+819012345678).</summary>
    private static string AsStored(string search)
    {
        string digits = string.Concat(search.Where(char.IsAsciiDigit));
        bool isNumber = digits.Length > 0 && search.All(c => char.IsAsciiDigit(c) || c is '-' or ' ' or '(' or ')' or '+');
        return !isNumber ? search : digits.StartsWith('0') ? digits[1..] : digits;
    }

    private static string Excerpt(Ask ask)
    {
        string text = ask.Subject ?? ask.Text;
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    private static string Label(string total) => total switch
    {
        "smsAccepted" => "SMS 受付 accepted",
        "smsRefused" => "SMS 拒否 refused",
        "smsRepeated" => "SMS 再送 repeated",
        "emailAccepted" => "メール 受付 accepted",
        "emailRepeated" => "メール 再送 repeated",
        Totals.ReportsPosted => "配信結果 送信済み reports posted",
        Totals.ReportsGivenUp => "配信結果 断念 reports given up",
        "reportsWaiting" => "配信結果 待ち reports waiting",
        _ => total,
    };
}
