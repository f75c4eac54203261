using Compensation.Applications.Matching;
using Compensation.ConsolePages.Kit;

namespace Compensation.ConsolePages.Applications;

/// <summary>What holding an application against the ledger has come to.</summary>
internal static class Outcomes
{
    public static string Of(Screen screen, ApplicationOutcome outcome) => outcome switch
    {
        ApplicationOutcome.Exact => screen.Say("すべて一致", "everything agrees"),
        ApplicationOutcome.NumberOnly => screen.Say("番号だけ一致", "only the number agrees"),
        ApplicationOutcome.NameNear => screen.Say("お名前がほぼ一致", "the name is near"),
        ApplicationOutcome.SurnameChanged => screen.Say("姓が違う", "another surname"),
        ApplicationOutcome.NameDiffers => screen.Say("お名前が違う", "another name"),
        ApplicationOutcome.UnknownNumber => screen.Say("台帳にない番号", "the number is not in the ledger"),
        ApplicationOutcome.OtherPrefecture => screen.Say("ほかの都道府県", "another prefecture"),
        ApplicationOutcome.AlreadyInApp => screen.Say("アプリに登録済み", "the app knows him"),
        ApplicationOutcome.AlreadyApplied => screen.Say("別の申請あり", "another application"),
        ApplicationOutcome.BalanceZero => screen.Say("残高なし", "no balance"),
        ApplicationOutcome.Spent => screen.Say("使用済み", "spent"),
        _ => screen.Say("対象外", "not covered"),
    };
}
