using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Typing;

namespace Compensation.Applications.IntoAccounts;

internal sealed record AccountTypeQuestion(TransferQuestions Form) : TransferQuestion(Form)
{
    public const string Name = "account-type";

    public override string Step => Name;

    public override IReadOnlyList<string> Inputs => [Name];

    protected override IReadOnlyList<string> Reads => ["type"];

    public override string Title(AskedSite site) => site.Say("預金の種類", "The kind of account");

    protected override string Instead(AskedSite site, Journey journey, TypedFault fault) => site.Say("預金の種類を選んでください", "Choose the kind of account");

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => ChosenAnswer.Ask(site, Name, Title(site), Answers(site), journey, errors);

    public override string Answer(AskedSite site, Journey journey) => ChosenAnswer.Of(Name, Answers(site), journey);

    private static Choice[] Answers(AskedSite site) =>
    [
        new("ordinary", TransferWords.Type(site, AccountType.Ordinary), site.Say("総合口座も普通預金です", "The usual one")),
        new("current", TransferWords.Type(site, AccountType.Current)),
        new("savings", TransferWords.Type(site, AccountType.Savings)),
    ];
}

internal sealed record AccountNumberQuestion(TransferQuestions Form) : TransferQuestion(Form)
{
    public const string Name = "account-number";

    public override string Step => Name;

    public override IReadOnlyList<string> Inputs => [Name];

    protected override IReadOnlyList<string> Reads => ["number"];

    public override string Title(AskedSite site) => site.Say("口座番号", "The account number");

    protected override string Instead(AskedSite site, Journey journey, TypedFault fault) => fault.Problem == TypedProblem.Zeros
        ? site.Say("0だけの口座番号はありません。通帳やキャッシュカードにある番号を入力してください（例：1234567）", "No account has zeros only. Enter the number that the passbook or the card shows, such as 1234567")
        : site.Say("口座番号を4桁から7桁の数字で入力してください（例：1234567）", "Enter the account number, four to seven digits such as 1234567");

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, InputMode = "numeric", AutoComplete = "off", Characters = 8, Hint = site.Say("7桁に満たないときは、そのまま入力してください。前に0を補います", "If it has fewer than seven digits, enter them as they are: zeros are put in front") }}");

    public override string Answer(AskedSite site, Journey journey) => Form.Read(site, journey).Form?.Account.Number ?? journey[Name];

    public override string? Note(AskedSite site, Journey journey) =>
        Form.Read(site, journey).Filled is > 0 and var filled ? site.Say($"前に0を{filled}つ補いました", $"We have put {filled} zero(s) in front") : null;
}

/// <summary>Japan Post Bank: what the passbook prints.</summary>
internal sealed record PostAccountQuestion(TransferQuestions Form) : TransferQuestion(Form)
{
    public override string Step => "post-account";

    public override IReadOnlyList<string> Inputs => ["symbol", "passbook-number"];

    protected override IReadOnlyList<string> Reads => ["symbol", "passbookNumber"];

    public override string Title(AskedSite site) => site.Say("ゆうちょ銀行の記号・番号", "Symbol and number of your Japan Post Bank passbook");

    protected override string InputFor(TypedFault fault) => fault.Field == "symbol" ? "symbol" : "passbook-number";

