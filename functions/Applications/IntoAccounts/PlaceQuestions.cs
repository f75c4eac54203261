using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Transfers.Typing;

namespace Compensation.Applications.IntoAccounts;

/// <summary>For which of several coupons: for all of them, or for one.</summary>
internal sealed record CouponsQuestion : Question
{
    public const string Name = "coupons";
    public const string All = "all";

    public override string Step => "transfer-coupons";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say("どのクーポンの分を口座で受け取りますか", "For which coupons do you want the transfer?");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) =>
        ChosenAnswer.Check(Name, Offered(site, journey), journey, site.Say("口座で受け取るクーポンを選んでください", "Choose the coupons"));

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => ChosenAnswer.Ask(site, Name, Title(site), Offered(site, journey), journey, errors);

    public override string Answer(AskedSite site, Journey journey) => ChosenAnswer.Of(Name, Offered(site, journey), journey);

    private static Choice[] Offered(AskedSite site, Journey journey) => Answers(site, TransferQuestions.PlacesIn(journey[TransferQuestions.Payable]));

    public static Choice[] Answers(AskedSite site, IEnumerable<int> places) =>
    [
        new(All, site.Say("すべてのクーポン", "All of them")),
        .. places.Select(place => new Choice(place.ToString(CultureInfo.InvariantCulture), TransferWords.Coupon(site, place))),
    ];
}

/// <summary>A bank or a branch: typed, and chosen where what was typed may mean several.</summary>
/// <param name="Form">The form.</param>
/// <param name="Name">The field's name.</param>
internal abstract record PlaceQuestion(TransferQuestions Form, string Name) : TransferQuestion(Form)
{
    /// <summary>More than these are no help to choose from.</summary>
    private const int OfferedMost = 30;

    public override string Step => Name;

    public override IReadOnlyList<string> Inputs => [Name, ChoiceName];

    protected override IReadOnlyList<string> Reads => [Name];

    private string ChoiceName => $"{Name}-choice";

    /// <summary>What is expected.</summary>
    protected abstract string Hint(AskedSite site);

    protected abstract string Which(AskedSite site);

    protected abstract string TooMany(AskedSite site);

    /// <summary>Those that what was typed may mean.</summary>
    protected abstract IReadOnlyList<Choice> Meant(Journey journey);

    protected override string InputFor(TypedFault fault) => fault.Problem == TypedProblem.Several ? ChoiceName : Name;

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) =>
        base.Check(site, journey).Select(error => error.Field == ChoiceName && Meant(journey).Count > OfferedMost ? new FieldError(Name, TooMany(site)) : error);

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"""
        {Text(site, Name, Title(site), journey, errors) with { IsHeading = true, Hint = Hint(site) }}
        {(Meant(journey) is { Count: > 1 and <= OfferedMost } several ? new Choices(ChoiceName, Which(site), several) { Language = site.Language, Chosen = [journey[ChoiceName]], Error = errors.Of(ChoiceName) }.Render() : Html.Empty)}
        """);
}

internal sealed record BankQuestion(TransferQuestions Form) : PlaceQuestion(Form, "bank")
{
    public override IReadOnlyList<string> Forgets => ["branch", "branch-choice"];

    public override string Title(AskedSite site) => site.Say("金融機関", "Your bank");

    public override string Answer(AskedSite site, Journey journey) => Form.BankOf(journey) is { } bank ? TransferWords.Named(bank.Name, bank.Code) : journey[Name];

    protected override string Hint(AskedSite site) => site.Say(
        "名前、カナ、または4桁の金融機関コード（例：みずほ銀行、ゆうちょ、0001）。ご本人名義の口座に限ります", "Its name, kana or four-digit code, for example みずほ, ゆうちょ or 0001. The account must be your own");

    protected override string Which(AskedSite site) => site.Say("どの金融機関ですか", "Which one is it?");

    protected override string TooMany(AskedSite site) => site.Say(
        "当てはまる金融機関が多すぎます。名前を続けて入力するか、4桁の金融機関コードを入力してください", "Too many banks begin like that. Enter more of the name, or the bank's four-digit code");

    protected override IReadOnlyList<Choice> Meant(Journey journey) => [.. Form.BanksOf(journey).Select(bank => new Choice(bank.Code, TransferWords.Named(bank.Name, bank.Code)))];

    protected override string Instead(AskedSite site, Journey journey, TypedFault fault) => fault.Problem switch
    {
        TypedProblem.Missing => site.Say("金融機関の名前（例：みずほ銀行、ゆうちょ銀行）か4桁の金融機関コードを入力してください", "Enter the bank's name, such as みずほ or ゆうちょ, or its four-digit code"),
        TypedProblem.Several => site.Say("当てはまる金融機関が複数あります。一つ選んでください", "Several banks have this name. Choose one"),
        _ => site.Say("金融機関が見つかりません。名前をお確かめになるか、通帳やキャッシュカードにある4桁の金融機関コードを入力してください", "We cannot find this bank. Check its name, or enter its four-digit code"),
    };
}

internal sealed record BranchQuestion(TransferQuestions Form) : PlaceQuestion(Form, "branch")
{
    public override string Title(AskedSite site) => site.Say("支店", "The branch");

    public override string Answer(AskedSite site, Journey journey) => Form.Read(site, journey).Form?.Account is not { } account ? journey[Name]
        : account.HasUnknownBranch ? site.Say($"店番 {account.Branch}（店名は事務局で確認します）", $"Number {account.Branch}. We do not know its name, and look it up")
        : TransferWords.Named(account.BranchName, account.Branch);

    protected override string Hint(AskedSite site) => site.Say("名前、カナ、または3桁の店番（例：丸の内中央支店、004）", "Its name, kana or three-digit number, for example 丸の内中央 or 004");

    protected override string Which(AskedSite site) => site.Say("どの支店ですか", "Which one is it?");

    protected override string TooMany(AskedSite site) => site.Say(
        "当てはまる支店が多すぎます。名前を続けて入力するか、3桁の店番を入力してください", "Too many branches begin like that. Enter more of the name, or the branch's three-digit number");

    protected override IReadOnlyList<Choice> Meant(Journey journey) => [.. Form.BranchesOf(journey).Select(branch => new Choice(branch.Code, TransferWords.Named(branch.Name, branch.Code)))];

    protected override string Instead(AskedSite site, Journey journey, TypedFault fault) => fault.Problem switch
    {
        TypedProblem.Missing => site.Say("支店の名前か3桁の店番を入力してください", "Enter the branch's name, or its three-digit number"),
        TypedProblem.Several => site.Say("当てはまる支店が複数あります。店番をお確かめのうえ、一つ選んでください", "Several branches have this name. Choose one by its number"),
        _ => site.Say("支店が見つかりません。名前をお確かめになるか、通帳やキャッシュカードにある3桁の店番を入力してください", "We cannot find this branch. Check its name, or enter its three-digit number"),
    };
}
