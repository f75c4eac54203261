using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Compensation.Common.Access;
using Compensation.Tests.Access;

namespace Compensation.Tests.CallCentre;

/// <summary>Cases over HTTP, by persons who are signed in.</summary>
public sealed class CaseHttpTests
{
    private static readonly object s_report = new
    {
        inquiryNumber = "ＫＭ－000001",
        expiry = "2023年2月24日",
        prefecture = "熊本県",
        shop = "熊本の店",
        kind = "chargedTwice",
        amount = 500,
        faceValue = 3000,
        shopPhone = "096-333-1111",
        callerName = "𠮷田　花子",
        callerContact = "090-5555-6666",
    };

    [Fact]
    public async Task Two_persons_on_one_case_and_never_one_alone_or_a_machine()
    {
        await using AccessApp app = await AccessApp.StartWithLocalAccountsAsync();
        app.Clock.SetBack(TimeSpan.FromDays(20));
        using Visitor anna = await app.SignInAsync("anna", Roles.Operator);
        using Visitor ben = await app.SignInAsync("ben", Roles.Operator);
        using Visitor machine = app.NewVisitor();
        await ImportAsync(machine);

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(machine, "campaigns/kumamoto/cases", s_report, "call-1", AccessApp.Key)).Status);
        (HttpStatusCode status, JsonElement opened) = await PostAsync(anna, "campaigns/kumamoto/cases", s_report, "call-1");
        Assert.True(status == HttpStatusCode.Created, opened.ToString());
        string number = opened.GetProperty("number").GetString()!;
        (HttpStatusCode again, JsonElement repeated) = await PostAsync(anna, "campaigns/kumamoto/cases", s_report, "call-1");
        Assert.True(again == HttpStatusCode.Created && repeated.GetProperty("number").GetString() == number, $"{again}: {repeated}");
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(anna, "campaigns/kumamoto/cases", s_report)).Status);

        string at = $"campaigns/kumamoto/cases/{number}";
        (HttpStatusCode called, JsonElement confirmed) = await PostAsync(anna, $"{at}/shop-call", new { version = 1, confirms = true, spokeWith = "店長", rung = "096-333-1111" });
        Assert.Equal((HttpStatusCode.OK, "confirmed"), (called, confirmed.GetProperty("state").GetString()));
        object approval = new { version = 2, balance = 1000, seen = Array.Empty<string>() };
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(anna, $"{at}/approve", approval)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(machine, $"{at}/approve", approval, key: null, AccessApp.Key)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(ben, $"{at}/approve", new { version = 1, balance = 1000, seen = Array.Empty<string>() })).Status);
        (HttpStatusCode Status, JsonElement Body)[] twice = [await PostAsync(ben, $"{at}/approve", approval), await PostAsync(ben, $"{at}/approve", approval)];
        Assert.All(twice, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body.ToString()));

        using HttpResponseMessage shown = await ben.GetAsync(at);
        JsonElement details = JsonSerializer.Deserialize<JsonElement>(await shown.Content.ReadAsStringAsync());
        Assert.Equal(("anna (display)", "ben (display)"), (details.GetProperty("case").GetProperty("openedBy").GetString(), details.GetProperty("case").GetProperty("approvedBy").GetString()));
        JsonElement facts = details.GetProperty("facts");
        Assert.Equal(("…0001", "𠮷… 花…", "+8190…66"), (facts.GetProperty("inquiryNumber").GetString(), facts.GetProperty("callerName").GetString(), facts.GetProperty("callerContact").GetString()));
        Assert.DoesNotContain("KM-000001", details.GetRawText(), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{12}$", facts.GetProperty("person").GetString());
        string[] acts = [.. details.GetProperty("history").EnumerateArray().Select(step => step.GetProperty("act").GetString()!)];
        Assert.Equal(["opened", "shopCalled", "approved"], acts.Take(3));
        Assert.Single(acts, "approved");
    }

    private static async Task ImportAsync(Visitor machine)
    {
        using HttpRequestMessage ledger = new(HttpMethod.Post, "campaigns/kumamoto/ledger");
        ledger.Headers.Add("x-functions-key", AccessApp.Key);
        ledger.Content = new StringContent("inquiry_number,expiry,balance,charged_to_app\nKM-000001,2023-02-24,1000,true\n", Encoding.UTF8, "text/csv");
        using HttpResponseMessage taken = await machine.SendAsync(ledger);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(Visitor visitor, string address, object body, string? key = null, string? functionKey = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (functionKey is not null)
        {
            request.Headers.Add("x-functions-key", functionKey);
        }

        using HttpResponseMessage answer = await visitor.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }
}
