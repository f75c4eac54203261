using Compensation.Applications.Typing;
using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Cases;

/// <summary>What is done with a double charge. Each page carries the version, the balance and the related cases that were looked at: on any other nothing is done.</summary>
public sealed class CaseTasks(CaseRoom room, RecordShopCall calls, CorrectionTask correction)
{
    private const string Approve = "approve";
    private const string ShopCall = "shop-call";
    private const string AskAgain = "ask-again";
    private const string Refuse = "refuse";
    private const string Reopen = "reopen";

    /// <summary>What can be done with a case as it stands.</summary>
    internal static IReadOnlyList<string> For(CaseState state) => state switch
    {
        CaseState.AskingShop or CaseState.ShopDenied or CaseState.ShopSilent => [ShopCall, AskAgain, CorrectionTask.Name, Refuse],
        CaseState.Confirmed or CaseState.Blocked => [Approve, AskAgain, CorrectionTask.Name, Refuse],
        CaseState.Refused => [Reopen],
        _ => [],
    };

    internal static string Title(Screen screen, string task) => task switch
    {
        Approve => screen.Say("承認して残高に戻す", "Approve, and put it back"),
        ShopCall => screen.Say("お店との電話を記録する", "Record a call with the shop"),
        AskAgain => screen.Say("お店にもう一度たずねる", "Ask the shop again"),
        CorrectionTask.Name => CorrectionTask.TitleOf(screen),
        Refuse => screen.Say("断る・取り下げる", "Refuse"),
        _ => screen.Say("もう一度取り上げる", "Take it up again"),
    };

    /// <returns>The form; null where there is no such task.</returns>
    internal static TaskForm? FormOf(Screen screen, CaseDetails details, string task, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        if (task == CorrectionTask.Name)
        {
            return CorrectionTask.FormOf(screen, details, sent, errors ?? []);
        }

        if (task is not (Approve or ShopCall or AskAgain or Refuse or Reopen))
        {
            return null;
        }

        IReadOnlyList<FieldError> wrong = errors ?? [];
        return new TaskForm(Title(screen, task), $"cases/{details.Case.Number}")
        {
            Sent = sent,
            Errors = wrong,
            LookedAt = sent is null ? details.Case.Version : TaskForm.VersionOf(sent),
            AsksReason = task is not (Approve or ShopCall),
            Words = Html.Of($"{CasePage.Facts(screen, details)}"),
            Fields = task switch
            {
                Approve => ApprovalFields(screen, details, sent),
                ShopCall => CallFields(screen, details, sent, wrong),
                Refuse => Html.Of($"{new Choices("because", screen.Say("なぜですか", "Why?"), [.. Enum.GetValues<CaseRefusal>().Where(one => one != CaseRefusal.NotDecidedInTime).Select(one => new Choice(one.ToString(), screen.Language.Of(one)))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent["because"]], Error = wrong.Of("because") }}"),
                _ => Html.Empty,
            },
        };
    }

