using System.Runtime.CompilerServices;
using Compensation.Common.Access;
using Compensation.Common.Http;

namespace Compensation.Tests.ConsolePages;

/// <summary>Whatever an operator can do over HTTP he can do on a page; what is for machines, or for files, is named in the handbook.</summary>
public sealed class PagesForActsTests
{
    /// <summary>Acts, by the page function that does them.</summary>
    private static readonly Dictionary<string, string[]> s_pages = new(StringComparer.Ordinal)
    {
        ["DoConsoleApplicationTask"] = ["AcceptApplication", "RefuseApplication", "AskApplicant", "NoteAnswer", "ReopenApplication", "HoldApplication", "ReleaseApplication"],
        ["TakeConsoleNewApplication"] = ["EnterApplication"],
        ["DoConsoleCaseTask"] = ["CorrectCase", "AskShopAgain", "RecordShopCall", "ApproveCase", "RefuseCase", "ReopenCase"],
        ["TakeConsoleNewCase"] = ["OpenCase"],
        ["DoConsolePersonTask"] = ["ResendNotices", "SendContactCode", "UnmaskField", "AddNote", "FinishFollowUp", "TakePersonApart", "ErasePerson", "EnterTransfer", "WithdrawTransfer"],
        ["ConsoleSearch"] = ["SearchPeople"],
        ["JudgeConsoleGenuine"] = ["CheckMessage"],
        ["ChangeConsoleSuppression"] = ["SuppressAddress", "AllowAddress"],
        ["DoConsoleTransferTask"] = ["CheckTransfers", "ReleaseTransfers", "HoldTransfer", "ResolveTransfer", "PayTransferAgain"],
        ["DoConsoleTransferFileTask"] = ["MakeTransferFile", "SettleTransferFile"],
        ["DoConsoleWaveTask"] = ["PlanWave", "StartWave", "PauseWaveByHand", "ResumeWave", "StopWave"],
        ["DoConsoleBulkTask"] = ["StartBulkAct", "StopBulkAct"],
        ["DoConsoleDeadlineTask"] = ["ProposeExtension", "ApproveExtension", "WithdrawExtension"],
        ["CountConsoleReport"] = ["StartInterimReport"],
        ["AddAccount"] = ["CreateAccount"],
        ["ChangeAccount"] = ["ChangeRoles", "DisableAccount", "EnableAccount", "InviteAgain", "LinkAccounts", "UnlinkAccounts"],
    };

    [Fact]
    public void Every_act_has_its_page_or_the_handbook_says_that_it_has_none()
    {
        string[] acts = [.. HttpFunction.All.Where(function => !function.Shows && RouteTable.Find(function.Name) is { IsOpen: false, IsOwn: false }).Select(function => function.Name)];
        Assert.Empty(s_pages.Keys.Concat(s_pages.Values.SelectMany(some => some)).Except(acts, StringComparer.Ordinal));
        string handbook = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "operators-handbook.md"));
        string without = handbook[handbook.IndexOf("## What has no page", StringComparison.Ordinal)..];

        Assert.Equal(
            [],
            acts.Except(s_pages.Keys.Concat(s_pages.Values.SelectMany(some => some)), StringComparer.Ordinal).Where(act => !without.Contains($"`{act}`", StringComparison.Ordinal)));
    }

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
