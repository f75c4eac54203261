using Compensation.Emulators.Communication.Recipients;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Pages;

/// <summary>How one message looks on its phone or in its mailbox.</summary>
internal sealed class ConversationPage(CommunicationEmulatorOptions options)
{
    public string Render(StoredMessage message) =>
        $"""
        <article{(ArrivesAt(message) is null ? " class=\"lost\"" : "")}>
        <small>{Html.Escape(message.Ask.From)} · {Html.Time(message.At)} · {Html.Escape(State(message))}</small>
        {(message.Ask.Subject is { } subject ? $"<h2>{Html.Escape(subject)}</h2>" : "")}
        <p>{Html.WithLinks(message.Ask.Text, options.LinkRewrite)}</p>
        {(message.Ask.Html is { } html ? $"<details><summary>HTML</summary><iframe sandbox=\"allow-popups allow-top-navigation-by-user-activation\" title=\"HTML\" srcdoc=\"{Html.Escape(Framed(html))}\"></iframe></details>" : "")}
        </article>
        """;

    private string State(StoredMessage message)
    {
        if (message.IsRepeat)
        {
            return "再送(届かない) repeat, not delivered again";
        }

        if (message.MessageId is null)
        {
            return "拒否 refused";
        }

        if (ArrivesAt(message) is not { } arrives)
        {
            return $"不達 {Fate.Of(message.Ask.Channel, message.Ask.To).Report?.Status}";
        }

        return arrives > options.Time.GetUtcNow() ? "配達中 on its way" : $"着信 delivered {Html.Time(arrives)}";
    }

    private static DateTimeOffset? ArrivesAt(StoredMessage message) => message.IsAccepted ? message.ToPublic().DeliveredAt : null;

    /// <summary>Links of the e-mail open in the window, not in the frame.</summary>
    private string Framed(string html)
    {
        string rewritten = options.LinkRewrite is { } rewrite
            ? html.Replace($"href=\"{rewrite.From}", $"href=\"{rewrite.To}", StringComparison.OrdinalIgnoreCase)
            : html;
        return "<base target=\"_top\">" + rewritten;
    }
}