    internal async Task<IResult> DoAsync(Screen screen, CaseDetails details, string task, TaskForm form, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        (PostedForm sent, CaseNumber number) = (form.Sent!, details.Case.Number);
        IReadOnlyList<FieldError> errors = ErrorsOf(screen, task, sent);
        if (errors.Count > 0)
        {
            return (form with { Errors = errors }).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        List<FieldError> wrong = [];
        switch (task == CorrectionTask.Name ? await correction.HandleAsync(screen, number, sent, wrong, cancellationToken) : await ActAsync(screen, number, task, sent, cancellationToken))
        {
            case CaseDone.Unreadable:
                return CorrectionTask.FormOf(screen, details, sent, wrong).Show(screen);
            case CaseDone.Done { Case: var one }:
                await orchestrations.TellAsync(one, cancellationToken);
                return new SeeOther(screen.At($"cases/{number}"));
            case CaseDone.NotNow { Why: var why }:
                return (form with { Refusal = why }).Show(screen);
            default:
                return screen.NotFound();
        }
    }

    private Task<CaseDone> ActAsync(Screen screen, CaseNumber number, string task, PostedForm sent, CancellationToken cancellationToken)
    {
        int version = TaskForm.VersionOf(sent);
        string reason = sent[TaskForm.Reason];
        switch (task)
        {
            case Approve:
                string[] seen = sent["seen"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                CaseApproval approval = new(version, long.TryParse(sent["balance"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long balance) ? balance : -1, seen);
                return room.Desk.ApproveAsync(screen.Campaign, room.ToAct(number, screen.Person, approval), new Yen(approval.Balance), [.. seen.Where(one => CaseNumber.TryParse(one, out _)).Select(CaseNumber.Parse)], cancellationToken);
            case ShopCall:
                ShopCall call = CallOf(sent);
                CaseToAct act = room.ToAct(number, screen.Person, call);
                return room.Desk.RecordCallAsync(screen.Campaign, act, calls.AnswerOf(act, call), cancellationToken);
            case AskAgain:
                return room.Desk.AskAgainAsync(screen.Campaign, room.ToAct(number, screen.Person, new CaseReason(version, reason)), cancellationToken);
            case Refuse:
                CaseRefusal because = Enum.Parse<CaseRefusal>(sent["because"]);
                return room.Desk.RefuseAsync(screen.Campaign, room.ToAct(number, screen.Person, new CaseRefusalAct(version, because, reason)), because, cancellationToken);
            default:
                return room.Desk.ReopenAsync(screen.Campaign, room.ToAct(number, screen.Person, new CaseReason(version, reason)), cancellationToken);
        }
    }

    private static ShopCall CallOf(PostedForm sent) => new(TaskForm.VersionOf(sent), sent["confirms"] == "yes", sent["spoke-with"], sent["rung"]) { Remark = string.IsNullOrWhiteSpace(sent["remark"]) ? null : sent["remark"] };

    private static IReadOnlyList<FieldError> ErrorsOf(Screen screen, string task, PostedForm sent)
    {
        List<FieldError> errors = [];
        switch (task)
        {
            case Approve:
                break;
            case ShopCall:
                Check(sent["confirms"] is "yes" or "no", "confirms", "お店の返事を選んでください。", "Choose what the shop said.");
                Check(Operators.IsLine(sent["spoke-with"], 100), "spoke-with", "お店の方のお名前を入力してください。", "Enter with whom you spoke.");
                Check(TypedPhone.TryParse(sent["rung"], out _), "rung", "かけた電話番号を入力してください。", "Enter the number that was rung.");
                Check(string.IsNullOrWhiteSpace(sent["remark"]) || Operators.IsLine(sent["remark"], 300), "remark", "300文字以内の1行で入力してください。", "Enter one line of at most 300 characters.");
                break;
            default:
                Check(task != Refuse || Enum.TryParse(sent["because"], out CaseRefusal because) && Enum.IsDefined(because), "because", "理由を選んでください。", "Choose why.");
                errors.AddRange(TaskForm.ErrorsOfReason(screen, sent));
                break;
        }

        return errors;

        void Check(bool isSo, string field, string japanese, string english)
        {
            if (!isSo)
            {
                errors.Add(new FieldError(field, screen.Say(japanese, english)));
            }
        }
    }

    /// <summary>What was looked at goes along: as it is sent again it stays what it was.</summary>
    private static Html ApprovalFields(Screen screen, CaseDetails details, PostedForm? sent) => Html.Of($"""
        {TaskForm.Hidden("balance", sent?["balance"] ?? $"{details.Coupon?.Balance.Amount}")}{TaskForm.Hidden("seen", sent?["seen"] ?? string.Join(' ', details.Related.Select(other => other.Case.Number.Value)))}
        <p>{screen.Say($"{details.Case.Amount}を、残高 {details.Coupon?.Balance} のクーポンに戻します。戻したあとは取り消せません。", $"{screen.Language.Sum(details.Case.Amount)} is put back on a coupon that holds {screen.Language.Sum(details.Coupon?.Balance)}. It cannot be undone.")}</p>
        {(details.Related.Count == 0 ? Html.Empty : Html.Of($"<p class=\"error\">{screen.Say($"同じクーポン・同じレシートの件が{details.Related.Count}件あります。先に確かめてください。", $"There are {details.Related.Count} other cases about the same coupon or receipt: look at them first.")}</p>"))}
        """);

    private static Html CallFields(Screen screen, CaseDetails details, PostedForm? sent, IReadOnlyList<FieldError> wrong) => Html.Of($"""
        {new Choices("confirms", screen.Say("お店の返事", "What the shop said"), [new Choice("yes", screen.Say("お申し出のとおり", "It was so")), new Choice("no", screen.Say("違う", "It was not"))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent["confirms"]], Error = wrong.Of("confirms") }}
        {new TextField("spoke-with", screen.Say("お店の方のお名前", "With whom you spoke")) { Language = screen.Language, Value = sent?["spoke-with"], Error = wrong.Of("spoke-with"), AutoComplete = "off" }}
        {new TextField("rung", screen.Say("かけた電話番号", "The number that was rung")) { Language = screen.Language, Value = sent?["rung"] ?? details.Facts.ShopPhone, Error = wrong.Of("rung"), InputMode = "tel", AutoComplete = "off", Characters = 20 }}
        {new TextField("remark", screen.Say("補足（任意）", "Anything to add (optional)")) { Language = screen.Language, Value = sent?["remark"], Error = wrong.Of("remark"), AutoComplete = "off" }}
        """);
}
