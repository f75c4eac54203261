using System.Diagnostics;
using System.Globalization;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

/// <summary>Whoever certainly is at work no more loses his claims at once; of whom nothing is known, they are left to the lease.</summary>
public sealed class ClaimHoldersTests
{
    private static readonly Guid s_attempt = Guid.NewGuid();

    private readonly ClaimHolders _holders = new();

    [Theory]
    [InlineData("another-machine/1/1")]
    [InlineData("")]
    [InlineData("MACHINE/1")]
    [InlineData("MACHINE/1/1/1")]
    [InlineData("MACHINE/-1/1")]
    [InlineData("MACHINE/1/soon")]
    public void Of_another_machine_or_one_that_cannot_be_told_nothing_is_known(string holder) =>
        Assert.True(_holders.MayBeAtWork(holder.Replace("MACHINE", Environment.MachineName, StringComparison.Ordinal), s_attempt));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1.9, true)]
    [InlineData(-1.9, true)]
    [InlineData(2.1, false)]
    [InlineData(-2.1, false)]
    public void A_process_of_this_machine_is_known_by_its_number_and_start(double secondsOff, bool mayBeAtWork)
    {
        using Process self = Process.GetCurrentProcess();
        long start = self.StartTime.ToUniversalTime().AddSeconds(secondsOff).Ticks + 1;

        Assert.Equal(mayBeAtWork, _holders.MayBeAtWork(HolderOf(Environment.ProcessId, start), s_attempt));
        Assert.False(_holders.MayBeAtWork(HolderOf(int.MaxValue, start), s_attempt));
    }

    [Fact]
    public void This_process_knows_its_own_work_while_it_lasts()
    {
        IDisposable work = _holders.Begin(s_attempt);
        Assert.Equal((true, false), (_holders.MayBeAtWork(_holders.Me, s_attempt), _holders.MayBeAtWork(_holders.Me, Guid.NewGuid())));

        work.Dispose();
        Assert.False(_holders.MayBeAtWork(_holders.Me, s_attempt));
    }

    private static string HolderOf(int process, long start) => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process}/{start}");
}