    protected override string Instead(AskedSite site, Journey journey, TypedFault fault) => fault.Problem == TypedProblem.Zeros
        ? site.Say("0だけの記号や番号はありません。通帳やキャッシュカードにあるとおりに入力してください（例：14030、12345671）", "Neither is zeros only. Enter them as the passbook or the card shows them, such as 14030 and 12345671")
        : fault.Field == "symbol"
        ? site.Say("記号は、1か0で始まる5桁の数字で入力してください（例：14030）", "The symbol has five digits and begins with 1 or 0, for example 14030")
        : Folding.Plain(journey["symbol"]).StartsWith('0')
            ? site.Say("番号は、6桁までの数字で入力してください（例：100001）", "The number has up to six digits, for example 100001")
            : site.Say("番号は、1で終わる8桁までの数字で入力してください（例：12345671）", "The number has up to eight digits and ends in 1, for example 12345671");

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"""
        <h1>{Title(site)}</h1>
        <p>{site.Say("通帳の見開き、またはキャッシュカードにある記号と番号を入力してください。振込用の店名・口座番号には、ゆうちょ銀行の規則で変換します。", "Enter them as they are printed on the passbook or the card. We convert them to a branch and account number by the bank's own rule.")}</p>
        {Text(site, "symbol", site.Say("記号", "Symbol"), journey, errors) with { InputMode = "numeric", AutoComplete = "off", Characters = 8, Hint = site.Say("5桁（例：14030）", "Five digits, for example 14030") }}
        {Text(site, "passbook-number", site.Say("番号", "Number"), journey, errors) with { InputMode = "numeric", AutoComplete = "off", Characters = 12, Hint = site.Say("8桁まで（例：12345671）", "Up to eight digits, for example 12345671") }}
        """);

    public override string Answer(AskedSite site, Journey journey) => $"{Folding.Plain(journey["symbol"])} - {Folding.Plain(journey["passbook-number"])}";

    public override string? Note(AskedSite site, Journey journey)
    {
        return Form.Read(site, journey) is not { Form.Account: { } account } read ? null : string.Join('\n', [
            site.Say($"振込用：店番 {account.Branch}　{TransferWords.Type(site, account.Type)}　{account.Number}", $"For transfers: branch {account.Branch}, {TransferWords.Type(site, account.Type)}, {account.Number}"),
            .. read.IsDoubtful ? [site.Say("記号と番号をもう一度お確かめください。通常の組み合わせと異なります", "Please check the symbol and number: they do not usually go together")] : (string[])[]]);
    }
}

/// <summary>Asked only where the symbol does not tell.</summary>
internal sealed record PostTypeQuestion : Question
{
    public const string Name = "post-type";

    public override string Step => Name;

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say("貯金の種類", "The kind of account");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) => ChosenAnswer.Check(Name, Answers(site), journey, site.Say("貯金の種類を選んでください", "Choose the kind of account"));

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => ChosenAnswer.Ask(site, Name, Title(site), Answers(site), journey, errors);

    public override string Answer(AskedSite site, Journey journey) => ChosenAnswer.Of(Name, Answers(site), journey);

    private static Choice[] Answers(AskedSite site) =>
    [
        new("ordinary", site.Say("通常貯金・総合口座", "Ordinary (通常貯金, 総合口座)")),
        new("savings", site.Say("通常貯蓄貯金", "Savings (通常貯蓄貯金)")),
    ];
}

internal sealed record HolderQuestion(TransferQuestions Form) : TransferQuestion(Form)
{
    public override string Step => "holder";

    public override IReadOnlyList<string> Inputs => ["holder"];

    protected override IReadOnlyList<string> Reads => ["holder"];

    public override string Title(AskedSite site) => site.Say("口座名義（カナ）", "The account holder's name, in kana");

    protected override string Instead(AskedSite site, Journey journey, TypedFault fault) => fault.Problem switch
    {
        TypedProblem.Missing => site.Say("口座名義をカナで入力してください（例：ヤマダ　タロウ）", "Enter the holder's name in kana, for example ヤマダ　タロウ"),
        TypedProblem.Character => site.Say(
            $"「{fault.Character}」は振込では使えません。通帳にあるカナの名義を入力してください（例：ヤマダ　タロウ）", $"Banks do not take “{fault.Character}”. Enter the name in kana as the passbook prints it, for example ヤマダ　タロウ"),
        TypedProblem.Form => site.Say("濁点（゛）や半濁点（゜）の前の文字をお確かめください（例：ガ、パ）", "Look at the letter before ゛ or ゜, such as in ガ or パ"),
        _ => site.Say("名義が長すぎます。濁点も数えて半角30文字以内の、通帳にある略した名義を入力してください", "The name is too long. Enter it as the bank abbreviates it, at most 30 half-width letters with ゛ and ゜ counted"),
    };

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, "holder", Title(site), journey, errors) with { IsHeading = true, AutoComplete = "off", Hint = site.Say("通帳やキャッシュカードにある名義を、姓と名の間を空けて入力してください（例：ヤマダ　タロウ）", "As it is printed on the passbook or the card, with a space between family and given name, for example ヤマダ　タロウ") }}");

    public override string Answer(AskedSite site, Journey journey) => Form.Read(site, journey).Form?.Account.Holder ?? Folding.Trimmed(journey["holder"]);

    public override string? Note(AskedSite site, Journey journey) => Form.Read(site, journey).Changes is not { Count: > 0 } changes ? null : site.Say(
        $"銀行の文字に合わせました：{string.Join("、", changes.Select(change => $"{change.From}→{change.To}"))}",
        $"Written as banks write it: {string.Join(", ", changes.Select(change => $"{change.From} → {change.To}"))}");
}
