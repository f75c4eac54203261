using System.Globalization;
using System.Text;
using Compensation.Applications.Journeys;
using Compensation.Applications.Typing;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.Applications.Site;

/// <summary>The name, family and given name apart: either alone is a name too.</summary>
internal sealed record NameQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Family = "family";
    private const string Given = "given";
    private const int LengthMax = 50;

    public override IReadOnlyList<string> Inputs => [Family, Given];

    public override string Title(AskedSite site) => site.Say(Field.Label, "Your name");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        (string family, string given) = (NameFolding.Shown(journey[Family]), NameFolding.Shown(journey[Given]));
        if (family.Length + given.Length == 0)
        {
            yield return new FieldError(Family, site.Say("氏名を入力してください（例：ヤマダ　タロウ）", "Enter the name, for example Yamada Taro"));
        }

        foreach ((string field, string name) in ((string, string)[])[(Family, family), (Given, given)])
        {
            if (name.Length > LengthMax)
            {
                yield return new FieldError(field, site.Say($"{LengthMax}文字以内で入力してください", $"Enter at most {LengthMax} characters"));
            }
            else if (name.Length > 0 && !name.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && rune.Value != 'ー'))
            {
                yield return new FieldError(field, site.Say("文字で入力してください（例：ヤマダ）", "Enter letters, for example Yamada"));
            }
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"""
        <h1>{Title(site)}</h1>
        <p>{site.Say("旅行のときに宿泊先や旅行会社へ伝えたお名前を、カタカナかひらがなで入力してください。", "Enter the name that you gave to the hotel or travel agency, in kana if you can.")}</p>
        {Text(site, Family, site.Say("姓（カナ）", "Family name"), journey, errors) with { AutoComplete = "family-name", Hint = site.Say("例：ヤマダ", "For example Yamada") }}
        {Text(site, Given, site.Say("名（カナ）", "Given name"), journey, errors) with { AutoComplete = "given-name", Hint = site.Say("例：タロウ", "For example Taro") }}
        """);

    public override string Answer(AskedSite site, Journey journey) => NameFolding.Shown($"{journey[Family]} {journey[Given]}");

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) =>
        form with { Family = NameFolding.Shown(journey[Family]), Given = NameFolding.Shown(journey[Given]) };
}

internal sealed record PostalAddressQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Name = "address";
    private const int LengthMax = 200;

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say(Field.Label, "Your postal address");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        string address = Folding.Trimmed(journey[Name]);
        if (address.Count(char.IsLetterOrDigit) < 5)
        {
            yield return new FieldError(Name, site.Say("ご住所を都道府県から入力してください", "Enter the whole address, prefecture included"));
        }
        else if (address.Length > LengthMax)
        {
            yield return new FieldError(Name, site.Say($"{LengthMax}文字以内で入力してください", $"Enter at most {LengthMax} characters"));
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, Lines = 3, AutoComplete = "street-address", Hint = site.Say("例：○○県○○市○○町1丁目2番3号", "For example 1-2-3 Example-cho, Example-shi, Example-ken") }}");

    public override string Answer(AskedSite site, Journey journey) => Folding.Trimmed(journey[Name]);

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) => form with { PostalAddress = Folding.Trimmed(journey[Name]) };
}

/// <summary>Where somebody can be rung; nothing is sent there.</summary>
internal sealed record PhoneQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Name = "phone";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say($"{Field.Label}（電話番号）", "Your telephone number");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        if (!TypedPhone.TryParse(journey[Name], out _))
        {
            yield return new FieldError(Name, site.Say("電話番号を市外局番から入力してください（例：090-1234-5678、03-1234-5678）", "Enter a Japanese telephone number with its area code, for example 090-1234-5678"));
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, InputMode = "tel", AutoComplete = "tel", Characters = 12, Hint = site.Say("例：090-1234-5678", "For example 090-1234-5678") }}");

    public override string Answer(AskedSite site, Journey journey) => TypedPhone.TryParse(journey[Name], out string? phone) ? phone : journey[Name];

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) => form with { Phone = Answer(site, journey) };
}

