using System.Net;
using System.Text.Json;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications;

namespace Compensation.Tests.CallCentre;

/// <summary>Operators find somebody by what he says on the telephone, however it is typed, and by nothing less.</summary>
public sealed class SearchTests
{
    private static readonly string[] Ledger =
    [
        "YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,",
        "YM-000002,2023-02-24,500,true,,スズキ ハナコ,2023-02-22,090-1234-5678,hanako@Example.jp",
        "YM-000003,2023-02-24,700,true,,ヤマダ タロウ,2023-02-21,070-3333-4410,",
        "YM-0000-04,2023-02-24,900,true,,サトウ ケン,2023-02-20,,",
    ];

    [Fact]
    public async Task However_a_value_is_typed_the_same_one_person_is_found_and_nobody_by_a_part_of_it()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string[] phones = ["090-1234-5678", "０９０１２３４５６７８", "+81 90 1234 5678", "090ー1234ー5678", "(090)12345678"];
        object[] ways = [.. phones.Select(phone => (object)new { phone, by = "佐藤" }), new { email = "ｈａｎａｋｏ＠example.JP", by = "佐藤" }, new { inquiryNumber = "ｙｍ－000002", by = "佐藤" }];
        foreach (object way in ways)
        {
            JsonElement found = Assert.Single(await FindAsync(world, way));
            Assert.Equal(("…0002", "ス… ハ…", "+8190…78", "h…@Example.jp"), (Text(found, "inquiryNumber"), Text(found, "name"), Text(found, "phone"), Text(found, "email")));
        }

