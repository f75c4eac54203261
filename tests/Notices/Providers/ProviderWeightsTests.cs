using Compensation.Notices;
using Compensation.Notices.Providers;

namespace Compensation.Tests.Notices.Providers;

public class ProviderWeightsTests
{
    private static readonly SendOutcome Taken = new SendOutcome.Accepted("x");
    private static readonly SendOutcome Down = new SendOutcome.TryLater("503");
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(6);

    private readonly ProviderWeights _weights = new(new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 60, ["b"] = 40, ["c"] = 0 }, new ProviderOptions());
    private DateTimeOffset _now = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fifty_errors_in_a_minute_move_nothing_and_one_more_moves_ten_points()
    {
        Hear("a", 50, Down, Quick);
        Assert.Equal([("a", 60), ("b", 40)], _weights.Current);

        WeightMove? move = _weights.Heard("a", Down, Quick, _now);

        Assert.Equal(new WeightMove("a", "b", 10, "failing"), move);
        Assert.Equal([("a", 50), ("b", 50)], _weights.Current);
    }

    [Fact]
    public void Errors_that_are_spread_over_more_than_the_minute_move_nothing()
    {
        for (int error = 0; error < 500; error++)
        {
            Assert.Null(_weights.Heard("a", Down, Quick, _now));
            _now += TimeSpan.FromSeconds(1.2);
        }
    }

    [Fact]
    public void A_provider_that_goes_on_failing_loses_ten_points_a_minute_down_to_none()
    {
        List<int> left = [];
        for (int minute = 0; minute < 8; minute++)
        {
            Hear("a", 200, Down, Quick);
            left.Add(_weights.Current.First().Weight);
            _now += TimeSpan.FromMinutes(1);
        }

        Assert.Equal([50, 40, 30, 20, 10, 0, 0, 0], left);
        Assert.Equal(100, _weights.Current.Sum(share => share.Weight));
    }

    [Fact]
    public void Refused_recipients_and_throttling_do_not_speak_against_a_provider()
    {
        Hear("a", 200, new SendOutcome.Refused("21211"), Quick);
        Hear("a", 200, new SendOutcome.Throttled(TimeSpan.FromSeconds(5)), Quick);

        Assert.Equal([("a", 60), ("b", 40)], _weights.Current);
    }

    [Theory]
    [InlineData(14, 60)]
    [InlineData(15, 50)]
    public void From_fifteen_percent_slow_answers_on_ten_points_move(int slow, int left)
    {
        Hear("a", 100 - slow, Taken, Quick);
        Hear("a", slow, Taken, Late);

        Assert.Equal(("a", left), _weights.Current.First());
    }

    [Fact]
    public void A_few_answers_say_nothing_about_slowness()
    {
        Hear("a", 19, Taken, Late);

        Assert.Equal(("a", 60), _weights.Current.First());
    }

    [Fact]
    public void Slowness_moves_points_once_in_five_minutes()
    {
        Hear("a", 500, Taken, Late);
        _now += TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1);
        Hear("a", 500, Taken, Late);
        Assert.Equal(("a", 50), _weights.Current.First());

        _now += TimeSpan.FromTicks(1);
        Hear("a", 1, Taken, Late);

        Assert.Equal(("a", 40), _weights.Current.First());
    }

    [Fact]
    public void Slow_answers_are_forgotten_after_a_quarter_of_an_hour()
    {
        Hear("a", 19, Taken, Late);
        _now += TimeSpan.FromMinutes(15);

        Hear("a", 1, Taken, Late);

        Assert.Equal(("a", 60), _weights.Current.First());
    }

    [Fact]
    public void Nothing_moves_where_all_are_slow_or_all_are_failing()
    {
        Hear("b", 40, Taken, Late);
        _now += TimeSpan.FromMinutes(6);
        (string, int)[] before = [.. _weights.Current];

        Hear("a", 100, Taken, Late);
        Assert.Equal(before, _weights.Current);

        _now += TimeSpan.FromMinutes(20);
        Hear("b", 51, Down, Quick);
        before = [.. _weights.Current];
        Hear("a", 100, Down, Quick);
        Assert.Equal(before, _weights.Current);
    }

    [Fact]
    public void Calm_brings_the_configured_weights_back_ten_points_every_five_minutes()
    {
        Hear("a", 60, Down, Quick);
        _now += TimeSpan.FromMinutes(1);
        Hear("a", 60, Down, Quick);
        Assert.Equal(("a", 40), _weights.Current.First());

        List<int> back = [];
        for (int step = 0; step < 4; step++)
        {
            _now += TimeSpan.FromMinutes(5);
            _weights.Recover(_now);
            Assert.Null(_weights.Recover(_now));
            back.Add(_weights.Current.First().Weight);
        }

        Assert.Equal([50, 60, 60, 60], back);
    }

    [Fact]
    public void Nothing_comes_back_while_a_provider_is_still_slow()
    {
        Hear("a", 100, Taken, Late);
        _now += TimeSpan.FromMinutes(6);

        Assert.Null(_weights.Recover(_now));

        _now += TimeSpan.FromMinutes(10);
        Assert.Equal(new WeightMove("b", "a", 10, "recovered"), _weights.Recover(_now));
    }

    [Fact]
    public void What_is_heard_of_a_provider_without_weight_moves_nothing()
    {
        Hear("c", 200, Down, Late);

        Assert.Equal([("a", 60), ("b", 40)], _weights.Current);
    }

    [Fact]
    public void An_answer_that_takes_just_as_long_as_is_slow_is_slow_and_twenty_of_them_are_enough_to_say_so()
    {
        Hear("a", 20, Taken, TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(("a", 60), _weights.Current.First());

        _now += TimeSpan.FromMinutes(15);
        Hear("a", 20, Taken, TimeSpan.FromSeconds(5));
        Assert.Equal(("a", 50), _weights.Current.First());
    }

    [Fact]
    public void An_error_long_ago_hides_none_of_those_that_come_together()
    {
        Hear("a", 1, Down, Quick);
        _now += TimeSpan.FromHours(1);

        Hear("a", 51, Down, Quick);

        Assert.Equal(("a", 50), _weights.Current.First());
    }

    [Fact]
    public void Who_has_nothing_left_loses_nothing_and_holds_up_no_recovery()
    {
        for (int minute = 0; minute < 6; minute++)
        {
            Hear("a", 51, Down, Quick);
            _now += TimeSpan.FromMinutes(1);
        }

        Hear("a", 50, Down, Quick);
        Assert.Null(_weights.Heard("a", Down, Quick, _now));
        _now += TimeSpan.FromMinutes(4) - TimeSpan.FromTicks(1);
        Assert.Null(_weights.Recover(_now));

        _now += TimeSpan.FromTicks(1);
        Hear("a", 51, Down, Quick);
        Assert.Null(_weights.Recover(_now));
        _now += TimeSpan.FromMinutes(1);
        Assert.Equal(new WeightMove("b", "a", 10, "recovered"), _weights.Recover(_now));
    }

    [Fact]
    public void Of_three_the_largest_that_is_well_gets_the_points_and_each_gives_back_what_it_got()
    {
        ProviderWeights three = new(new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 45, ["b"] = 20, ["c"] = 35 }, new ProviderOptions { Step = 40 });
        Fail("a");
        Assert.Equal([("a", 5), ("b", 20), ("c", 75)], three.Current);

        _now += TimeSpan.FromSeconds(30);
        Fail("c");
        Fail("a");
        _now += TimeSpan.FromSeconds(30);
        Fail("a");
        Assert.Equal([("a", 0), ("b", 25), ("c", 75)], three.Current);

        _now += TimeSpan.FromMinutes(5);
        Assert.Equal(new WeightMove("c", "a", 40, "recovered"), three.Recover(_now));
        _now += TimeSpan.FromMinutes(5);
        Assert.Equal(new WeightMove("b", "a", 5, "recovered"), three.Recover(_now));
        Assert.Equal([("a", 45), ("b", 20), ("c", 35)], three.Current);

        void Fail(string provider)
        {
            for (int error = 0; error < 51; error++)
            {
                three.Heard(provider, Down, Quick, _now);
            }
        }
    }

    [Fact]
    public void Each_gets_back_no_more_than_it_has_lost_whoever_holds_it()
    {
        ProviderWeights three = new(new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 45, ["b"] = 20, ["c"] = 35 }, new ProviderOptions { Step = 40 });
        Fail("a");
        _now += TimeSpan.FromMinutes(1);
        Fail("a");
        _now += TimeSpan.FromSeconds(30);
        Fail("a");
        _now += TimeSpan.FromSeconds(30);
        Fail("b");
        Assert.Equal([("a", 0), ("b", 0), ("c", 100)], three.Current);

        Assert.Equal([new("c", "a", 40, "recovered"), new("c", "a", 5, "recovered"), new("c", "b", 20, "recovered")], new[] { Recovered(), Recovered(), Recovered() }.OfType<WeightMove>());
        Assert.Null(Recovered());

        Fail("c");
        Assert.Equal([("a", 80), ("b", 20), ("c", 0)], three.Current);
        Assert.Equal(new WeightMove("a", "c", 35, "recovered"), Recovered());

        WeightMove? Recovered() => three.Recover(_now += TimeSpan.FromMinutes(5));

        void Fail(string provider)
        {
            for (int error = 0; error < 51; error++)
            {
                three.Heard(provider, Down, Quick, _now);
            }
        }
    }

    [Theory]
    [InlineData(149, 60)]
    [InlineData(150, 50)]
    public void Of_many_answers_the_share_is_told_exactly(int slow, int left)
    {
        Hear("a", 1000 - slow, Taken, Quick);
        Hear("a", slow, Taken, Late);

        Assert.Equal(("a", left), _weights.Current.First());
    }

    private void Hear(string provider, int times, SendOutcome outcome, TimeSpan took)
    {
        for (int time = 0; time < times; time++)
        {
            _weights.Heard(provider, outcome, took, _now);
        }
    }
}
