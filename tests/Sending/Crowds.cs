using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Notices;

namespace Compensation.Tests.Sending;

/// <summary>A crowd as campaigns have it: most can be reached, some have a bad address, have opted out, are suppressed, or left no address.</summary>
internal static class Crowds
{
    /// <summary>How many of a crowd a provider that is well reaches.</summary>
    public const int Reachable = People - Dead - 1;

    /// <summary>In one shard more than one chunk holds, and some in others.</summary>
    private const int People = LargeShard + Others;

    private const int LargeShard = 110;
    private const int Others = 16;
    private const int WithoutAddress = 2;
    private const int Dead = 3 * ((LargeShard / 11) + 2);

    private static readonly string[] s_endings = ["00", "01", "02", "03", "04", "10", "11", "12", "13", "14", "15"];
    private static readonly string[] s_prefixes = ["bounce.", "suppressed.", "", "noreport.", "", "", "", "", "", "", ""];

    /// <summary>People by one channel; one of those who could be reached is on the suppression list, and two have no address at all.</summary>
    public static async Task OweAsync(SendingWorld world, MessageChannel channel)
    {
        await world.OweAsync(LargeShard, shards: 1, index => ContactOf(channel, index));
        await world.OweAsync(Others, shards: 4, index => ContactOf(channel, LargeShard + index));
        await world.OweAsync(WithoutAddress, shards: 1, _ => new Contact(null, null));
        Contact suppressed = ContactOf(channel, 5);
        await world.Get<SuppressionList>().AddAsync(suppressed.Phone ?? suppressed.Email!, "asked to be left alone", "tester", CancellationToken.None);
    }

    private static Contact ContactOf(MessageChannel channel, int index) => channel == MessageChannel.Sms
        ? SendingWorld.Phone(index, s_endings[index % s_endings.Length])
        : EmailOf(index);

    /// <summary>The third of each eleven is an address that the provider refuses at once.</summary>
    private static Contact EmailOf(int index) => index % s_prefixes.Length == 2
        ? new Contact(null, $"person{index}@nowhere")
        : SendingWorld.Email(index, s_prefixes[index % s_prefixes.Length]);
}
