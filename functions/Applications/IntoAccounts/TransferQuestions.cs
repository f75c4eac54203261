using System.Globalization;
using System.Runtime.CompilerServices;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Transfers.Banks;
using Compensation.Transfers.Typing;

namespace Compensation.Applications.IntoAccounts;

/// <summary>What is asked of somebody who wants to be paid into an account, and how it is understood: the latter is <see cref="TransferReader"/>'s, field by field.</summary>
public sealed class TransferQuestions(TransferReader reader, BankDirectory banks)
{
    /// <summary>Of which coupons he could ask when he began, by their places.</summary>
    internal const string Payable = "payable";

    private readonly ConditionalWeakTable<Journey, ReadTransfer> _read = [];

    /// <summary>The questions in order, as far as the answers so far say which they are.</summary>
    internal IReadOnlyList<Question> Of(AskedSite site, Journey journey)
    {
        List<Question> questions = PlacesIn(journey[Payable]).Count > 1 ? [new CouponsQuestion()] : [];
        questions.Add(new BankQuestion(this));
        questions.AddRange(BankOf(journey)?.Code == BankDirectory.JapanPost ? OfJapanPost(journey) : [new BranchQuestion(this), new AccountTypeQuestion(this), new AccountNumberQuestion(this)]);
        questions.Add(new HolderQuestion(this));
        questions.AddRange(OfNotice(site.Campaign).Select(field => NoticedQuestion.For(field)));
        return questions;
    }

    internal Question? At(AskedSite site, Journey journey, string step) => Of(site, journey).FirstOrDefault(question => string.Equals(question.Step, step, StringComparison.Ordinal));

    /// <summary>The next question that is not answered in order; null where all are.</summary>
    internal Question? NextOpen(AskedSite site, Journey journey) => Of(site, journey).FirstOrDefault(question => !question.IsAnswered(site, journey));

    /// <summary>What was typed, understood once for each state of a journey.</summary>
    internal ReadTransfer Read(AskedSite site, Journey journey) => _read.GetValue(journey, typed => reader.Read(site.Campaign, Typed(site, typed)));

    /// <summary>Those that the name may mean.</summary>
    internal IReadOnlyList<Bank> BanksOf(Journey journey) => banks.Banks(journey["bank"]);

    internal IReadOnlyList<Branch> BranchesOf(Journey journey) => BankOf(journey) is { } bank ? banks.Branches(bank.Code, journey["branch"]) : [];

    /// <summary>The bank that is meant, once it is clear.</summary>
    internal Bank? BankOf(Journey journey) => banks.Banks(Chosen(journey, "bank", BanksOf(journey).Select(bank => bank.Code))) is [var only] ? only : null;

    /// <summary>For which coupons the transfer is asked, by their places.</summary>
    internal static IReadOnlyList<int> PlacesOf(Journey journey) =>
        PlacesIn(journey[Payable]) is var all && journey[CouponsQuestion.Name] is var chosen && int.TryParse(chosen, CultureInfo.InvariantCulture, out int one) && all.Contains(one) ? [one] : all;

    internal static IReadOnlyList<int> PlacesIn(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(place => int.Parse(place, CultureInfo.InvariantCulture))];

    internal static IEnumerable<NoticeField> OfNotice(Campaign campaign) => campaign.BankTransfer!.Fields.Where(field => field.Id != TransferReader.AccountField);

    private IEnumerable<Question> OfJapanPost(Journey journey)
    {
        yield return new PostAccountQuestion(this);
        if (Folding.Plain(journey["symbol"]).StartsWith('1'))
        {
            yield return new PostTypeQuestion();
        }
    }

    private TypedTransfer Typed(AskedSite site, Journey journey)
    {
        bool isJapanPost = BankOf(journey)?.Code == BankDirectory.JapanPost;
        return new TypedTransfer(Chosen(journey, "bank", BanksOf(journey).Select(bank => bank.Code)), journey["holder"])
        {
            Branch = Chosen(journey, "branch", BranchesOf(journey).Select(branch => branch.Code)),
            Type = journey[isJapanPost ? PostTypeQuestion.Name : AccountTypeQuestion.Name],
            Number = journey[AccountNumberQuestion.Name],
            Symbol = journey["symbol"],
            PassbookNumber = journey["passbook-number"],
            Answers = OfNotice(site.Campaign).ToDictionary(field => field.Id, field => NoticedQuestion.For(field).Kept(journey), StringComparer.Ordinal),
        };
    }

    /// <summary>What was chosen counts only while it is one of those that what was typed may mean.</summary>
    private static string Chosen(Journey journey, string field, IEnumerable<string> codes) =>
        journey[$"{field}-choice"] is { Length: > 0 } choice && codes.Contains(choice, StringComparer.Ordinal) ? choice : journey[field];
}
