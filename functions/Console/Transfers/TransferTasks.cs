using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Compensation.Transfers.Checking;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.Transfers;

/// <summary>Checking, releasing, holding and resolving a transfer, in the version that was looked at.</summary>
public sealed class TransferTasks(CheckTransfers check, ReleaseTransfers release, HoldTransfer hold, ResolveTransfer resolve, PayAgain payAgain)
{
    private const string Check = "check";
    private const string Release = "release";
    private const string Hold = "hold";
    private const string Resolve = "resolve";
    private const string Again = "again";

    internal static IReadOnlyList<string> For(Transfer one) => one.State switch
    {
        TransferState.Requested => [Check, Hold],
        TransferState.Checked => [Release, Hold],
        TransferState.Released => [Hold],
        TransferState.Review => [Resolve],
        TransferState.Returned when PayAgain.MayBePaidAgain(one) => [Again],
        _ => [],
    };

    internal static string Title(Screen screen, string task) => task switch
    {
        Check => screen.Say("点検した", "It is checked"),
        Release => screen.Say("承認する", "Release"),
        Hold => screen.Say("保留にする", "Hold"),
        Again => screen.Say("同じ口座にもう一度振り込む", "Pay it again"),
        _ => screen.Say("銀行の回答を記録する", "Say what the bank said"),
    };

    /// <returns>The form; null where there is no such task.</returns>
    internal static TaskForm? FormOf(Screen screen, Transfer one, string task, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null) => task is not (Check or Release or Hold or Resolve or Again) ? null
        : new TaskForm(Title(screen, task), $"transfers/{one.Id}")
        {
            Sent = sent,
            Errors = errors ?? [],
            LookedAt = sent is not null ? TaskForm.VersionOf(sent) : task == Resolve ? one.Said : one.Version,
            AsksReason = task is Hold or Resolve or Again,
            Words = Html.Of($"<p>{WordsOf(screen, task)} {screen.Language.Sum(one.Amount)}</p>"),
            Fields = task switch
            {
                Check when one.HasUnknownBranch => Html.Of($"{new Choices("branch", screen.Say("支店", "Branch"), [new Choice("looked-up", screen.Say("支店を銀行の資料で確かめた", "The branch was looked up"))]) { Language = screen.Language, Several = true, Chosen = sent?.All("branch") ?? [] }}"),
                Resolve => Html.Of($"{new Choices("paid", screen.Say("どちらですか", "Which?"), [new Choice("yes", screen.Say("振り込まれた", "It was paid")), new Choice("no", screen.Say("戻ってきた", "It came back"))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent["paid"]], Error = (errors ?? []).Of("paid") }}"),
                _ => Html.Empty,
            },
        };

    internal async Task<IResult> DoAsync(Screen screen, Transfer one, string task, TaskForm form, CancellationToken cancellationToken)
    {
        PostedForm sent = form.Sent!;
        List<FieldError> errors = task is Hold or Resolve or Again ? [.. TaskForm.ErrorsOfReason(screen, sent)] : [];
        if (task == Resolve && sent["paid"] is not ("yes" or "no"))
        {
            errors.Add(new FieldError("paid", screen.Say("どちらかを選んでください。", "Choose one.")));
        }

        if (errors.Count > 0)
        {
            return (FormOf(screen, one, task, sent, errors)!).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        return await ActAsync(screen, one, task, sent, cancellationToken) is { } why ? (form with { Refusal = why }).Show(screen) : new SeeOther(screen.At($"transfers/{one.Id}"));
    }

    /// <returns>Why it was not done; null where it was.</returns>
    private async Task<string?> ActAsync(Screen screen, Transfer one, string task, PostedForm sent, CancellationToken cancellationToken)
    {
        DecidedTransfer[] decided = [new(one.Id, TaskForm.VersionOf(sent), sent.All("branch").Count > 0)];
        string reason = sent[TaskForm.Reason];
        return task switch
        {
            Check => WhyNot(await check.HandleAsync(screen.Campaign, screen.Person, decided, cancellationToken)),
            Release => WhyNot(await release.HandleAsync(screen.Campaign, screen.Person, decided, cancellationToken)),
            Hold => await hold.HandleAsync(screen.Campaign, one.Id, new HoldRequest(TaskForm.VersionOf(sent), reason), screen.Person, cancellationToken) is null ? "The transfer has changed since, or stands in a file already." : null,
            Again => await payAgain.HandleAsync(screen.Campaign, one.Id, screen.Person, TaskForm.KeyOf(sent), cancellationToken) is null ? PayAgain.NotOurs : null,
            _ => await resolve.HandleAsync(screen.Campaign, one.Id, new ResolveRequest(sent["paid"] == "yes", reason) { Said = TaskForm.VersionOf(sent) }, screen.Person, TaskForm.KeyOf(sent), cancellationToken) is null ? "The transfer is not in review, or the bank has said more since it was looked at." : null,
        };
    }

    private static string? WhyNot(IReadOnlyList<MadeDecision> made) => made[0].Outcome switch
    {
        DecisionOutcome.Done => null,
        DecisionOutcome.SamePerson => "A second person has to approve: whoever has checked it cannot release it.",
        DecisionOutcome.BranchUnknown => "The branch is not known: look it up, and say so.",
        DecisionOutcome.NotConfirmed => "The bank did not confirm the account: the transfer is held.",
        DecisionOutcome.BankSilent => "The bank did not answer: try again later.",
        _ => "The transfer has changed since, or stands in a file already.",
    };

    private static string WordsOf(Screen screen, string task) => task switch
    {
        Check => screen.Say("銀行・支店・口座・名義を確かめてから押してください。", "Look at bank, branch, account and holder first."),
        Release => screen.Say("点検した人とは別の人が承認します。", "Another person than checked it releases it."),
        Hold => screen.Say("お申し込みの方にお知らせします。", "The person is told."),
        Again => screen.Say("当方の都合で戻った振込です。もう一度、点検と承認をします。", "It came back by our own side's doing. It is checked and released once more."),
        _ => screen.Say("銀行に確かめたことを記録します。", "What the bank has said, once it was asked."),
    };
}
