using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Applications.IntoAccounts;

/// <summary>What the notice asks beside the account.</summary>
/// <param name="Field">As the campaign's file names and words it.</param>
internal abstract record NoticedQuestion(NoticeField Field) : Question
{
    public override string Step => $"transfer-{Field.Id}";

    public static NoticedQuestion For(NoticeField field) => field.Id switch
    {
        "identity" => new IdentityQuestion(field),
        "accommodation" => new AccommodationQuestion(field),
        _ => new OtherNoticedQuestion(field),
    };

    /// <summary>As whoever checks reads it, in one line.</summary>
    public abstract string Kept(Journey journey);

    public override string Answer(AskedSite site, Journey journey) => Kept(journey);

    protected static IEnumerable<FieldError> CheckLine(AskedSite site, string field, string typed, int lengthMax, string missing)
    {
        if (!Folding.Line(typed).Any(char.IsLetterOrDigit))
        {
            yield return new FieldError(field, missing);
        }
        else if (Folding.Line(typed).Length > lengthMax)
        {
            yield return new FieldError(field, site.Say($"{lengthMax}文字以内で入力してください", $"Enter at most {lengthMax} characters"));
        }
    }
}

/// <summary>ご本人情報: by which whoever checks knows the person.</summary>
internal sealed record IdentityQuestion(NoticeField Field) : NoticedQuestion(Field)
{
    private const string Name = "identity-name";
    private const string Address = "identity-address";
    private const int NameMax = 50;
    private const int AddressMax = 120;

    public override IReadOnlyList<string> Inputs => [Name, Address];

    public override string Title(AskedSite site) => site.Say(Field.Label, "About you");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) =>
    [
        .. CheckLine(site, Name, journey[Name], NameMax, site.Say("氏名を入力してください（例：山田　太郎）", "Enter your name, for example Yamada Taro")),
        .. CheckLine(site, Address, journey[Address], AddressMax, site.Say("ご住所を都道府県から入力してください", "Enter your address, prefecture included")),
    ];

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"""
        <h1>{Title(site)}</h1>
        {Text(site, Name, site.Say("氏名", "Name"), journey, errors) with { AutoComplete = "name", Hint = site.Say("旅行のときに宿泊先や旅行会社へ伝えたお名前（例：山田　太郎）", "As you gave it to the hotel or travel agency, for example Yamada Taro") }}
        {Text(site, Address, site.Say("ご住所", "Address"), journey, errors) with { Lines = 3, AutoComplete = "street-address", Hint = site.Say("都道府県から入力してください", "Prefecture included") }}
        """);

    public override string Kept(Journey journey) => string.Join('、', new[] { Folding.Line(journey[Name]), Folding.Line(journey[Address]) }.Where(part => part.Length > 0));
}

/// <summary>ご宿泊に関する情報.</summary>
internal sealed record AccommodationQuestion(NoticeField Field) : NoticedQuestion(Field)
{
    private const string Place = "stay-place";
    private const string Date = "stay-date";
    private const int PlaceMax = 100;

    public override IReadOnlyList<string> Inputs => [Place, Date];

    public override string Title(AskedSite site) => site.Say(Field.Label, "About your stay");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) =>
    [
        .. CheckLine(site, Place, journey[Place], PlaceMax, site.Say("宿泊施設の名前を入力してください（日帰りのときは、旅行会社の名前）", "Enter the name of the hotel, or of the travel agency for a day trip")),
        .. TravelDates.Check(site, Date, journey[Date]),
    ];

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"""
        <h1>{Title(site)}</h1>
        {Text(site, Place, site.Say("宿泊施設の名前", "Name of the hotel"), journey, errors) with { AutoComplete = "off", Hint = site.Say("日帰りのときは、旅行会社の名前", "For a day trip, of the travel agency") }}
        {Text(site, Date, site.Say("宿泊日（ご旅行の最初の日）", "The first day of your journey"), journey, errors) with { AutoComplete = "off", Characters = 20, Hint = TravelDates.Example(site) }}
        """);

    public override string Kept(Journey journey) => With(journey, "yyyy-MM-dd");

    public override string Answer(AskedSite site, Journey journey) => With(journey, site.Say("yyyy年M月d日", "yyyy-MM-dd"));

    private static string With(Journey journey, string dateForm) => string.Join('、', new[]
    {
        Folding.Line(journey[Place]),
        TypedDate.TryParse(journey[Date], out DateOnly date) ? date.ToString(dateForm, CultureInfo.InvariantCulture) : Folding.Line(journey[Date]),
    }.Where(part => part.Length > 0));
}

/// <summary>What a campaign's own notice asks beyond the usual.</summary>
internal sealed record OtherNoticedQuestion(NoticeField Field) : NoticedQuestion(Field)
{
    private const int LengthMax = 200;

    private string Name => $"answer-{Field.Id}";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => Field.Label;

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) =>
        CheckLine(site, Name, journey[Name], LengthMax, site.Say($"{Field.Label}を入力してください", "Enter an answer"));

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true }}");

    public override string Kept(Journey journey) => Folding.Line(journey[Name]);
}
