using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Typing;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.People;

/// <summary>Asking for a transfer during a call, for somebody who cannot use the site: taken down, understood, read back, and checked and released by two others like any other. And taking it back.</summary>
public sealed class TransferTask(TransferReader reader, TransferDesk desk)
{
    public const string Name = "transfer";
    public const string Withdraw = "withdraw-transfer";

    private const string Bank = "bank";
    private const string Branch = "branch";
    private const string Type = "type";
    private const string Choice = "-choice";

    /// <summary>More are no help to choose from.</summary>
    private const int OfferedMost = 30;

    private static readonly string[] s_inputs = [Bank, Bank + Choice, Branch, Branch + Choice, Type, "number", "symbol", "passbook-number", "holder", TaskForm.Reason];

    internal async Task<Page> AskAsync(Screen screen, EntitlementId person, string task, CancellationToken cancellationToken)
    {
        if (screen.Campaign.BankTransfer is null || await desk.FindAsync(screen.Campaign, person, cancellationToken) is not { } standing)
        {
            return screen.NotFound();
        }

        DeskRefusal? refusal = task == Withdraw ? desk.WhyNoWithdrawal(screen.Campaign, standing) : desk.WhyNot(screen.Campaign, standing);
        TaskForm form = task == Withdraw ? WithdrawalForm(screen, person) : FormOf(screen, person, read: null);
        return (form with { Refusal = refusal is { } why ? EnterTransfer.WordsOf(why) : null }).Show(screen);
    }

    internal async Task<IResult> DoAsync(Screen screen, EntitlementId person, string task, PostedForm sent, CancellationToken cancellationToken)
    {
        if (screen.Campaign.BankTransfer is null || await desk.FindAsync(screen.Campaign, person, cancellationToken) is null)
        {
            return screen.NotFound();
        }

        return task == Withdraw ? await WithdrawAsync(screen, person, sent) : await EnterAsync(screen, person, sent);
    }

    private async Task<IResult> EnterAsync(Screen screen, EntitlementId person, PostedForm sent)
    {
        (TypedTransfer typed, ReadTransfer read) = Read(screen.Campaign, sent);
        IReadOnlyList<FieldError> errors = [.. read.Faults.Select(fault => ErrorOf(screen, fault)), .. TaskForm.ErrorsOfReason(screen, sent)];
        if (ReadBack.IsToChange(sent) || errors.Count > 0 || read.Form is not { } form)
        {
            return (FormOf(screen, person, read, sent) with { Errors = ReadBack.IsToChange(sent) ? [] : errors }).Show(screen);
        }

        ReadBack readBack = new(TitleOf(screen, Name), $"people/{person}", sent, [.. s_inputs, .. FieldsOf(screen.Campaign).Select(InputOf)]) { Rows = [.. Rows(screen, read, form)], Button = TitleOf(screen, Name) };
        if (!ReadBack.IsAgreed(sent))
        {
            return readBack.Show(screen);
        }

        // To its end, whoever waits for the answer.
        screen.Note(sent[TaskForm.Reason]);
        SentAct act = desk.ActOf(TaskForm.KeyOf(sent), screen.Person, nameof(EnterTransfer), JsonSerializer.Serialize(typed, JsonBody.Format));
        DeskAnswer answer = await desk.RequestAsync(screen.Campaign, person, form, CancellationToken.None, new EnteredBy(screen.Person.Name, act));
        return answer.Refusal is { } why ? (readBack with { Refusal = EnterTransfer.WordsOf(why) }).Show(screen) : new SeeOther(screen.At($"people/{person}"));
    }

    private async Task<IResult> WithdrawAsync(Screen screen, EntitlementId person, PostedForm sent)
    {
        TaskForm form = WithdrawalForm(screen, person) with { Sent = sent };
        if (TaskForm.ErrorsOfReason(screen, sent) is { Count: > 0 } errors)
        {
            return (form with { Errors = errors }).Show(screen);
        }

        screen.Note(sent[TaskForm.Reason]);
        DeskAnswer answer = await desk.WithdrawAsync(screen.Campaign, person, CancellationToken.None, desk.ActOf(TaskForm.KeyOf(sent), screen.Person, Withdraw, $"{person}", sent[TaskForm.Reason]));
        return answer.Refusal is { } why ? (form with { Refusal = EnterTransfer.WordsOf(why) }).Show(screen) : new SeeOther(screen.At($"people/{person}"));
    }

