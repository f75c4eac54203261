using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;

namespace Compensation.Tests.ConsolePages;

/// <summary>What the program calls by an English name has one in each language on the pages.</summary>
public sealed class WordsTests
{
    [Fact]
    public void A_name_is_Japanese_in_Japanese_and_words_in_English()
    {
        Assert.All(Of(Language.Japanese), name => Assert.DoesNotContain(name, char.IsAsciiLetterLower));
        Assert.All(Of(Language.English), name => Assert.True(name.Any(char.IsAsciiLetterLower) && !name.Any(letter => letter > '\u3000')));
    }

    private static IEnumerable<string> Of(Language language) =>
    [
        .. Enum.GetValues<AccountType>().Select(one => language.Of(one)),
        .. Enum.GetValues<ReturnReason>().Select(one => language.Of(one)),
        .. Enum.GetValues<TransferState>().Select(one => language.Of(one)),
        .. Enum.GetValues<EntitlementState>().Select(one => language.Of(one)),
        .. Enum.GetValues<NoticeKind>().Select(one => language.Of(one)),
    ];
}