/// <summary>An address for e-mail; where the notice names no other, code and link go there.</summary>
internal sealed record EmailQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Name = "email";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say(Field.Label, "Your e-mail address");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        if (!EmailRule.TryNormalise(journey[Name], out _))
        {
            yield return new FieldError(Name, site.Say("メールアドレスを入力してください（例：name@example.jp）", "Enter an e-mail address, for example name@example.jp"));
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, InputMode = "email", AutoComplete = "email", Hint = site.Say($"確認番号と受取サイトのURLをお送りします。{site.Campaign.Senders.Email} からのメールを受信できるようにしてください。", $"We send a code and the link there. Please allow messages from {site.Campaign.Senders.Email}.") }}");

    public override string Answer(AskedSite site, Journey journey) => EmailRule.TryNormalise(journey[Name], out string? address) ? address : journey[Name];

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) =>
        form with { Email = Answer(site, journey), Delivery = form.Delivery.FirstWay is null ? new Contact(null, Answer(site, journey)) : form.Delivery };
}

internal sealed record PrefectureQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Name = "prefecture";
    private const string Another = "00";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say($"{Field.Label}はどちらですか", "Which prefecture did you travel to?");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) => ChosenAnswer.Check(Name, Answers(site), journey, site.Say("利用都道府県を選んでください", "Choose the prefecture"));

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => ChosenAnswer.Ask(site, Name, Title(site), Answers(site), journey, errors);

    public override string Answer(AskedSite site, Journey journey) => ChosenAnswer.Of(Name, Answers(site), journey);

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) => form with { Prefecture = journey[Name] };

    private static Choice[] Answers(AskedSite site) =>
    [
        new(site.Campaign.Prefecture!.Jis, site.Say(site.Campaign.Prefecture.Name, site.Campaign.Prefecture.InEnglish())),
        new(Another, site.Say("ほかの都道府県", "Another prefecture"), site.Say("その都道府県の特設サイトから申請してください", "Please apply on that prefecture's site")),
    ];
}

internal sealed record TravelDateQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Name = "travel-date";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say($"{Field.Label}（ご旅行の最初の日）", "The first day of your journey");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) => TravelDates.Check(site, Name, journey[Name]);

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, Characters = 20, Hint = TravelDates.Example(site) }}");

    public override string Answer(AskedSite site, Journey journey) => !TypedDate.TryParse(journey[Name], out DateOnly date) ? journey[Name]
        : TravelDates.Shown(site, date);

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) =>
        form with { TravelDate = TypedDate.TryParse(journey[Name], out DateOnly date) ? date : null };
}

/// <summary>The number of one coupon.</summary>
/// <param name="Number">Which coupon of the application, from 1; all but the first may be left empty, and count as none.</param>
internal sealed record NumberQuestion(NoticeField Field, int Number) : ApplicationQuestion(Field)
{
    /// <summary>Stands in the page of a further coupon while none is named there.</summary>
    private const string Added = "added";

    private string Name => StepOf(Number);

    public override string Step => Name;

    public override IReadOnlyList<string> Inputs => [Name];

    public static string StepOf(int number) => string.Create(CultureInfo.InvariantCulture, $"number-{number}");

    public override string Title(AskedSite site) => Number == 1 ? site.Say(Field.Label, "The number on the coupon") : site.Say($"{Field.Label}（{Number}枚目）", $"The number on coupon {Number}");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        if (Number > 1 && Folding.Plain(journey[Name]).Length == 0)
        {
            yield break;
        }

        if (!TypedNumber.TryParse(journey[Name], site.Campaign.InquiryNumbers, out InquiryNumber typed))
        {
            yield return new FieldError(Name, site.Say($"クーポンに印刷されたお問合せ番号を入力してください（{FormOf(site)}）", $"Enter the number that is printed on the coupon: {site.Campaign.InquiryNumbers.Expected}"));
        }
        else if (Enumerable.Range(1, Number - 1).Any(earlier => TypedNumber.TryParse(journey[StepOf(earlier)], site.Campaign.InquiryNumbers, out InquiryNumber other) && other == typed))
        {
            yield return new FieldError(Name, site.Say("同じ番号がすでに入力されています。別のクーポンの番号を入力してください", "You have entered this number already. Enter another coupon's"));
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"""
        {(Number > 1 && IsFree(journey, Number) ? Html.Of($"<input type=\"hidden\" name=\"{Added}\" value=\"1\">\n") : Html.Empty)}{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, Characters = 20, Hint = FormOf(site) }}
        <p>{SitePages.LostNumber(site)}</p>
        """);