    internal static string TitleOf(Screen screen, string task) => task == Withdraw ? screen.Say("振込をやめてポイントにする", "Take points instead of the transfer") : screen.Say("振込の申し込みを入力する", "Enter a transfer");

    private static TaskForm WithdrawalForm(Screen screen, EntitlementId person) => new(TitleOf(screen, Withdraw), $"people/{person}")
    {
        Words = Html.Of($"<p>{screen.Say("ご本人の意思を確かめてから押してください。受け取りのリンクがまた使えるようになります。", "Make sure that it is what he wants. His link shows the points again.")}</p>"),
    };

    /// <param name="screen">The page.</param>
    /// <param name="person">Whose.</param>
    /// <param name="read">What was understood; null where the page is opened.</param>
    /// <param name="sent">What was typed.</param>
    private static TaskForm FormOf(Screen screen, EntitlementId person, ReadTransfer? read, PostedForm? sent = null)
    {
        IReadOnlyList<FieldError> wrong = read is null || (sent is not null && ReadBack.IsToChange(sent)) ? [] : [.. read.Faults.Select(fault => ErrorOf(screen, fault))];
        return new TaskForm(TitleOf(screen, Name), $"people/{person}")
        {
            Sent = sent,
            Button = screen.Say("読み上げる内容へ進む", "Go on to what is read back"),
            Words = Html.Of($"<p>{screen.Say("サイトを使えない方の申し込みを、通話中に入力します。このあと、2人が点検と承認をします。", "For callers who cannot use the site. Two others check and release it.")}</p>"),
            Fields = Html.Of($"""
                {Text(Bank, "金融機関の名前・カナ・コード", "Bank: its name, kana or code", "みずほ、ゆうちょ、0001")}
                {Several(Bank, screen.Say("どの金融機関ですか", "Which bank?"), read?.Banks.Select(bank => (bank.Code, bank.Name)))}
                {Text(Branch, "支店の名前・カナ・店番（ゆうちょ銀行のときは空欄）", "Branch: its name, kana or number; empty for Japan Post", "丸の内中央、004")}
                {Several(Branch, screen.Say("どの支店ですか", "Which branch?"), read?.Branches.Select(branch => (branch.Code, branch.Name)))}
                {new Choices(Type, screen.Say("預金の種類", "Kind of account"), [new Choice("ordinary", screen.Say("普通（通常貯金）", "Ordinary")), new Choice("current", screen.Say("当座", "Current")), new Choice("savings", screen.Say("貯蓄", "Savings"))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent[Type]], Error = wrong.Of(Type) }}
                {Text("number", "口座番号（4桁から7桁）", "Account number, four to seven digits", "1234567")}
                {Text("symbol", "ゆうちょ銀行の記号", "Japan Post: symbol", "14030")}
                {Text("passbook-number", "ゆうちょ銀行の番号", "Japan Post: number", "12345671")}
                {Text("holder", "口座名義（カナ）", "Holder, in kana", "ヤマダ　タロウ")}
                {FieldsOf(screen.Campaign).Select(field => new TextField(InputOf(field), field.Label) { Language = screen.Language, Value = sent?[InputOf(field)], Error = wrong.Of(InputOf(field)), AutoComplete = "off" })}
                """),
        };

        TextField Text(string name, string japanese, string english, string example) => new(name, screen.Say(japanese, english))
        {
            Language = screen.Language,
            Value = sent?[name],
            Error = wrong.Of(name),
            AutoComplete = "off",
            Hint = screen.Say($"例：{example}", $"Such as {example}"),
        };

        Html Several(string name, string question, IEnumerable<(string Code, string Name)>? some) => some?.Take(OfferedMost).ToArray() is not { Length: > 0 } offered ? Html.Empty
            : Html.Of($"{new Choices(name + Choice, question, [.. offered.Select(one => new Choice(one.Code, $"{one.Name}（{one.Code}）"))]) { Language = screen.Language, Chosen = sent is null ? [] : [sent[name + Choice]], Error = wrong.Of(name + Choice) }}");
    }

