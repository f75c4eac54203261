using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Receipts.Proof;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts.Pages;

/// <summary>What stands before a receipt page where a campaign asks for more than the link.</summary>
internal static class ProofPages
{
    public static Page Ask(AskedReceipt asked, ProofQuestion question, string token, ProofFault fault)
    {
        string title = asked.Say("ご本人の確認", "Please confirm that it is you");
        ErrorSummary errors = new(asked.Language, MessageOf(asked, question, fault) is { } message ? [new FieldError(Anchor(question), message)] : []);
        return asked.PageOf(StatusOf(fault), errors.Entitle(title), Html.Of($"""
            {errors}
            <h1>{title}</h1>
            <p>{Explained(asked, question)}</p>
            <form method="post" action="{asked.BesideThis(token)}" novalidate>
            {(question.IsCode && !question.IsSent ? Send(asked, question, "button") : Typing(asked, question, errors))}
            </form>
            {(question.IsCode && question.IsSent ? Html.Of($"""
            <form method="post" action="{asked.BesideThis(token)}">
            {Send(asked, question, "quiet")}
            </form>
            """) : Html.Empty)}
            <p>{asked.Say("電話番号が変わった場合や、お手元で確認できない場合は、下記までお問い合わせください。", "If your number has changed, or you cannot receive the code, please contact us.")}</p>
            """));
    }

    /// <summary>What is on file can no longer be read: only people can help.</summary>
    public static Page Unreadable(AskedReceipt asked)
    {
        string title = asked.Say("ご本人の確認ができません", "We cannot confirm that it is you");
        return asked.PageOf(StatusCodes.Status403Forbidden, title, Html.Of($"""
            <h1>{title}</h1>
            <p>{asked.Say("お手数ですが、下記までお問い合わせください。", "Please contact us.")}</p>
            """));
    }

    private static Html Typing(AskedReceipt asked, ProofQuestion question, ErrorSummary errors) => Html.Of($"""
        {new TextField(ProveContact.Field, question.IsCode ? asked.Say("確認番号（6桁）", "Code, six digits") : asked.Say("電話番号の下4桁", "The last four digits of your number"))
    {
        Language = asked.Language,
        InputMode = "numeric",
        AutoComplete = question.IsCode ? "one-time-code" : "off",
        Characters = 4,
        Error = errors.Errors.Of(ProveContact.Field),
    }}
        <button type="submit">{asked.Say("確認する", "Confirm")}</button>
        """);

    private static Html Send(AskedReceipt asked, ProofQuestion question, string look) => Html.Of($"""
        <button type="submit" id="{ProveContact.SendField}" class="{look}" name="{ProveContact.SendField}" value="1">{(question.IsSent
            ? asked.Say("確認番号をもう一度送る", "Send another code")
            : question.BySms ? asked.Say("確認番号をSMSで受け取る", "Send me a code by SMS") : asked.Say("確認番号をメールで受け取る", "Send me a code by e-mail"))}</button>
        {(question.Other is null ? Html.Empty : Html.Of($"""
        <button type="submit" class="quiet" name="{ProveContact.SendField}" value="{ProveContact.OtherWay}">{asked.Say("SMSが届かない場合は、メールで受け取る", "By e-mail, if no SMS arrives")}</button>
        """))}
        """);

    private static string Explained(AskedReceipt asked, ProofQuestion question) => question switch
    {
        { IsCode: false } => asked.Say(
            "お受け取りの前に、このご案内をお送りした方ご本人であることを確認します。事務局にご登録の電話番号の、下4桁を入力してください。",
            "Before you collect your points, we need to confirm that you are the person we sent the link to. Enter the last four digits of the telephone number that we have on file for you."),
        { IsSent: true } => asked.Say("ご登録の連絡先へ確認番号をお送りします。届いた6桁の番号を入力してください。", "We send a six-digit code to the phone number or e-mail address that we have on file for you. Enter it here."),
        _ => asked.Say(
            "お受け取りの前に、このご案内をお送りした方ご本人であることを確認します。ご登録の連絡先へ、確認番号をお送りします。",
            "Before you collect your points, we need to confirm that you are the person we sent the link to. We will send a code to the phone number or e-mail address that we have on file for you."),
    };

    private static string? MessageOf(AskedReceipt asked, ProofQuestion question, ProofFault fault) => fault.Kind switch
    {
        ProofFaultKind.Missing => asked.Say($"{question.Length}桁の数字を入力してください。", string.Create(CultureInfo.InvariantCulture, $"Enter {question.Length} digits.")),
        ProofFaultKind.Wrong => question.IsCode
            ? asked.Say("番号がちがうか、有効期間が過ぎています。もう一度お確かめください。", "That code is not right, or it has expired. Please check it.")
            : asked.Say("番号がちがいます。もう一度お確かめください。", "Those are not the right digits. Please check them."),
        ProofFaultKind.NotBefore => asked.Say($"続けて入力・送信はできません。{asked.Language.Instant(fault.From!.Value.AddMinutes(1))}以降に、もう一度お試しください。", $"It is too soon to try again. Please wait until {asked.Language.Instant(fault.From!.Value.AddMinutes(1))} (Japan time)."),
        ProofFaultKind.NotSent => asked.Say("確認番号を送信できませんでした。時間をおいてもう一度お試しください。", "The code could not be sent. Please try again in a few minutes."),
        _ => null,
    };

    private static string Anchor(ProofQuestion question) => question is { IsCode: true, IsSent: false } ? ProveContact.SendField : ProveContact.Field;

    private static int StatusOf(ProofFault fault) => fault.Kind switch
    {
        ProofFaultKind.NotBefore => StatusCodes.Status429TooManyRequests,
        ProofFaultKind.Missing or ProofFaultKind.Wrong => StatusCodes.Status422UnprocessableEntity,
        ProofFaultKind.NotSent => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
