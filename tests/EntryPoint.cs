using Compensation.Tests.Local.Tables;

namespace Compensation.Tests;

/// <summary>Started by a test as a process that can be killed; the test runner itself does not come through here.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] arguments)
        => arguments is ["write-until-killed", var folder] ? await WriteUntilKilled.RunAsync(folder) : 2;
}
