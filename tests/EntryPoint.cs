using Compensation.Tests.Applications;
using Compensation.Tests.Local.Tables;
using Compensation.Tests.Sending;

// Many wait for a browser, for another process or for Azurite: with as many threads as processors, processors would stand idle.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace Compensation.Tests;

/// <summary>Started by a test as a process that can be killed; the test runner itself does not come through here.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] arguments) => arguments switch
    {
        ["write-until-killed", var folder] => await WriteUntilKilled.RunAsync(folder),
        [SendUntilKilled.Command, var store, var provider, var step] => await SendUntilKilled.RunAsync(store, provider, step),
        [MatchUntilKilled.Command, var store, var provider] => await MatchUntilKilled.RunAsync(store, provider),
        _ => 2,
    };
}
