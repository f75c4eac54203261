using Compensation.CallCentre.Cases;
using Compensation.Common;

namespace Compensation.Tests.CallCentre;

/// <summary>Every state, and everything that can be done in it.</summary>
public sealed class CaseMovesTests
{
    private static readonly string[] s_acts = ["correct", "ask again", "shop yes", "shop no", "call yes", "call no", "approve", "refuse", "reopen", "put back", "time passes"];

    /// <summary>Where each act leads; what is left out leads nowhere.</summary>
    private static readonly Dictionary<(CaseState From, string Act), CaseState> s_leads = new()
    {
        [(CaseState.AskingShop, "correct")] = CaseState.AskingShop,
        [(CaseState.AskingShop, "ask again")] = CaseState.AskingShop,
        [(CaseState.AskingShop, "shop yes")] = CaseState.Confirmed,
        [(CaseState.AskingShop, "shop no")] = CaseState.ShopDenied,
        [(CaseState.AskingShop, "call yes")] = CaseState.Confirmed,
        [(CaseState.AskingShop, "call no")] = CaseState.ShopDenied,
        [(CaseState.AskingShop, "refuse")] = CaseState.Refused,
        [(CaseState.AskingShop, "time passes")] = CaseState.ShopSilent,
        [(CaseState.ShopDenied, "correct")] = CaseState.AskingShop,
        [(CaseState.ShopDenied, "ask again")] = CaseState.AskingShop,
        [(CaseState.ShopDenied, "call yes")] = CaseState.Confirmed,
        [(CaseState.ShopDenied, "refuse")] = CaseState.Refused,
        [(CaseState.ShopDenied, "time passes")] = CaseState.Refused,
        [(CaseState.ShopSilent, "correct")] = CaseState.AskingShop,
        [(CaseState.ShopSilent, "ask again")] = CaseState.AskingShop,
        [(CaseState.ShopSilent, "shop yes")] = CaseState.Confirmed,
        [(CaseState.ShopSilent, "shop no")] = CaseState.ShopDenied,
        [(CaseState.ShopSilent, "call yes")] = CaseState.Confirmed,
        [(CaseState.ShopSilent, "call no")] = CaseState.ShopDenied,
        [(CaseState.ShopSilent, "refuse")] = CaseState.Refused,
        [(CaseState.ShopSilent, "time passes")] = CaseState.Refused,
        [(CaseState.Confirmed, "correct")] = CaseState.AskingShop,
        [(CaseState.Confirmed, "ask again")] = CaseState.AskingShop,
        [(CaseState.Confirmed, "approve")] = CaseState.Approved,
        [(CaseState.Confirmed, "refuse")] = CaseState.Refused,
        [(CaseState.Confirmed, "time passes")] = CaseState.Refused,
        [(CaseState.Approved, "put back")] = CaseState.Restored,
        [(CaseState.Blocked, "correct")] = CaseState.AskingShop,
        [(CaseState.Blocked, "ask again")] = CaseState.AskingShop,
        [(CaseState.Blocked, "approve")] = CaseState.Approved,
        [(CaseState.Blocked, "refuse")] = CaseState.Refused,
        [(CaseState.Blocked, "time passes")] = CaseState.Refused,
        [(CaseState.Refused, "reopen")] = CaseState.AskingShop,
    };

    public static TheoryData<CaseState> States() => [.. Enum.GetValues<CaseState>()];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Each_act_leads_where_it_should_and_nowhere_else(CaseState from)
    {
        foreach (string act in s_acts)
        {
            using CaseWorld world = await CaseWorld.StartAsync();
            DoubleChargeCase one = await InAsync(world, from);
            Assert.Equal(from, one.State);
            await DoAsync(world, one, act);
            CaseState expected = s_leads.GetValueOrDefault((from, act), from);
            Assert.True(expected == (await world.ReadAsync(one)).State, $"{from}, {act}: expected {expected}, found {(await world.ReadAsync(one)).State}");
            Assert.True(expected == from || from.CanMoveTo(expected));
        }
    }

