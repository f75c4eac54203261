using System.Text.Json;
using System.Text.Json.Nodes;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Typing;
using Compensation.Transfers.Zengin;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Transfers;

public sealed class TransferReaderTests : IDisposable
{
    private static readonly Dictionary<string, string> s_answers = new(StringComparer.Ordinal) { ["identity"] = "山口太郎　1970年1月1日", ["accommodation"] = "ホテル日光" };

    private static readonly TypedTransfer s_typed = new("みずほ銀行", "ジョン　トレッゲサー") { Branch = "丸の内中央支店", Type = "ordinary", Number = "１２３４", Answers = s_answers };

    private readonly TransferWorld _world = new();

    [Fact]
    public void What_is_typed_is_understood_and_every_change_is_said()
    {
        ReadTransfer read = Read(s_typed);

        Assert.Empty(read.Faults);
        Assert.Equal(new BankAccount("0001", "みずほ", "004", "丸の内中央", AccountType.Ordinary, "0001234", "ｼﾞﾖﾝ ﾄﾚﾂｹﾞｻ-"), read.Form!.Account);
        Assert.Equal((3, 3), (read.Filled, read.Changes.Count));
        Assert.Equal("山口太郎 1970年1月1日", read.Form.Answers["identity"]);
    }

    [Fact]
    public void Japan_Post_s_branch_follows_from_the_symbol()
    {
        ReadTransfer read = Read(new TypedTransfer("ゆうちょ", "ヤマダ") { Symbol = "14030", PassbookNumber = "12345671", Answers = s_answers });

        Assert.Equal(("9900", "408", "四〇八", "1234567"), read.Form!.Account is var account ? (account.Bank, account.Branch, account.BranchName, account.Number) : default);
        Assert.Equal([new TypedFault("symbol", TypedProblem.Missing)], Read(new TypedTransfer("ゆうちょ", "ヤマダ") { PassbookNumber = "12345671", Answers = s_answers }).Faults);
    }

    [Fact]
    public void A_branch_that_the_data_does_not_know_is_taken_by_code_only()
    {
        Assert.True(Read(s_typed with { Branch = "999" }).Form!.Account.HasUnknownBranch);
        Assert.Equal([new TypedFault("branch", TypedProblem.Unknown)], Read(s_typed with { Branch = "ありえない支店" }).Faults);
        Assert.Equal([new TypedFault("branch", TypedProblem.Unknown)], Read(s_typed with { Branch = "99" }).Faults);
    }

    [Fact]
    public void Zeros_alone_are_nobody_s_account()
    {
        Assert.Equal([new TypedFault("number", TypedProblem.Zeros)], Read(s_typed with { Number = "０００００００" }).Faults);
        Assert.Equal([new TypedFault("bank", TypedProblem.Unknown)], Read(s_typed with { Bank = "0000" }).Faults);
        Assert.Equal([new TypedFault("branch", TypedProblem.Unknown)], Read(s_typed with { Branch = "000" }).Faults);
        Assert.Equal("本店営業部", Read(s_typed with { Bank = "0185", Branch = "000" }).Form!.Account.BranchName);
        Assert.Equal([new TypedFault("symbol", TypedProblem.Zeros)], Post("00000", "100001"));
        Assert.Equal([new TypedFault("passbookNumber", TypedProblem.Zeros)], Post("00160", "000000"));
        Assert.Equal([new TypedFault("passbookNumber", TypedProblem.Zeros)], Post("14030", "00000000"));
        Assert.Equal([new TypedFault("passbookNumber", TypedProblem.Zeros)], Post("14030", "00000001"));

        IReadOnlyList<TypedFault> Post(string symbol, string number) => Read(new TypedTransfer("ゆうちょ", "ヤマダ") { Symbol = symbol, PassbookNumber = number, Answers = s_answers }).Faults;
    }

    [Fact]
    public void Where_several_may_be_meant_they_are_offered()
    {
        ReadTransfer read = Read(s_typed with { Bank = "0489", Branch = "東京" });

        Assert.Equal([new TypedFault("branch", TypedProblem.Several)], read.Faults);
        Assert.Equal(["001", "718"], read.Branches.Select(branch => branch.Code));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        ReadTransfer read = Read(new TypedTransfer("", "東　太郎") { Answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["identity"] = " 　" } });

        Assert.Null(read.Form);
        Assert.Equal(["bank", "holder", "identity", "accommodation"], read.Faults.Select(fault => fault.Field));
        Assert.Equal("東", read.Faults[1].Character);
    }

    [Fact]
    public async Task During_a_call_it_is_read_back_before_it_counts()
    {
        EntitlementId id = await _world.OweAsync();

        (int first, JsonNode? said) = await EnterAsync(id, confirmed: false);
        EntitlementState meanwhile = await _world.RightAsync(id);
        (int second, JsonNode? taken) = await EnterAsync(id, confirmed: true);

        Assert.Equal((200, "0001234", EntitlementState.Open), (first, said!["account"]!["number"]!.GetValue<string>(), meanwhile));
        Assert.Equal((200, "requested", EntitlementState.TransferRequested), (second, taken!["taken"]!["state"]!.GetValue<string>(), await _world.RightAsync(id)));
        (int refused, _) = await EnterAsync(id, confirmed: true, s_typed with { Number = "12" });
        Assert.Equal((422, 1), (refused, (await _world.ReadAsync(id)).Version));
    }

    [Fact]
    public async Task Who_changes_his_mind_during_a_call_has_points_again()
    {
        EntitlementId id = await _world.AskAsync();
        HttpRequest request = TransferWorld.Request("anna");

        (int status, JsonNode? body) = await TransferWorld.AnswerAsync(request, await _world.Get<EnterTransfer>().Withdraw(request, "tochigi", id.ToString(), CancellationToken.None));

        Assert.Equal((200, "withdrawn", EntitlementState.Open), (status, body!["state"]!.GetValue<string>(), await _world.RightAsync(id)));
    }

    public void Dispose() => _world.Dispose();

    private ReadTransfer Read(TypedTransfer typed) => _world.Get<TransferReader>().Read(TransferWorld.Campaign, typed);

    private async Task<(int Status, JsonNode? Body)> EnterAsync(EntitlementId id, bool confirmed, TypedTransfer? typed = null)
    {
        HttpRequest request = TransferWorld.Request("anna", JsonSerializer.Serialize(new EnterTransferRequest(typed ?? s_typed, confirmed), JsonSerializerOptions.Web));
        return await TransferWorld.AnswerAsync(request, await _world.Get<EnterTransfer>().Enter(request, "tochigi", id.ToString(), CancellationToken.None));
    }
}
