using System.Globalization;
using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Compensation.ConsolePages.Cases;

/// <summary>Taking the four facts of a double charge down during a call.</summary>
public sealed class NewCase(OpenCase open)
{
    /// <summary>The form's fields, by what the case's room calls them.</summary>
    private static readonly (string Field, string Member, string Japanese, string English)[] s_lines =
    [
        ("inquiry-number", "inquiryNumber", "お問い合わせ番号", "Inquiry number"),
        ("expiry", "expiry", "クーポンの有効期限", "The coupon's day of expiry"),
        ("prefecture", "prefecture", "都道府県", "Prefecture"),
        ("shop", "shop", "お店の名前", "Shop"),
        ("amount", "amount", "金額（円）", "Amount in yen"),
        ("face-value", "faceValue", "クーポンの額面（台帳にないとき）", "The coupon's face value, where the ledger does not say it"),
        ("paid-at", "paidAt", "お会計の日時（わかれば）", "Paid at, if known"),
        ("receipt", "receipt", "レシートの番号（わかれば）", "The receipt's number, if known"),
        ("shop-contact", "shopContact", "お店の携帯電話かメール（確認のURLを送る先）", "The shop's mobile number or e-mail address, where its link is sent"),
        ("shop-phone", "shopPhone", "お店の電話番号（電話で確かめるとき）", "The shop's telephone number, where it is rung"),
        ("caller-name", "callerName", "お客様のお名前", "The caller's name"),
        ("caller-contact", "callerContact", "お客様の携帯電話かメール", "The caller's mobile number or e-mail address"),
    ];

    internal static TaskForm FormOf(Screen screen, PostedForm? sent = null, IReadOnlyList<FieldError>? errors = null)
    {
        return new TaskForm(screen.Say("お申し出を受け付ける", "Take a double charge down"), "cases")
        {
            AsksReason = false,
            Sent = sent,
            Errors = errors ?? [],
            Fields = FieldsOf(screen, field => sent?[field] ?? (field == "prefecture" ? screen.Campaign.Prefecture?.Name : null), errors ?? []),
        };
    }

    /// <summary>The facts, as they are asked for.</summary>
    /// <param name="screen">The page.</param>
    /// <param name="valueOf">What stands in a field.</param>
    /// <param name="wrong">What is wrong.</param>
    /// <param name="hintOf">What is to be said of a field; nothing unless given.</param>
    internal static Html FieldsOf(Screen screen, Func<string, string?> valueOf, IReadOnlyList<FieldError> wrong, Func<string, string?>? hintOf = null) => Html.Of($"""
        {new Choices("kind", screen.Say("どちらですか", "Which?"), [.. Enum.GetValues<CaseKind>().Select(kind => new Choice(kind.ToString(), screen.Language.Of(kind)))]) { Language = screen.Language, Chosen = valueOf("kind") is { } kind ? [kind] : [], Error = wrong.Of("kind") }}
        {s_lines.Select(line => new TextField(line.Field, screen.Say(line.Japanese, line.English)) { Language = screen.Language, Value = valueOf(line.Field), Hint = hintOf?.Invoke(line.Field), Error = wrong.Of(line.Field), AutoComplete = "off", Characters = 20 })}
        """);

    internal async Task<IResult> HandleAsync(Screen screen, PostedForm sent, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        List<FieldError> errors = [];
        (CaseForm? form, string key) = (Read(screen, field => sent[field], errors), TaskForm.KeyOf(sent));
        CaseDone? done = form is null ? null : await open.HandleAsync(screen.Campaign, key, form, screen.Person, cancellationToken);
        switch (done)
        {
            case CaseDone.Done { Case: var one }:
                await orchestrations.TellAsync(one, cancellationToken);
                return new SeeOther(screen.At($"cases/{one.Number}"));
            case CaseDone.Unreadable { Why: var why }:
                return FormOf(screen, sent, ErrorsOf(screen, why)).Show(screen);
            case CaseDone.NotNow { Why: var why }:
                return (FormOf(screen, sent) with { Refusal = why }).Show(screen);
            case CaseDone.Wrong { Why: var why }:
                return (FormOf(screen, sent) with { Refusal = why }).Show(screen);
            default:
                return FormOf(screen, sent, errors).Show(screen);
        }
    }

    /// <returns>What was typed; null where something cannot be read, and is among the errors.</returns>
    internal static CaseForm? Read(Screen screen, Func<string, string> typed, List<FieldError> errors)
    {
        if (!Enum.TryParse(typed("kind"), out CaseKind kind) || !Enum.IsDefined(kind))
        {
            errors.Add(new FieldError("kind", screen.Say("どちらかを選んでください。", "Choose one.")));
        }

        long? amount = Number("amount");
        long? face = Number("face-value");
        if (amount is null)
        {
            errors.Add(new FieldError("amount", screen.Say("金額を数字で入力してください。", "Enter the amount in digits.")));
        }

        if (face is null && !string.IsNullOrWhiteSpace(typed("face-value")))
        {
            errors.Add(new FieldError("face-value", screen.Say("額面を数字で入力してください。", "Enter the face value in digits.")));
        }

        DateTimeOffset paid = default;
        if (typed("paid-at").Length > 0 && !OperatorTime.TryParse(typed("paid-at"), out paid))
        {
            errors.Add(new FieldError("paid-at", screen.Say("例：2023-02-24T12:30", "Such as 2023-02-24T12:30")));
        }

        return errors.Count > 0 ? null : new CaseForm(typed("inquiry-number"), typed("expiry"), typed("prefecture"), typed("shop"), kind, amount!.Value)
        {
            FaceValue = face,
            PaidAt = paid == default ? null : paid,
            Receipt = Typed("receipt"),
            ShopContact = Typed("shop-contact"),
            ShopPhone = Typed("shop-phone"),
            CallerName = Typed("caller-name"),
            CallerContact = Typed("caller-contact"),
        };

        string? Typed(string field) => string.IsNullOrWhiteSpace(typed(field)) ? null : typed(field);
        long? Number(string field) => long.TryParse(Folding.Plain(typed(field)).Replace(",", string.Empty, StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    /// <summary>What the room says of a member stands at its field.</summary>
    internal static IReadOnlyList<FieldError> ErrorsOf(Screen screen, string why) =>
    [
        .. from line in why.Split('\n')
           let member = line.Split(':')[0]
           let field = s_lines.FirstOrDefault(one => one.Member == member)
           select new FieldError(field.Field ?? "inquiry-number", screen.Language == Language.English ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() : Japanese(screen, member, line, field.Japanese ?? member)),
    ];

    private static string Japanese(Screen screen, string member, string line, string name) =>
        line.Contains("is not in this campaign's ledger", StringComparison.Ordinal) ? "台帳にない番号です。クーポンの番号をもう一度読み上げてもらってください。"
        : line.Contains("is not the one that the ledger states", StringComparison.Ordinal) ? $"{name}が台帳と合いません。もう一度読み上げてもらってください。"
        : line.Contains("is missing", StringComparison.Ordinal) ? $"{name}を入力してください。"
        : line.Contains("more than the coupon was issued for", StringComparison.Ordinal) ? "クーポンの額面を超えています。"
        : member == "prefecture" ? $"この事業は{screen.Campaign.Prefecture?.Name}のクーポンだけを扱います。"
        : $"{name}を確かめてください。";
}