    [Fact]
    public void What_is_put_back_stays_and_everything_else_has_a_way_on()
    {
        foreach (CaseState state in Enum.GetValues<CaseState>())
        {
            Assert.Equal(state.IsPutBack(), !Enum.GetValues<CaseState>().Any(next => state.CanMoveTo(next)));
        }
    }

    private static async Task<DoubleChargeCase> InAsync(CaseWorld world, CaseState state)
    {
        switch (state)
        {
            case CaseState.AskingShop:
                return await world.OpenAsync();
            case CaseState.ShopDenied:
                return CaseWorld.Done(await world.ShopAsync(await world.OpenAsync(), confirms: false));
            case CaseState.ShopSilent:
                DoubleChargeCase opened = await world.OpenAsync();
                await DoAsync(world, opened, "time passes");
                return await world.ReadAsync(opened);
            case CaseState.Confirmed:
                return await world.ConfirmedAsync();
            case CaseState.Approved:
                return await world.ApprovedAsync();
            case CaseState.Blocked:
                DoubleChargeCase blocked = await world.ApprovedAsync();
                await world.AdjustAsync("adjustment_id,inquiry_number,kind,amount,reason,batch", "A-1,KM-000001,spent,100,shop,b");
                Assert.Equal(CaseState.Blocked, await world.PutBackAsync(blocked));
                return await world.ReadAsync(blocked);
            case CaseState.Restored:
                DoubleChargeCase restored = await world.ApprovedAsync();
                await world.PutBackAsync(restored);
                return await world.ReadAsync(restored);
            case CaseState.Supplemented:
                DoubleChargeCase late = await world.ConfirmedAsync();
                await world.SealAsync();
                DoubleChargeCase approved = CaseWorld.Done(await world.ApproveAsync(late, CaseWorld.Ben));
                await world.PutBackAsync(approved);
                return await world.ReadAsync(approved);
            default:
                return CaseWorld.Done(await world.RefuseAsync(await world.OpenAsync()));
        }
    }

    private static async Task DoAsync(CaseWorld world, DoubleChargeCase one, string act)
    {
        switch (act)
        {
            case "correct":
                await world.CorrectAsync(one, CaseWorld.Form(amount: 400), CaseWorld.Anna);
                break;
            case "ask again":
                await world.AskAgainAsync(one);
                break;
            case "shop yes" or "shop no":
                if (one.State is CaseState.AskingShop or CaseState.ShopSilent)
                {
                    await world.ShopAsync(one, act == "shop yes");
                }

                break;
            case "call yes" or "call no":
                await world.CallAsync(one, act == "call yes", CaseWorld.Anna);
                break;
            case "approve":
                await world.ApproveAsync(one, CaseWorld.Ben);
                break;
            case "refuse":
                await world.RefuseAsync(one);
                break;
            case "reopen":
                await world.ReopenAsync(one);
                break;
            case "put back":
                await world.PutBackAsync(one);
                break;
            default:
                await TimePassesAsync(world, one);
                break;
        }
    }

    /// <summary>Reminded, escalated, over: each at its time.</summary>
    private static async Task TimePassesAsync(CaseWorld world, DoubleChargeCase one)
    {
        while (world.Get<CaseRoom>().TimesOf(CaseWorld.Campaign, await world.ReadAsync(one)) is { } times && (await world.ReadAsync(one)).State == one.State)
        {
            int pressed = (await world.ReadAsync(one)).Pressed;
            world.Clock.Now = times.NextAfter(pressed).AddSeconds(-1);
            await world.PressAsync(one);
            Assert.Equal((one.State, pressed), ((await world.ReadAsync(one)).State, (await world.ReadAsync(one)).Pressed));
            world.Clock.Now = times.NextAfter(pressed);
            await world.PressAsync(one);
        }
    }
}
