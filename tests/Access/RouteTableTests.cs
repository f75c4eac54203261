using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Tests.Access;

public sealed partial class RouteTableTests
{
    private const string NoDoor = "Your roles do not open this door.";

    /// <summary>What opens to each role, beyond what is open to all; written out here a second time, so that a slip in the table is seen.</summary>
    private static readonly Dictionary<Roles, string[]> s_only = new()
    {
        [Roles.Viewer] = [],
        [Roles.Finance] =
        [
            "AskConsoleTransferFileTask", "AskConsoleTransferTask", "CheckTransfers", "DoConsoleTransferFileTask", "DoConsoleTransferTask", "ExportTransfers", "GetTransferFile", "HoldTransfer", "ListTransferFiles", "ListTransfers",
            "MakeTransferFile", "PayTransferAgain", "ReconcileIssuer", "ReconcileReport", "ReleaseTransfers", "ResolveTransfer", "SettleTransferFile", "ShowConsoleTransfer", "ShowConsoleTransferFiles", "ShowConsoleTransfers", "ShowTransfer",
            "TakeTransferResults",
        ],
        [Roles.Operator] =
        [
            "AcceptApplication", "AddNote", "AllowAddress", "ApproveCase", "AskApplicant", "AskConsoleApplicationTask", "AskConsoleCaseTask", "AskConsoleGenuine", "AskConsoleNewApplication", "AskConsoleNewCase", "AskConsolePersonTask", "AskConsoleSearch",
            "AskConsoleSuppression", "AskShopAgain", "ChangeConsoleSuppression", "CheckMessage", "ConsoleSearch", "CorrectCase", "DoConsoleApplicationTask", "DoConsoleCaseTask", "DoConsolePersonTask", "EnterApplication", "EnterTransfer", "ExplainAward", "FinishFollowUp",
            "HoldApplication", "JudgeConsoleGenuine", "ListApplications", "ListCases", "ListFollowUps", "ListOpenPostings", "ListSuppressions", "ListTransfers", "ListUnreached", "NoteAnswer", "OpenCase", "ProveCoupon",
            "RecordShopCall", "RefuseApplication", "RefuseCase", "ReleaseApplication", "ReopenApplication", "ReopenCase", "ResendNotices", "SearchPeople", "SendContactCode", "ShowApplication", "ShowCase", "ShowConsoleApplication",
            "ShowConsoleApplications", "ShowConsoleCase", "ShowConsoleCases", "ShowConsoleFollowUps", "ShowConsolePerson", "ShowConsoleTransfers", "ShowConsoleUnreached", "ShowPerson", "ShowResend", "ShowResends", "SuppressAddress",
            "TakeConsoleNewApplication", "TakeConsoleNewCase", "UnmaskField", "WithdrawTransfer",
        ],
        [Roles.Administrator] =
        [
            "AddAccount", "AskForAccount", "AskForAccountChange", "ChangeAccount", "ChangeRoles", "CreateAccount", "DisableAccount", "EnableAccount", "ExportActs",
            "ExportInstallationActs", "InviteAgain", "LinkAccounts", "ListAccounts", "ListActs", "ListInstallationActs", "ShowAccount", "ShowAccounts", "ShowActRows", "ShowConsoleActs",
            "UnlinkAccounts", "VerifyActs", "VerifyConsoleActs",
            "VerifyInstallationActs",
        ],
    };

    [Fact]
    public void Every_http_function_has_its_row_and_every_row_its_function()
    {
        string[] functions = [.. HttpFunction.All.Select(function => function.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(functions, RouteTable.Doors.Select(door => door.Function).Order(StringComparer.Ordinal));
    }

    /// <summary>The host knows keys and no sessions; whoever may come in is asked by the table alone.</summary>
    [Fact]
    public void Every_http_function_leaves_it_to_the_table_who_may_call() =>
        Assert.Empty(HttpFunction.All.Where(function => function.Trigger.AuthLevel != AuthorizationLevel.Anonymous).Select(function => function.Name));

    [Fact]
    public void Nobody_is_everything_by_being_one_thing()
    {
        string[] guarded = [.. RouteTable.Doors.Where(door => door is { IsOpen: false, IsOwn: false }).Select(door => door.Function)];

        Assert.All(RoleNames.All, role => Assert.Contains(guarded, function => !RouteTable.Find(function)!.For.HasFlag(role)));
        string[] viewers = [.. guarded.Where(function => RouteTable.Find(function)!.For.HasFlag(Roles.Viewer))];
        foreach ((Roles role, string[] only) in s_only)
        {
            Assert.Equal(only, guarded.Where(function => RouteTable.Find(function)!.For.HasFlag(role)).Except(viewers, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Every_route_opens_to_whom_the_table_names_and_to_nobody_else()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        using Visitor nobody = app.NewVisitor();
        using Visitor machine = app.NewVisitor();
        using Visitor person = await app.SignInAsync("person", Roles.None);
        List<string> wrong = [];
        foreach (HttpFunction function in HttpFunction.All.Where(function => RouteTable.IsGuarded(function.Name) && function.Name != "SignOut"))
        {
            Door door = RouteTable.Find(function.Name)!;
            wrong.AddRange(await CallAsync(nobody, function, key: null) is HttpStatusCode.Unauthorized or HttpStatusCode.SeeOther ? [] : [$"{function.Name} opens to nobody"]);
            wrong.AddRange((await CallAsync(machine, function, AccessApp.Key) is null) == door.Machines ? [] : [$"{function.Name} and machines"]);
            foreach (Roles role in RoleNames.All.Append(Roles.None))
            {
                await app.SetRolesAsync("person", role);
                bool opens = await CallAsync(person, function, key: null) is null;
                wrong.AddRange(opens == (door.IsOwn || (door.For & role) != Roles.None) ? [] : [$"{function.Name} and {role}"]);
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_wrong_key_opens_nothing()
    {
        await using AccessApp app = await AccessApp.StartAsync(time: null);
        using Visitor machine = app.NewVisitor();

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(machine, HttpFunction.Find("ListAlarms")!, AccessApp.Key + "x"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(machine, HttpFunction.Find("ShowClosingReport")!, key: null));
        Assert.Null(await CallAsync(machine, HttpFunction.Find("ListAlarms")!, AccessApp.Key));
    }

    [Fact]
    public async Task A_key_named_after_a_function_opens_that_one_only()
    {
        await using AccessApp app = await AccessApp.StartAsync(time: null, "--FunctionKeys:ListAlarms=a-key-for-alarms-only");
        using Visitor machine = app.NewVisitor();

        Assert.Null(await CallAsync(machine, HttpFunction.Find("ListAlarms")!, "a-key-for-alarms-only"));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(machine, HttpFunction.Find("ListSuppressions")!, "a-key-for-alarms-only"));
    }

    /// <returns>The status of the refusal; null where the function itself has answered.</returns>
    private static async Task<HttpStatusCode?> CallAsync(Visitor visitor, HttpFunction function, string? key)
    {
        HttpMethod method = new(function.Trigger.Methods![0].ToUpperInvariant());
        using HttpRequestMessage request = new(method, RouteValue().Replace("/" + function.Trigger.Route, "nothing"));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        if (!function.Shows)
        {
            request.Content = JsonContent.Create(new { });
        }

        using HttpResponseMessage answer = await visitor.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.Unauthorized || answer.StatusCode == HttpStatusCode.SeeOther || text.Contains(NoDoor, StringComparison.Ordinal) || text.Contains("このページは表示できません", StringComparison.Ordinal)
            ? answer.StatusCode
            : null;
    }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteValue();
}
