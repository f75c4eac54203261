using Compensation.CallCentre.Erasing;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.People;

/// <summary>Erasing a person on his request: first what will be erased and what stands against it, then doing it.</summary>
public sealed class EraseTask(PlanErasure plans, EraseOnRequest erase)
{
    public const string Name = "erase";

    private const string Plan = "plan";
    private const string GivesUp = "gives-up";

    /// <summary>Whether it is offered to whoever looks.</summary>
    internal static bool IsOpen(Screen screen) => screen.Opens(nameof(ErasePerson));

    internal async Task<Page> AskAsync(Screen screen, EntitlementId person, CancellationToken cancellationToken) =>
        IsOpen(screen) && await plans.HandleAsync(screen.Campaign, person, cancellationToken) is { Erased: null } plan ? PageOf(screen, person, plan) : screen.NotFound();

    internal async Task<IResult> DoAsync(Screen screen, EntitlementId person, PostedForm sent, CancellationToken cancellationToken)
    {
        if (!IsOpen(screen) || await plans.HandleAsync(screen.Campaign, person, cancellationToken) is not { } plan)
        {
            return screen.NotFound();
        }

        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (FormOf(screen, person, plan) with { Sent = sent, Errors = errors }).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        bool givesUp = sent.All(GivesUp).Count > 0;
        return await erase.HandleAsync(screen.Request.HttpContext, screen.Campaign, person, sent[Plan], givesUp, screen.Person.Name) switch
        {
            ErasureAnswer.Done => new SeeOther(screen.At($"people/{person}")),
            ErasureAnswer.NotNow { Why: var why, Plan: var now } => (FormOf(screen, person, now) with { Sent = sent, Refusal = why }).Show(screen),
            _ => screen.NotFound(),
        };
    }

    internal static string TitleOf(Screen screen) => screen.Say("個人情報を消去する", "Erase what is personal");

    /// <summary>Where something stands against it that the person cannot decide, there is nothing to send.</summary>
    private static Page PageOf(Screen screen, EntitlementId person, ErasurePlan plan)
    {
        if (!plan.BarsUnless(givesUp: true).Any())
        {
            return FormOf(screen, person, plan).Show(screen);
        }

        string title = TitleOf(screen);
        return screen.Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p class="several">{screen.Say("まだ消去できません。", "It cannot be done yet.")}</p>
            {BarsOf(screen, person, plan)}
            <p class="way">{screen.Link($"people/{person}", screen.Say("もどる", "Back"))}</p>
            """));
    }

    private static TaskForm FormOf(Screen screen, EntitlementId person, ErasurePlan plan) => new(TitleOf(screen), $"people/{person}")
    {
        Button = screen.Say("消去する（元に戻せません）", "Erase; it cannot be undone"),
        Words = Html.Of($"""
            <p class="several">{screen.Say("消去するもの：", "This is what will be erased:")}</p>
            <ul>{ThingsOf(screen, plan.Erases).Select(thing => Html.Of($"<li>{thing}</li>"))}</ul>
            {OthersOf(screen, person, plan)}
            <p>{screen.Say("金額・状態・日付、残高の確定とその証明、操作の記録は残ります。受け取りのリンクは開けなくなり、コードもお見せできなくなります。", "Amounts, states and dates, the seal and its proof, and the record of acts stay. His receipt link does not open any more, and shows no code.")}</p>
            {(plan.BankFilesUntil is { } until ? Html.Of($"<p>{screen.Say($"銀行に渡した振込データ（{string.Join('・', plan.BankFiles)}）は、{screen.Language.Instant(until)}まで残ります。", $"Files for the bank ({string.Join(", ", plan.BankFiles)}) are kept until {screen.Language.Instant(until)}.")}</p>") : Html.Empty)}
            {BarsOf(screen, person, plan)}
            """),
        Fields = Html.Of($"""
            {TaskForm.Hidden(Plan, plan.Plan)}{(plan.Bars.Any(bar => bar.Kind == ErasureBarKind.NotCollected) ? Html.Of($"{new Choices(GivesUp, screen.Say("ご本人の意思", "What the person wants"), [new Choice("yes", screen.Say("まだ受け取れる金額を放棄する", "He gives up what he can still collect"))]) { Language = screen.Language, Several = true }}") : Html.Empty)}
            """),
    };

    private static Html OthersOf(Screen screen, EntitlementId person, ErasurePlan plan) => plan.People.Count == 1 ? Html.Empty : Html.Of($"""
        <p>{screen.Say("同じ方のほかのクーポンも、まとめて消去します：", "The person's other rights are erased with it:")}</p>
        <ul class="next">{plan.People.Where(id => id != person).Select(id => Html.Of($"<li>{screen.Link($"people/{id}", id.ToString())}</li>"))}</ul>
        """);

    private static Html BarsOf(Screen screen, EntitlementId person, ErasurePlan plan) => plan.Bars.Count == 0 ? Html.Empty : Html.Of($"""
        <p class="error">{screen.Say("妨げになるもの：", "What stands against it:")}</p>
        <ul class="next">{plan.Bars.Select(bar => Html.Of($"<li>{(bar.Person == person ? Html.Empty : Html.Of($"{screen.Link($"people/{bar.Person}", bar.Person.ToString())} "))}{screen.Language.Of(bar)}</li>"))}</ul>
        """);

    private static IEnumerable<string> ThingsOf(Screen screen, ErasedThings things)
    {
        yield return screen.Say($"お名前・連絡先・お問い合わせ番号（{things.Contacts}件）と、検索の索引", $"names, contacts and inquiry numbers ({things.Contacts}), and whatever finds him by them");
        yield return screen.Say($"お知らせの送り先（{things.Messages}件）", $"where messages went ({things.Messages})");
        yield return screen.Say($"申請の内容（{things.Applications}件）", $"what was stated in applications ({things.Applications})");
        yield return screen.Say($"振込口座（{things.Transfers}件）", $"accounts ({things.Transfers})");
        yield return screen.Say($"重複決済のお申し出の内容（{things.Cases}件）", $"what was said of double charges ({things.Cases})");
        yield return screen.Say($"通話の記録（{things.Notes}件）と、操作の理由", $"notes of calls ({things.Notes}), and the reasons of acts");
    }
}
