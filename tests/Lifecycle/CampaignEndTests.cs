using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Tests.Sending;
using Compensation.Transfers;
using Compensation.Waves;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Lifecycle;

/// <summary>On the production engine an orchestration stays Running while anything it started is open: a campaign ends what it has started.</summary>
public class CampaignEndTests
{
    [Fact]
    public async Task Nothing_that_a_campaign_started_is_open_when_it_has_ended_and_who_was_held_back_is_on_the_list()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(200, index => SendingWorld.Phone(index));
        Campaign slow = SendingWorld.Campaign with { Sending = SendingWorld.Campaign.Sending with { PerMinute = new Pace(40, 40), Canary = null } };
        CampaignRun run = CampaignRun.Of(slow, new WaveOptions(), new NoticeOptions(), new TransferOptions());
        await world.StartCampaignAsync(run);
        await world.PassAsync(TimeSpan.FromMinutes(1.5));
        WavePlan issue = SendingWorld.Plan();
        await world.ControlAsync(issue, "pause");
        int sent = (await world.MessagesAsync()).Count;

        OrchestrationMetadata ended = await world.UntilAsync("kumamoto", campaign => campaign.IsCompleted);

        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ToString());
        Assert.Equal(slow.ReceiptEndsAt, world.Clock.GetUtcNow());
        Assert.Equal(slow.ReceiptEndsAt, ended.ReadOutputAs<ClosingReport>()!.ClosedAt);
        List<OrchestrationMetadata> all = await world.Orchestrations.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "kumamoto")).ToListAsync();
        Assert.All(all, instance => Assert.True(instance.IsCompleted, $"{instance.InstanceId} is {instance.RuntimeStatus}"));
        Assert.InRange(sent, 1, 199);
        Assert.Equal(sent, (await world.MessagesAsync()).Count(message => message.At < slow.Reminders[0]));
        Assert.Equal(200 - sent, (await world.UnreachedAsync()).Count);
        Assert.Equal((WaveStanding.Finished, "to see what happens"), ((await world.ShowAsync(issue)).Standing, (await world.ShowAsync(issue)).Reason));
    }

    [Fact]
    public async Task A_wave_that_is_paused_when_its_time_is_over_ends_by_itself_and_sends_nothing_more()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(400, index => SendingWorld.Phone(index));
        WavePlan plan = SendingWorld.Plan() with
        {
            Deadline = SendingWorld.Start.AddHours(2),
            PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 40, ["email"] = 40 },
        };
        await world.BeginAsync(plan);
        await world.PassAsync(TimeSpan.FromMinutes(1.5));
        await world.ControlAsync(plan, "pause");
        int sent = (await world.MessagesAsync()).Count;

        await world.EndOfAsync(plan);

        Assert.Equal(plan.Deadline, world.Clock.GetUtcNow());
        Assert.Equal(sent, (await world.MessagesAsync()).Count);
        Assert.Equal(400 - sent, (await world.UnreachedAsync()).Count);
    }

    [Fact]
    public async Task A_wave_that_is_under_way_at_its_deadline_lists_whom_it_has_not_come_to()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(400, index => SendingWorld.Phone(index));
        WavePlan plan = SendingWorld.Plan() with
        {
            Deadline = SendingWorld.Start.AddMinutes(4),
            Canary = new Canary(10, TimeSpan.FromMinutes(1)),
            PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 40, ["email"] = 40 },
        };

        await world.RunAsync(plan);

        Assert.Equal(plan.Deadline, world.Clock.GetUtcNow());
        int sent = (await world.MessagesAsync()).Count;
        Assert.InRange(sent, 11, 399);
        Assert.Equal(400 - sent, (await world.UnreachedAsync()).Count);
    }

    [Fact]
    public async Task A_wave_that_is_paused_and_resumed_again_and_again_serves_everybody_once()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        await world.OweAsync(200, index => SendingWorld.Phone(index));
        WavePlan plan = SendingWorld.Plan() with { PerMinute = new Dictionary<string, long>(StringComparer.Ordinal) { ["sms"] = 40, ["email"] = 40 } };
        await world.BeginAsync(plan);
        for (int time = 0; time < 12; time++)
        {
            await world.PassAsync(TimeSpan.FromSeconds(20));
            await world.ControlAsync(plan, "pause");
            await world.PassAsync(TimeSpan.FromSeconds(5));
            await world.ControlAsync(plan, "resume");
        }

        WaveResult result = await world.EndOfAsync(plan);

        Assert.Equal((200, 0), (result.Tries.Attempted, result.Deferred));
        Assert.Equal(200, (await world.MessagesAsync()).Count);
    }
}
