using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Lifecycle;
using Compensation.Notices;
using Compensation.Payouts;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Compensation.Tests.Sending;

/// <summary>Codes that come in after people have chosen.</summary>
public class LateCodeTests
{
    [Fact]
    public async Task Who_waits_is_told_once_when_there_is_a_code_and_who_has_looked_meanwhile_is_not()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(3, index => SendingWorld.Phone(index));
        foreach (Entitlement person in people)
        {
            await ClaimAsync(world, person);
        }

        await HandOutAsync(world);
        Assert.Empty(await world.MessagesAsync());
        await ImportAsync(world, "edy,1000,EDY-LATE-1000,,L2", "edy,1001,EDY-LATE-1001,,L2");
        await world.PassAsync(TimeSpan.FromMinutes(1));
        string seen = await PageAsync(world, people[1]);
        await HandOutAsync(world);
        await HandOutAsync(world);

        Assert.Contains("EDY-LATE-1001", seen, StringComparison.Ordinal);
        EmulatedMessage told = Assert.Single(await world.MessagesAsync());
        Assert.Equal(world.Everybody[0].Contact.Phone, told.To);
        Assert.Contains("コードの準備ができました", told.Text, StringComparison.Ordinal);
        Assert.Contains(world.Get<ReceiptLinks>().LinkFor(people[0]), told.Text, StringComparison.Ordinal);
        Assert.Contains("EDY-LATE-1000", await PageAsync(world, people[0]), StringComparison.Ordinal);
        Assert.Equal(
            [EntitlementState.Paid, EntitlementState.Paid, EntitlementState.Claimed],
            [(await world.ReadAsync(people[0]))!.State, (await world.ReadAsync(people[1]))!.State, (await world.ReadAsync(people[2]))!.State]);
    }

    [Fact]
    public async Task A_code_that_comes_after_the_deadline_is_told_too()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        Entitlement person = (await world.OweAsync(1, index => SendingWorld.Phone(index)))[0];
        await ClaimAsync(world, person);
        await world.PassAsync(SendingWorld.Campaign.ReceiptEndsAt.AddDays(3) - SendingWorld.Start);

        await ImportAsync(world, "edy,1000,EDY-LATE-1000,,L2");
        await HandOutAsync(world);

        Assert.Contains("コードの準備ができました", Assert.Single(await world.MessagesAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_sms_does_not_reach_is_told_by_e_mail_and_who_has_none_is_on_the_operators_list()
    {
        await using SendingWorld world = await SendingWorld.StartAsync();
        IReadOnlyList<Entitlement> people = await world.OweAsync(3, index => index switch
        {
            0 => SendingWorld.Phone(0, ending: "01") with { Email = "person0@example.jp" },
            1 => SendingWorld.Phone(1, ending: "01") with { Email = "bounce.person1@example.jp" },
            _ => SendingWorld.Phone(2) with { Email = "person2@example.jp" },
        });
        foreach (Entitlement person in people)
        {
            await ClaimAsync(world, person);
        }

        await ImportAsync(world, "edy,1000,EDY-LATE-1000,,L2", "edy,1001,EDY-LATE-1001,,L2", "edy,1002,EDY-LATE-1002,,L2");
        await HandOutAsync(world);
        Assert.Equal(3, (await world.MessagesAsync()).Count);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await HandOutAsync(world);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        await HandOutAsync(world);

        EmulatedMessage[] mails = [.. (await world.MessagesAsync()).Where(message => message.Channel == MessageChannel.Email)];
        Assert.Equal(["bounce.person1@example.jp", "person0@example.jp"], mails.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(mails, mail => Assert.Contains("コードの準備ができました", mail.Text, StringComparison.Ordinal));
        Assert.Equal(5, (await world.MessagesAsync()).Count);
        UnreachedPerson listed = Assert.Single(await world.UnreachedAsync(), person => person.Entitlement == people[1].Id);
        Assert.Equal([(NoticeKind.CodeReady, NoticeChannel.Sms), (NoticeKind.CodeReady, NoticeChannel.Email)], listed.Tried.Select(notice => (notice.Kind, notice.Channel)));
        Assert.DoesNotContain(await world.UnreachedAsync(), person => person.Entitlement == people[2].Id);
        Assert.False(await world.Get<WaitingClaims>().AnyAsync(SendingWorld.Campaign.Id, CancellationToken.None));
    }

    private static async Task ClaimAsync(SendingWorld world, Entitlement person)
    {
        using FormUrlEncodedContent form = new([new("product", "edy")]);
        using HttpResponseMessage claimed = await world.Http.PostAsync(PathOf(world, person), form);
        Assert.True(claimed.IsSuccessStatusCode || claimed.StatusCode == HttpStatusCode.SeeOther, $"{claimed.StatusCode}");
    }

    private static Task<string> PageAsync(SendingWorld world, Entitlement person) => world.Http.GetStringAsync(PathOf(world, person));

    private static string PathOf(SendingWorld world, Entitlement person) => new Uri(world.Get<ReceiptLinks>().LinkFor(person)).AbsolutePath;

    private static async Task ImportAsync(SendingWorld world, params string[] rows)
    {
        using ByteArrayContent csv = new(Encoding.UTF8.GetBytes(string.Join('\n', ["product,value,code,expires_on,lot", .. rows])));
        csv.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using HttpResponseMessage imported = await world.Http.PostAsync("campaigns/kumamoto/codes", csv);
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
    }

    private static async Task HandOutAsync(SendingWorld world)
    {
        LateCodes late = LateCodes.Of(SendingWorld.Campaign, new WaveOptions());
        await world.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(HandOutLateCodes), late, new StartOrchestrationOptions(late.InstanceId));
        OrchestrationMetadata ended = await world.UntilAsync(late.InstanceId, instance => instance.IsCompleted);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ToString());
    }
}
