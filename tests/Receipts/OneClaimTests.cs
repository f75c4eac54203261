using System.Net;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Payouts.Standings;

namespace Compensation.Tests.Receipts;

/// <summary>One person, one product, one code: whatever is clicked, whoever comes first, wherever it breaks.</summary>
public sealed class OneClaimTests
{
    [Fact]
    public async Task Of_fifty_simultaneous_choices_one_wins_and_one_code_is_used()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 50);
        string path = app.PathOf(entitlement);
        string[] products = [.. app.Campaign.Products.Select(product => product.Id)];

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => app.ClaimAsync(path, products[number % products.Length])));
        string?[] codes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.CodeOnPageAsync(path)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        string code = Assert.Single(codes.Distinct(StringComparer.Ordinal))!;
        Assert.StartsWith((await app.ReadAsync(entitlement)).Product!, code, StringComparison.Ordinal);
        Assert.Equal((249, 1), await app.CountAsync(500));
        Assert.Single(app.Log.Lines, line => line.Event.Id == 300);
        Assert.Single(app.Log.Lines, line => line.Event.Id == 350);
    }

    [Fact]
    public async Task Forty_people_share_forty_codes_and_the_next_one_waits()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync(Enumerable.Range(0, 40).Select(number => $"edy,300,EDY-{number:d4},,L1"));
        List<string> paths = [];
        for (int person = 0; person < 41; person++)
        {
            paths.Add(app.PathOf(await app.OweAsync(300)));
        }

        await Task.WhenAll(paths.Select(path => app.ClaimAsync(path, "edy")));
        string?[] codes = await Task.WhenAll(paths.Select(app.CodeOnPageAsync));

        Assert.Equal(40, codes.OfType<string>().Distinct(StringComparer.Ordinal).Count());
        Assert.Single(codes, code => code is null);
        Assert.Equal((0, 40), await app.CountAsync(300));
    }

    [Fact]
    public async Task A_second_tab_meets_the_first_tabs_choice()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(500);
        await app.FillAsync(500, each: 1);
        string path = app.PathOf(entitlement);

        using HttpResponseMessage first = await app.ClaimAsync(path, "ponta");
        using HttpResponseMessage second = await app.ClaimAsync(path, "amazon");

        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
        Assert.Equal("ponta-500-0000", await app.CodeOnPageAsync(path));
        Assert.Equal((4, 1), await app.CountAsync(500));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_the_storage_dies_a_repeat_ends_with_one_code_and_the_same_one_again(bool afterwards)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        int died = 0;
        for (int request = 1; ; request++)
        {
            int yen = 1000 + request;
            await app.FillAsync(yen, each: 2);
            string path = app.PathOf(await app.OweAsync(yen));

            app.Faults.DieAt(request, afterwards);
            using HttpResponseMessage broken = await app.ClaimAsync(path, "amazon");
            app.Faults.Heal();

            // A page on the way may complete what was begun; a repeated form may name another product.
            string? seen = await app.CodeOnPageAsync(path);
            using HttpResponseMessage repeated = await app.ClaimAsync(path, "ponta");
            string? code = await app.CodeOnPageAsync(path);

            Assert.Equal(HttpStatusCode.SeeOther, repeated.StatusCode);
            Assert.NotNull(code);
            Assert.Equal(code, seen ?? code);
            Assert.Equal(code, await app.CodeOnPageAsync(path));
            Assert.Equal((9, 1), await app.CountAsync(yen));
            if (broken.StatusCode == HttpStatusCode.SeeOther)
            {
                break;
            }

            Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
            died++;
        }

        // Read, claim, look for a free code, take it, record it.
        Assert.True(died >= 5, $"The storage died at {died} requests only.");
    }

    [Fact]
    public async Task The_last_code_taken_before_a_crash_is_found_again()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        Entitlement entitlement = await app.OweAsync(700);
        string path = app.PathOf(entitlement);
        using HttpResponseMessage waiting = await app.ClaimAsync(path, "edy");
        await app.ImportAsync("edy,700,THE-LAST-ONE,,L1");

        // Standings are read now, so that every attempt makes the same requests.
        await app.Get<ProductStandings>().OffersAsync(app.Campaign, new Yen(700), CancellationToken.None);

        // Later and later, until it is the request that takes the code whose answer is not heard.
        for (int request = 1; (await app.CountAsync(700)).Taken == 0; request++)
        {
            app.Faults.DieAt(request, afterwards: true);
            using HttpResponseMessage broken = await app.ClaimAsync(path, "edy");
            app.Faults.Heal();
        }

        Assert.Equal(EntitlementState.Claimed, (await app.ReadAsync(entitlement)).State);
        Assert.Equal("THE-LAST-ONE", await app.CodeOnPageAsync(path));
        Assert.Equal(EntitlementState.Paid, (await app.ReadAsync(entitlement)).State);
    }
}
