namespace Compensation.Tests.Applications;

/// <summary>What a page costs in storage requests: they are what a deadline's last minutes are made of.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task A_page_is_one_read_and_an_answer_one_read_and_one_write()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,"]);

        // An instance's first SMS of a day takes some hundred at a time.
        await world.ApplyAsync(ApplicationsWorld.Answers("YM-000002", delivery: "080-2222-3310"), "+818022223310");
        Dictionary<string, string> answers = ApplicationsWorld.Answers("YM-000001");
        Uri at = new(world.Http.BaseAddress!, "apply/yamaguchi");
        world.Requests.Take();
        await world.OpenAsync(at);
        Assert.Empty(world.Requests.Take());
        at = (await world.SendAsync(at, [])).Next!;
        Assert.Equal(["POST /Journeys"], world.Requests.Take());
        while (!at.AbsolutePath.EndsWith("check", StringComparison.Ordinal))
        {
            await world.OpenAsync(at);
            Assert.Equal(["GET /Journeys"], world.Requests.Take());
            at = (await world.SendAsync(at, answers)).Next!;
            Assert.Equal(["GET /Journeys", "PUT /Journeys"], world.Requests.Take());
        }

        await world.OpenAsync(at);
        Assert.Equal(["GET /Journeys"], world.Requests.Take());
        at = (await world.SendAsync(at, [])).Next!;
        IReadOnlyList<string> sent = world.Requests.Take();
        Assert.Equal(["GET /Journeys", "PUT /Journeys"], sent.Where(request => request.EndsWith("Journeys", StringComparison.Ordinal)));
        Assert.Single(sent, "POST /SendLimits");
        await world.OpenAsync(at);
        Assert.Equal(["GET /Journeys"], world.Requests.Take());

        Uri received = (await world.SendAsync(at, [KeyValuePair.Create("code", world.CodeFor("+819012345678")!)])).Next!;
        IReadOnlyList<string> finished = world.Requests.Take();
        Assert.True(finished.Count <= 13, string.Join('\n', finished));
        await world.OpenAsync(received);
        Assert.Equal(["GET /Journeys"], world.Requests.Take());
    }
}
