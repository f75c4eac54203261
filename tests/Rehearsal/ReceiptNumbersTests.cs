using Compensation.Rehearsal.People;

namespace Compensation.Tests.Rehearsal;

public sealed class ReceiptNumbersTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void What_people_wrote_down_is_known_after_a_restart_but_for_a_line_that_a_kill_has_torn()
    {
        ReceiptNumbers first = new(_file);
        first.WriteDown("+819012345678", "AD3H-47XY");
        File.AppendAllText(_file, "b@example.jp\tAD3");

        ReceiptNumbers second = new(_file);

        Assert.Equal(["AD3H-47XY"], second.Of("+819012345678"));
        Assert.Empty(second.Of("b@example.jp"));
        Assert.Empty(second.Of("nobody@example.jp"));
    }
}
