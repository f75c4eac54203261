using Compensation.Rehearsal;
using Compensation.Rehearsal.State;

namespace Compensation.Tests.Rehearsal;

public sealed class RehearsalFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    private RehearsalOptions Options => new() { Data = Path.Combine(_root, "data"), People = 100 };

    [Fact]
    public void A_clock_goes_on_where_it_was()
    {
        ClockState state = new(new DateTimeOffset(2023, 4, 10, 1, 2, 3, TimeSpan.Zero), 1_234, 56, TimeSpan.FromSeconds(7));
        string file = Path.Combine(_root, "clock");
        using (ClockFile clock = new(file))
        {
            Assert.Null(clock.Read());
            clock.Write(state with { Transactions = 1 });
            clock.Write(state);
        }

        using ClockFile again = new(file);
        Assert.Equal(state, again.Read());
    }

    [Fact]
    public void A_folder_with_a_rehearsal_is_only_gone_on_with_on_request()
    {
        RehearsalFolder.Open(Options).Dispose();

        Assert.Contains("--resume", Refusal(Options), StringComparison.Ordinal);
        RehearsalFolder.Open(Options with { Resume = true }).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_else_on_the_machine_can_look_into_a_folder(bool wasThereAndOpen)
    {
        string data = Path.Combine(_root, "data");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (wasThereAndOpen)
        {
            Directory.CreateDirectory(data, (UnixFileMode)0b111_101_101);
        }

        RehearsalFolder.Open(Options).Dispose();

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(data));
    }

    [Theory]
    [InlineData("people")]
    [InlineData("seed")]
    [InlineData("campaign")]
    public void Going_on_needs_the_same_options(string changed)
    {
        RehearsalFolder.Open(Options).Dispose();
        RehearsalOptions resumed = Options with { Resume = true };

        string refusal = Refusal(changed switch
        {
            "people" => resumed with { People = 101 },
            "seed" => resumed with { Seed = 2 },
            _ => resumed with { Campaign = "okinawa" },
        });

        Assert.Contains("the same options", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_serves_one_rehearsal_at_a_time()
    {
        using RehearsalFolder first = RehearsalFolder.Open(Options);

        Assert.Contains("in use", Refusal(Options with { Resume = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        File.WriteAllText(Path.Combine(_root, "thesis.txt"), "precious");

        Assert.Contains("not empty", Refusal(Options with { Data = _root }), StringComparison.Ordinal);
    }

    [Fact]
    public void There_must_be_something_to_go_on_with()
    {
        Assert.Contains("no rehearsal to go on with", Refusal(Options with { Resume = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_folder_nothing_is_left_behind()
    {
        RehearsalFolder folder = RehearsalFolder.Open(Options with { Data = null });
        Assert.True(Directory.Exists(folder.Root));

        folder.Dispose();

        Assert.False(Directory.Exists(folder.Root));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Refusal(RehearsalOptions options) => Assert.Throws<UsageException>(() => RehearsalFolder.Open(options)).Message;
}