        Assert.Empty(await FindAsync(world, new { phone = "090-1234-5679", by = "佐藤" }));
        Assert.Empty(await FindAsync(world, new { inquiryNumber = "YM-00000", by = "佐藤" }));
        foreach (object part in new object[] { new { phone = "090-1234", by = "佐藤" }, new { phone = "090*", by = "佐藤" }, new { email = "hanako", by = "佐藤" }, new { inquiryNumber = "YM-00*", by = "佐藤" }, new { by = "佐藤" }, new { numberEnds = "0002", by = "佐藤" } })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync("people/search", part)).Status);
        }
    }

    [Fact]
    public async Task A_name_asks_for_a_second_field_and_leads_to_those_for_whom_both_hold()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        (HttpStatusCode alone, JsonElement why) = await world.PostAsync("people/search", new { name = "ヤマダ タロウ", by = "佐藤" });
        Assert.Equal(HttpStatusCode.BadRequest, alone);
        Assert.Contains("another value", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("…0001", Text(Assert.Single(await FindAsync(world, new { name = "たろう　やまだ", travelDate = "令和5年2月23日", by = "佐藤" })), "inquiryNumber"));
        Assert.Equal("…0003", Text(Assert.Single(await FindAsync(world, new { name = "ﾔﾏﾀﾞ ﾀﾛｳ", numberEnds = "0003", by = "佐藤" })), "inquiryNumber"));
        Assert.Single(await FindAsync(world, new { name = "サトウ ケン", numberEnds = "0004", by = "佐藤" }));
        Assert.Empty(await FindAsync(world, new { name = "ヤマダ タロウ", travelDate = "2023-02-20", by = "佐藤" }));
    }

    [Fact]
    public async Task Of_many_for_whom_both_hold_twenty_are_shown_and_no_more_is_said_than_that_there_are_more()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: [.. Enumerable.Range(0, 23).Select(index => $"YM-{index:d6},2023-02-24,700,true,,ヤマダ タロウ,{(index < 20 ? "2023-02-21" : "2023-02-22")},,")]);
        foreach ((string day, int shown, bool more) in new[] { ("2023-02-21", 20, false), ("2023-02-22", 3, false) })
        {
            Assert.Equal((shown, more), await CountAsync(new { name = "ヤマダ タロウ", travelDate = day, by = "佐藤" }));
        }

        await world.ImportAsync([.. Enumerable.Range(0, 23).Select(index => $"YM-{index:d6},2023-02-24,700,true,,ヤマダ タロウ,2023-02-21,,")]);
        Assert.Equal((20, true), await CountAsync(new { name = "たろう やまだ", travelDate = "2023-02-21", by = "佐藤" }));
        Assert.Equal((0, false), await CountAsync(new { name = "ヤマダ タロ", travelDate = "2023-02-21", by = "佐藤" }));
        Assert.Equal((0, false), await CountAsync(new { name = "ヤマダ*", travelDate = "2023-02-21", by = "佐藤" }));
        Assert.Equal(HttpStatusCode.BadRequest, (await world.PostAsync("people/search", new { travelDate = "2023-02-21", numberEnds = "0001", by = "佐藤" })).Status);

        async Task<(int Shown, bool More)> CountAsync(object query)
        {
            (HttpStatusCode status, JsonElement answer) = await world.PostAsync("people/search", query);
            Assert.Equal(HttpStatusCode.OK, status);
            return (answer.GetProperty("people").GetArrayLength(), answer.GetProperty("more").GetBoolean());
        }
    }

    [Fact]
    public async Task An_applicant_is_found_by_receipt_contact_and_name_with_the_coupon_that_he_names_or_without()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        ApplicationVisit one = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001", delivery: "080-2222-3310"), "+818022223310");
        ApplicationVisit unknown = await world.ApplyAsync(ApplicationsWorld.Answers("YM-999999", "サトウ", "ジロウ", delivery: "080-2222-4410"), "+818022224410");
        foreach (object way in new object[] { new { receipt = one.Receipt, by = "佐藤" }, new { phone = "080-2222-3310", by = "佐藤" }, new { name = "タロウ ヤマダ", numberEnds = "0001", by = "佐藤" } })
        {
            JsonElement found = Assert.Single(await FindAsync(world, way));
            Assert.Equal(("…0001", "received"), (Text(found, "inquiryNumber"), Text(found, "applicationState")));
        }

        JsonElement nobody = Assert.Single(await FindAsync(world, new { receipt = unknown.Receipt, by = "佐藤" }));
        Assert.Equal((JsonValueKind.Null, "…9999"), (nobody.GetProperty("person").ValueKind, Text(nobody, "inquiryNumber")));
    }

    [Fact]
    public async Task Every_value_that_is_given_has_to_hold_whether_the_ledger_or_an_application_states_it()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        ApplicationVisit one = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001", delivery: "080-2222-3310"), "+818022223310");
        await world.ApplyAsync(ApplicationsWorld.Answers("YM-999999", "サトウ", "ジロウ", delivery: "080-2222-4410"), "+818022224410");
        foreach (object way in new object[] { new { inquiryNumber = "YM-000001", phone = "080-2222-3310", by = "佐藤" }, new { inquiryNumber = "YM-000001", receipt = one.Receipt, by = "佐藤" } })
        {
            Assert.Equal("received", Text(Assert.Single(await FindAsync(world, way)), "applicationState"));
        }

        Assert.Equal("…9999", Text(Assert.Single(await FindAsync(world, new { inquiryNumber = "YM-999999", by = "佐藤" })), "inquiryNumber"));
        Assert.Empty(await FindAsync(world, new { inquiryNumber = "YM-000002", receipt = one.Receipt, by = "佐藤" }));
        Assert.Empty(await FindAsync(world, new { inquiryNumber = "YM-000001", phone = "080-2222-4410", by = "佐藤" }));
    }

    [Fact]
    public async Task Each_search_stands_in_the_trail_by_what_fields_and_whom_it_found_and_never_by_what_was_typed()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        string person = Text(Assert.Single(await FindAsync(world, new { phone = "090-1234-5678", by = "佐藤" })), "person")!;
        JsonElement act = (await world.GetAsync("acts")).GetProperty("acts")[0];
        Assert.Equal(("SearchPeople", "佐藤", $"by phone: 1 found, {person}"), (Text(act, "operation"), Text(act, "by"), Text(act, "reason")));
    }

    private static async Task<JsonElement[]> FindAsync(ApplicationsWorld world, object query)
    {
        (HttpStatusCode status, JsonElement answer) = await world.PostAsync("people/search", query);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        return [.. answer.GetProperty("people").EnumerateArray()];
    }

    private static string? Text(JsonElement one, string member) => one.GetProperty(member).GetString();
}
