using Compensation.CallCentre.People;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.People;

/// <summary>Taking a right away from a person to whom it was joined by mistake: what stays and what changes is said first.</summary>
public sealed class ApartTask(TakeApart apart, TakePersonApart act)
{
    public const string Name = "take-apart";

    /// <summary>Whether it is offered to whoever looks.</summary>
    internal static bool IsOpen(Screen screen) => screen.Opens(nameof(TakePersonApart));

    internal async Task<Page> AskAsync(Screen screen, EntitlementId person, CancellationToken cancellationToken) =>
        IsOpen(screen) && await apart.FindJoinedAsync(screen.Campaign, person, cancellationToken) is { Count: > 1 } joined ? FormOf(screen, person, joined).Show(screen) : screen.NotFound();

    internal async Task<IResult> DoAsync(Screen screen, EntitlementId person, PostedForm sent, CancellationToken cancellationToken)
    {
        if (!IsOpen(screen) || await apart.FindJoinedAsync(screen.Campaign, person, cancellationToken) is not { } joined)
        {
            return screen.NotFound();
        }

        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (FormOf(screen, person, joined) with { Sent = sent, Errors = errors }).Show(screen);
        }

        await act.HandleAsync(screen.Request.HttpContext, screen.Campaign, person, sent[TaskForm.Reason]);
        return new SeeOther(screen.At($"people/{person}"));
    }

    private static TaskForm FormOf(Screen screen, EntitlementId person, IReadOnlyList<Entitlement> joined) => new(TitleOf(screen), $"people/{person}")
    {
        Words = Html.Of($"""
            <p class="several">{screen.Say("このクーポンを、まとめられている次のクーポンから切り離します。リンク・連絡先・これまでのお知らせ・金額は、どれも変わりません。これからは別々にお知らせします。", "This right is taken away from those below. Links, contacts, messages and money of each stay as they are; from now on each is written to for itself.")}</p>
            <ul class="next">{joined.Where(other => other.Id != person).Select(other => Html.Of($"<li>{screen.Link($"people/{other.Id}", other.Id.ToString())} {screen.Language.Sum(other.Amount)} {screen.Language.Of(other.State)}</li>"))}</ul>
            <p>{screen.Say("連絡先がどちらかの方のものでないときは、このあとその方の連絡先を直してください。前のリンクが使えなくなります。", "Where the number is not one of theirs, correct it afterwards: the old link dies with it.")}</p>
            """),
    };

    internal static string TitleOf(Screen screen) => screen.Say("別の方として切り離す", "Take apart: it is another person's");
}