    /// <summary>What was chosen of several counts while what was typed may mean it.</summary>
    private (TypedTransfer Typed, ReadTransfer Read) Read(Campaign campaign, PostedForm sent)
    {
        TypedTransfer typed = new(sent[Bank], sent["holder"])
        {
            Branch = sent[Branch],
            Type = sent[Type],
            Number = sent["number"],
            Symbol = sent["symbol"],
            PassbookNumber = sent["passbook-number"],
            Answers = FieldsOf(campaign).ToDictionary(field => field.Id, field => sent[InputOf(field)], StringComparer.Ordinal),
        };
        ReadTransfer read = reader.Read(campaign, typed);
        if (read.Banks.Any(bank => bank.Code == sent[Bank + Choice]))
        {
            typed = typed with { Bank = sent[Bank + Choice] };
            read = reader.Read(campaign, typed);
        }

        if (read.Branches.Any(branch => branch.Code == sent[Branch + Choice]))
        {
            typed = typed with { Branch = sent[Branch + Choice] };
            read = reader.Read(campaign, typed);
        }

        return (typed, read);
    }

    private static IEnumerable<SummaryRow> Rows(Screen screen, ReadTransfer read, TransferForm form)
    {
        BankAccount account = form.Account;
        yield return new SummaryRow(screen.Say("金融機関", "Bank"), $"{account.BankName}（{account.Bank}）");
        yield return new SummaryRow(screen.Say("支店", "Branch"), $"{account.BranchName}（{account.Branch}）") { Note = form.Account.HasUnknownBranch ? screen.Say("この店番の支店は一覧にありません。もう一度確かめてください。", "It is not on the list: have it read once more.") : null };
        yield return new SummaryRow(screen.Say("預金の種類", "Kind of account"), screen.Language.Of(account.Type));
        yield return new SummaryRow(screen.Say("口座番号", "Account number"), account.Number)
        {
            Note = read.Filled > 0 ? screen.Say($"前に0を{read.Filled}つ補いました。", $"{read.Filled} zeros were put in front.") : read.IsDoubtful ? screen.Say("記号と番号が通常の組み合わせと異なります。もう一度確かめてください。", "Symbol and number do not go together as they usually do: have them read once more.") : null,
        };
        yield return new SummaryRow(screen.Say("口座名義", "Holder"), account.Holder) { Note = read.Changes.Count == 0 ? null : string.Join(screen.Say("、", ", "), read.Changes.Select(change => $"{change.From} → {change.To}")) };
        foreach (NoticeField field in FieldsOf(screen.Campaign))
        {
            yield return new SummaryRow(field.Label, form.Answers.GetValueOrDefault(field.Id) ?? string.Empty);
        }
    }

    private static IEnumerable<NoticeField> FieldsOf(Campaign campaign) => campaign.BankTransfer!.Fields.Where(field => field.Id != TransferReader.AccountField);

    private static string InputOf(NoticeField field) => $"answer-{field.Id}";

    private static FieldError ErrorOf(Screen screen, TypedFault fault)
    {
        (bool isSeveral, bool isZeros) = (fault.Problem == TypedProblem.Several, fault.Problem == TypedProblem.Zeros);
        (string field, string japanese, string english) = fault.Field switch
        {
            Bank => isSeveral ? (Bank + Choice, "当てはまる金融機関が複数あります。一つ選んでください。", "Several banks are called so: choose one.") : (Bank, "金融機関の名前か4桁のコードを確かめてください。", "Check the bank's name, or its code of four digits."),
            Branch => isSeveral ? (Branch + Choice, "当てはまる支店が複数あります。一つ選んでください。", "Several branches are called so: choose one.") : (Branch, "支店の名前か3桁の店番を確かめてください。", "Check the branch's name, or its number of three digits."),
            Type => (Type, "預金の種類を選んでください。", "Choose the kind of account."),
            "number" or "symbol" or "passbookNumber" when isZeros => (fault.Field == "passbookNumber" ? "passbook-number" : fault.Field, "0だけの番号はありません。もう一度聞いてください。", "None is zeros only: ask again."),
            "number" => ("number", "口座番号を4桁から7桁の数字で入力してください。", "Enter four to seven digits."),
            "symbol" => ("symbol", "記号は、1か0で始まる5桁の数字です。", "The symbol has five digits and begins with 1 or 0."),
            "passbookNumber" => ("passbook-number", "番号は、8桁までの数字です。", "The number has up to eight digits."),
            "holder" => ("holder", fault.Character is { } character ? $"「{character}」は名義に使えません。カナで入力してください。" : "口座名義をカナで入力してください。", fault.Character is { } strange ? $"{strange} cannot stand in a holder's name: enter it in kana." : "Enter the holder's name in kana."),
            var other => ($"answer-{other}", "200文字以内で入力してください。", "Enter at most 200 characters."),
        };
        return new FieldError(field, screen.Say(japanese, english));
    }
}