    /// <summary>Whoever adds a coupon in each of two windows has two more: the second does not stand in the place of the first.</summary>
    public override Question? PlaceFor(AskedSite site, Journey journey, PostedForm? sent)
    {
        if (Number == 1 || sent is null || sent[Added].Length == 0 || IsFree(journey, Number))
        {
            return this;
        }

        int[] places = [.. Enumerable.Range(2, site.Options.CouponsAtMost - 1)];
        int known = places.FirstOrDefault(place => string.Equals(journey[StepOf(place)], sent[Name], StringComparison.Ordinal));
        int free = places.FirstOrDefault(place => IsFree(journey, place));
        return known > 0 ? this with { Number = known } : free > 0 ? this with { Number = free } : null;
    }

    private static bool IsFree(Journey journey, int place) => Folding.Plain(journey[StepOf(place)]).Length == 0;

    public override string Answer(AskedSite site, Journey journey) => TypedNumber.TryParse(journey[Name], site.Campaign.InquiryNumbers, out InquiryNumber number) ? number.Written : journey[Name];

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) => form;

    private static string FormOf(AskedSite site)
    {
        InquiryNumberForm form = site.Campaign.InquiryNumbers;
        return site.Say(
            $"{form.LengthMin}～{form.LengthMax}文字の{(form.Characters == NumberCharacters.Digits ? "数字" : "英数字")}{(form.Hyphens == NumberHyphens.Ignored ? "。ハイフンはあってもなくてもかまいません" : string.Empty)}",
            form.Expected);
    }
}

/// <summary>Where code and link go: a mobile number or an e-mail address.</summary>
internal sealed record DeliveryQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const string Name = "delivery";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => site.Say(Field.Label, "Where we send the link: a mobile number or an e-mail address");

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        if (TypedContact.Read(journey[Name], site.Options.SmsTo050) is null)
        {
            yield return new FieldError(Name, site.Say("携帯電話番号（例：090-1234-5678）かメールアドレス（例：name@example.jp）を入力してください", "Enter a Japanese mobile number such as 090-1234-5678, or an e-mail address such as name@example.jp"));
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of(
        $"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true, Hint = site.Say($"確認番号と受取サイトのURLをお送りします。SMSは {site.Campaign.Senders.SmsDisplay}、メールは {site.Campaign.Senders.Email} からお送りします。", $"We send a code and the link there, from {site.Campaign.Senders.SmsDisplay} by SMS or from {site.Campaign.Senders.Email} by e-mail.") }}");

    public override string Answer(AskedSite site, Journey journey) => TypedContact.Read(journey[Name], site.Options.SmsTo050) switch
    {
        { Phone: { } phone } => $"0{phone[3..]}",
        { Email: { } email } => email,
        _ => journey[Name],
    };

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) => form with { Delivery = TypedContact.Read(journey[Name], site.Options.SmsTo050)! };
}

/// <summary>What a campaign's own notice asks beyond the usual.</summary>
internal sealed record OtherQuestion(NoticeField Field) : ApplicationQuestion(Field)
{
    private const int LengthMax = 200;

    private string Name => $"other-{Field.Id}";

    public override IReadOnlyList<string> Inputs => [Name];

    public override string Title(AskedSite site) => Field.Label;

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey)
    {
        if (Folding.Trimmed(journey[Name]) is not { Length: > 0 and <= LengthMax })
        {
            yield return new FieldError(Name, site.Say($"{Field.Label}を{LengthMax}文字以内で入力してください", $"Enter 1 to {LengthMax} characters"));
        }
    }

    public override Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors) => Html.Of($"{Text(site, Name, Title(site), journey, errors) with { IsHeading = true }}");

    public override string Answer(AskedSite site, Journey journey) => Folding.Trimmed(journey[Name]);

    public override ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey) =>
        form with { Other = new Dictionary<string, string>(form.Other, StringComparer.Ordinal) { [Field.Id] = Answer(site, journey) } };
}
