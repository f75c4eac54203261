using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.ConsolePages.Kit;

/// <summary>The second page of what is taken down during a call: what was understood, to be read back to the caller before it counts. What was typed goes along, and can be changed.</summary>
/// <param name="Title">What is done.</param>
/// <param name="BackTo">The page that it belongs to.</param>
/// <param name="Sent">What was typed.</param>
/// <param name="Inputs">The names of its fields.</param>
internal sealed record ReadBack(string Title, string BackTo, PostedForm Sent, IReadOnlyList<string> Inputs)
{
    private const string Step = "step";
    private const string Confirmed = "read-back";

    private const string Confirming = "confirm";
    private const string Changing = "change";

    /// <summary>What is read back.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; init; } = [];

    /// <summary>Why it was not taken.</summary>
    public string? Refusal { get; init; }

    public string? Button { get; init; }

    /// <summary>Whether this page was sent, with or without the caller's yes.</summary>
    public static bool IsShown(PostedForm sent) => sent[Step] == Confirming;

    /// <summary>Whether the caller has heard it and agreed.</summary>
    public static bool IsAgreed(PostedForm sent) => IsShown(sent) && sent.All(Confirmed).Contains("yes", StringComparer.Ordinal);

    /// <summary>Whether something of it is to be typed anew.</summary>
    public static bool IsToChange(PostedForm sent) => sent[Step] == Changing;

    public Page Show(Screen screen)
    {
        bool isUnread = IsShown(Sent) && !IsAgreed(Sent);
        string unread = screen.Say("読み上げて確かめてから、チェックしてください。", "Read it to the caller, and tick it once he agrees.");
        return new TaskForm(Title, BackTo)
        {
            Sent = Sent,
            AsksReason = false,
            Refusal = Refusal,
            Button = Button,
            Errors = isUnread ? [new FieldError(Confirmed, unread)] : [],
            Words = Html.Of($"""
                <p>{screen.Say("次の内容を、お客様に読み上げて確かめてください。", "Read this to the caller.")}</p>
                {new SummaryList(screen.Language, Rows)}
                """),
            Fields = Html.Of($"""
                {Hidden(Confirming)}
                {new Choices(Confirmed, screen.Say("お客様の確認", "The caller"), [new Choice("yes", screen.Say("読み上げて、まちがいないと確かめた", "It was read to him, and he agrees"))]) { Language = screen.Language, Several = true, Error = isUnread ? unread : null }}
                """),
            After = Html.Of($"{new Form(Html.Of($"{screen.Token}{TaskForm.Hidden(TaskForm.Key, TaskForm.KeyOf(Sent))}{Hidden(Changing)}"), Html.Empty, screen.Say("直す", "Change it")) { IsQuiet = true }}"),
        }.Show(screen);
    }

    private Html Hidden(string step) => Html.Of($"{TaskForm.Hidden(Step, step)}{Inputs.SelectMany(name => Sent.All(name).Select(value => TaskForm.Hidden(name, value)))}");
}
