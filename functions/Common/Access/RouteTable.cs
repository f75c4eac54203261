using System.Collections.Frozen;

namespace Compensation.Common.Access;

/// <summary>
/// Who may do what: every HTTP function has its row, and whatever has none is shut. It is asked on every request. A row names the least that opens the door;
/// a function key stands for a machine and can never be one of two persons.
/// </summary>
public static class RouteTable
{
    /// <summary>Looking at what names nobody.</summary>
    private const Roles Anyone = Roles.Viewer | Roles.Operator | Roles.Supervisor | Roles.Finance | Roles.Administrator;

    /// <summary>Looking at people, and serving them.</summary>
    private const Roles Serving = Roles.Operator | Roles.Supervisor;

    private const Roles Steering = Roles.Supervisor;

    private static readonly FrozenDictionary<string, Door> s_doors = Rows().ToFrozenDictionary(door => door.Function, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Door> Doors => s_doors.Values;

    /// <returns>The function's row; null where the table does not name it.</returns>
    public static Door? Find(string function) => s_doors.GetValueOrDefault(function);

    /// <summary>Whether a function is for operators and machines; else it is open to all, or is no HTTP function.</summary>
    public static bool IsGuarded(string function) => Find(function) is { IsOpen: false };

    private static IEnumerable<Door> Rows() =>
    [
        // People and providers: each has its own proof.
        Open("ShowReceipt"),
        Open("ClaimReceipt"),
        Open("CheckGenuine"),
        Open("ShowStart"),
        Open("ShowApplicationSite"),
        Open("StartApplication"),
        Open("ShowApplicationStep"),
        Open("SendApplicationStep"),
        Open("AskStanding"),
        Open("SendStanding"),
        Open("ShowTransferStart"),
        Open("StartTransfer"),
        Open("ShowShopQuestion"),
        Open("AnswerShopQuestion"),
        Open("ReceiveDeliveryReports"),
        Open("AgreeToDeliveryReports"),
        Open("ReceiveTwilioStatus"),
        Open("DescribeApi"),

        // Signing in, and what is one's own.
        Open("ShowSignIn"),
        Open("SignIn"),
        Open("BeginProviderSignIn"),
        Open("FinishProviderSignIn"),
        Open("EndProviderSession"),
        Open("ShowFirstSignIn"),
        Open("BeginFirstSignIn"),
        Open("FinishFirstSignIn"),
        Own("ShowOwnAccount"),
        Own("SignOut"),

        // Accounts: a person must answer for each, so no machine may.
        ForPersons("ListAccounts", Roles.Administrator),
        ForPersons("CreateAccount", Roles.Administrator),
        ForPersons("ChangeRoles", Roles.Administrator),
        ForPersons("DisableAccount", Roles.Administrator),
        ForPersons("EnableAccount", Roles.Administrator),
        ForPersons("InviteAgain", Roles.Administrator),
        ForPersons("LinkAccounts", Roles.Administrator),
        ForPersons("UnlinkAccounts", Roles.Administrator),
        ForPersons("ShowAccounts", Roles.Administrator),
        ForPersons("ShowAccount", Roles.Administrator),
        ForPersons("AskForAccount", Roles.Administrator),
        ForPersons("AddAccount", Roles.Administrator),
        ForPersons("AskForAccountChange", Roles.Administrator),
        ForPersons("ChangeAccount", Roles.Administrator),

        // Campaigns, as a whole.
        For("GetProgress", Anyone),
        For("ListWaves", Anyone),
        For("ShowWave", Anyone),
        For("PreviewWave", Anyone),
        For("ListImports", Anyone),
        For("ShowDeadline", Anyone),
        ForPersons("ProposeExtension", Steering),
        ForPersons("ApproveExtension", Steering),
        ForPersons("WithdrawExtension", Steering),
        For("ShowSeal", Anyone),
        For("GetClosingReport", Anyone),
        For("ShowClosingReport", Anyone),
        For("DownloadClosingReport", Anyone),
        For("RunPreflight", Steering),
        For("ShowPublicReport", Anyone),
        For("StartInterimReport", Anyone),
        For("GetInterimReport", Anyone),
        For("ShowInterimReport", Anyone),
        For("DownloadInterimReport", Anyone),
        For("ShowPublicInterimReport", Anyone),
        For("GetReportsTogether", Anyone),
        For("ShowReportsTogether", Anyone),
        For("DownloadReportsTogether", Anyone),
        For("GetAwardReport", Anyone),
        For("ShowAwardReport", Anyone),
        For("ShowAwards", Anyone),
        For("ShowDifference", Anyone),
        For("ShowCodeStock", Anyone),
        For("ListProductStandings", Anyone),
        For("ShowPostingStanding", Anyone),
        For("ListAlarms", Anyone),
        For("ListSetAsideEvents", Steering),
        For("ListActs", Steering | Roles.Administrator),
        For("ListInstallationActs", Steering | Roles.Administrator),
        For("ExportActs", Steering | Roles.Administrator),
        For("ExportInstallationActs", Steering | Roles.Administrator),
        For("ShowActRows", Steering | Roles.Administrator),
        For("VerifyActs", Steering | Roles.Administrator),
        For("VerifyInstallationActs", Steering | Roles.Administrator),

        // People.
        For("SearchPeople", Serving),
        For("CheckMessage", Serving),
        For("ShowPerson", Serving),
        For("UnmaskField", Serving),
        For("AddNote", Serving),
        For("FinishFollowUp", Serving),
        For("ListFollowUps", Serving),
        For("ListUnreached", Serving),
        For("ResendNotices", Serving),
        For("SendContactCode", Serving),
        ForPersons("ListBulkActs", Steering),
        ForPersons("PlanBulkAct", Steering),
        ForPersons("StartBulkAct", Steering),
        ForPersons("ShowBulkAct", Steering),
        ForPersons("StopBulkAct", Steering),
        For("ShowResends", Serving),
        For("ShowResend", Serving),
        For("ListSuppressions", Serving),
        For("SuppressAddress", Serving),
        For("AllowAddress", Serving),
        For("ExplainAward", Serving),
        For("TakePersonApart", Steering),
        For("ShowErasurePlan", Steering),
        For("ErasePerson", Steering),
        For("ProveCoupon", Serving),
        For("ListOpenPostings", Serving),

        // Applications: names, addresses and what the ledger holds of them.
        For("ListApplications", Serving),
        For("ShowApplication", Serving),
        For("EnterApplication", Serving),
        For("HoldApplication", Serving),
        For("ReleaseApplication", Serving),
        For("AcceptApplication", Serving),
        For("RefuseApplication", Serving),
        For("AskApplicant", Serving),
        For("NoteAnswer", Serving),
        For("ReopenApplication", Serving),

        // Double charges: money is put back by two persons, so that no machine can be either.
        For("ListCases", Serving),
        For("ShowCase", Serving),
        ForPersons("OpenCase", Serving),
        ForPersons("CorrectCase", Serving),
        ForPersons("AskShopAgain", Serving),
        ForPersons("RecordShopCall", Serving),
        ForPersons("ApproveCase", Serving),
        ForPersons("RefuseCase", Serving),
        ForPersons("ReopenCase", Serving),

        // Money into accounts: what two persons must answer for is for persons only.
        For("ListTransfers", Roles.Finance | Serving),
        ForPersons("ShowTransfer", Roles.Finance),
        ForPersons("EnterTransfer", Serving),
        ForPersons("WithdrawTransfer", Serving),
        ForPersons("CheckTransfers", Roles.Finance),
        ForPersons("ReleaseTransfers", Roles.Finance),
        ForPersons("HoldTransfer", Roles.Finance),
        ForPersons("ResolveTransfer", Roles.Finance),
        ForPersons("PayTransferAgain", Roles.Finance),
        ForPersons("SettleTransferFile", Roles.Finance),
        For("ReconcileIssuer", Roles.Finance | Steering),
        For("ReconcileReport", Roles.Finance | Steering),
        For("ListTransferFiles", Roles.Finance),
        For("MakeTransferFile", Roles.Finance),
        For("GetTransferFile", Roles.Finance),
        For("TakeTransferResults", Roles.Finance),

        // The console's pages: for persons, by the same roles as what they call.
        Own("ShowConsole"),
        ForPersons("ShowConsoleHome", Anyone),
        ForPersons("ShowConsoleWaves", Anyone),
        ForPersons("ShowConsoleWave", Anyone),
        ForPersons("ShowConsoleStock", Anyone),
        ForPersons("ShowConsoleAlarms", Anyone),
        ForPersons("ShowConsoleReports", Anyone),
        ForPersons("CountConsoleReport", Anyone),
        ForPersons("AskConsoleApplicationTask", Serving),
        ForPersons("AskConsoleCaseTask", Serving),
        ForPersons("AskConsoleGenuine", Serving),
        ForPersons("AskConsoleNewApplication", Serving),
        ForPersons("AskConsoleNewCase", Serving),
        ForPersons("AskConsolePersonTask", Serving),
        ForPersons("AskConsoleSearch", Serving),
        ForPersons("AskConsoleSuppression", Serving),
        ForPersons("ChangeConsoleSuppression", Serving),
        ForPersons("ConsoleSearch", Serving),
        ForPersons("DoConsoleApplicationTask", Serving),
        ForPersons("DoConsoleCaseTask", Serving),
        ForPersons("DoConsolePersonTask", Serving),
        ForPersons("JudgeConsoleGenuine", Serving),
        ForPersons("ShowConsoleApplication", Serving),
        ForPersons("ShowConsoleApplications", Serving),
        ForPersons("ShowConsoleCase", Serving),
        ForPersons("ShowConsoleCases", Serving),
        ForPersons("ShowConsoleFollowUps", Serving),
        ForPersons("ShowConsolePerson", Serving),
        ForPersons("ShowConsoleUnreached", Serving),
        ForPersons("TakeConsoleNewApplication", Serving),
        ForPersons("TakeConsoleNewCase", Serving),
        ForPersons("ShowConsoleTransfers", Roles.Finance | Serving),
        ForPersons("ShowConsoleTransfer", Roles.Finance),
        ForPersons("AskConsoleTransferTask", Roles.Finance),
        ForPersons("DoConsoleTransferTask", Roles.Finance),
        ForPersons("ShowConsoleTransferFiles", Roles.Finance),
        ForPersons("AskConsoleTransferFileTask", Roles.Finance),
        ForPersons("DoConsoleTransferFileTask", Roles.Finance),
        ForPersons("AskConsoleWaveTask", Steering),
        ForPersons("DoConsoleWaveTask", Steering),
        ForPersons("ShowConsoleBulkActs", Steering),
        ForPersons("ShowConsoleBulkAct", Steering),
        ForPersons("AskConsoleBulkTask", Steering),
        ForPersons("DoConsoleBulkTask", Steering),
        ForPersons("ShowConsoleDeadline", Anyone),
        ForPersons("AskConsoleDeadlineTask", Steering),
        ForPersons("DoConsoleDeadlineTask", Steering),
        ForPersons("ShowConsoleActs", Steering | Roles.Administrator),
        ForPersons("VerifyConsoleActs", Steering | Roles.Administrator),

        // Lists as files: each is an act.
        For("ExportUnreached", Steering),
        For("ExportApplications", Steering),
        For("ExportCases", Steering),
        For("ExportTransfers", Roles.Finance | Steering),

        // Steering.
        For("ImportLedger", Steering),
        For("ImportAdjustments", Steering),
        For("ImportCodes", Steering),
        For("ChangeProductStanding", Steering),
        For("ImportPurchases", Steering),
        For("ImportMemberContacts", Steering),
        For("TakeBackImport", Steering),
        For("ConfirmNothingOwed", Steering),
        For("VerifySeal", Steering),
        For("PlanWave", Steering),
        For("StartWave", Steering),
        For("PauseWaveByHand", Steering),
        For("ResumeWave", Steering),
        For("StopWave", Steering),
        For("StartAwards", Steering),
        For("TryRules", Steering),
        For("MakeAwardReport", Steering),
        For("TakePostingBatch", Steering),
        For("TakePostingResults", Steering),
        For("SuspendPostings", Steering),
        For("ReportDowntime", Steering),
    ];

    private static Door Open(string function) => new(function, Roles.None, Machines: true) { IsOpen = true };

    /// <summary>For whoever is signed in.</summary>
    private static Door Own(string function) => new(function, Roles.None, Machines: false) { IsOwn = true };

    /// <summary>For persons of these roles, and for machines.</summary>
    private static Door For(string function, Roles roles) => new(function, roles, Machines: true);

    /// <summary>For persons only: where somebody must answer for it.</summary>
    private static Door ForPersons(string function, Roles roles) => new(function, roles, Machines: false);
}
