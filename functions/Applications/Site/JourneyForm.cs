using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Typing;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.Applications.Site;

/// <summary>A journey's answers as the form that they make.</summary>
internal static class JourneyForm
{
    /// <summary>All questions, with one for each further coupon that has been named.</summary>
    public static IReadOnlyList<Question> QuestionsOf(AskedSite site, Journey journey) =>
        [.. site.Questions.SelectMany(question => question is NumberQuestion first ? NumbersOf(site, first, journey) : (IEnumerable<Question>)[question])];

    /// <summary>The question that a page's address names, or null: a further coupon's number too, where there is still room for it.</summary>
    public static Question? QuestionAt(AskedSite site, string step) =>
        site.Questions.SelectMany(question => question is NumberQuestion first ? Enumerable.Range(1, site.Options.CouponsAtMost).Select(number => first with { Number = number }) : (IEnumerable<Question>)[question])
            .FirstOrDefault(question => string.Equals(question.Step, step, StringComparison.Ordinal));

    /// <summary>The next question that is not answered in order; null where the form is complete.</summary>
    public static Question? NextOpen(AskedSite site, Journey journey) => QuestionsOf(site, journey).FirstOrDefault(question => !question.IsAnswered(site, journey));

    /// <summary>The place for one more coupon; null where there are as many as may be.</summary>
    public static Question? NextNumber(AskedSite site, Journey journey)
    {
        int free = Enumerable.Range(1, site.Options.CouponsAtMost).FirstOrDefault(number => Folding.Plain(journey[NumberQuestion.StepOf(number)]).Length == 0);
        return free == 0 ? null : QuestionAt(site, NumberQuestion.StepOf(free));
    }

    /// <summary>What counts once the contact is proved. All is answered, and was sent.</summary>
    public static FinishedForm FinishedOf(AskedSite site, Journey journey) =>
        new(SourceOf(site, journey), FormOf(site, journey), NumbersOf(site, journey), journey.SentAt!.Value, journey.Language);

    /// <summary>What an application arises from: where its link goes, when it was sent, and for which coupons. The same journey makes the same application.</summary>
    private static string SourceOf(AskedSite site, Journey journey) => string.Create(
        CultureInfo.InvariantCulture, $"{DeliveryOf(site, journey)!.FirstWay}\n{journey.SentAt!.Value.UtcTicks}\n{string.Join(' ', NumbersOf(site, journey).Select(number => number.Value))}");

    /// <summary>The form of a journey in which all is answered.</summary>
    private static ApplicationForm FormOf(AskedSite site, Journey journey) =>
        site.Questions.Aggregate(new ApplicationForm(string.Empty, string.Empty), (form, question) => question.Fill(site, form, journey));

    /// <summary>The one way that is to be proved; null while none is typed in order.</summary>
    public static Contact? DeliveryOf(AskedSite site, Journey journey) =>
        site.Questions.Where(question => question is DeliveryQuestion or EmailQuestion && question.IsAnswered(site, journey))
            .OrderBy(question => question is DeliveryQuestion ? 0 : 1)
            .Select(question => question.Fill(site, new ApplicationForm(string.Empty, string.Empty), journey).Delivery)
            .FirstOrDefault();

    public static IReadOnlyList<InquiryNumber> NumbersOf(AskedSite site, Journey journey)
    {
        List<InquiryNumber> numbers = [];
        for (int place = 1; place <= site.Options.CouponsAtMost; place++)
        {
            if (TypedNumber.TryParse(journey[NumberQuestion.StepOf(place)], site.Campaign.InquiryNumbers, out InquiryNumber number) && !numbers.Contains(number))
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    private static IEnumerable<Question> NumbersOf(AskedSite site, NumberQuestion first, Journey journey) => Enumerable.Range(1, site.Options.CouponsAtMost)
        .Where(number => number == 1 || Folding.Plain(journey[NumberQuestion.StepOf(number)]).Length > 0)
        .Select(number => first with { Number = number });
}
