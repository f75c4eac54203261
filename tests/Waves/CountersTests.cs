using Compensation.Waves;

namespace Compensation.Tests.Waves;

public sealed class CountersTests
{
    private static readonly Dictionary<string, long> s_counts = new(StringComparer.Ordinal) { ["accepted"] = 5, ["delivered"] = 3, ["failed"] = 1 };

    [Fact]
    public void Counts_of_one_name_add_up_and_others_stand_beside_them()
    {
        Dictionary<string, long> more = new(StringComparer.Ordinal) { ["failed"] = 2, ["lapsed"] = 4 };

        Assert.Equal([new("accepted", 5), new("delivered", 3), new("failed", 3), new("lapsed", 4)], s_counts.Plus(more));
    }

    [Fact]
    public void What_is_counted_anew_takes_the_place_of_what_was_counted_and_none_is_no_line()
    {
        Dictionary<string, long> anew = new(StringComparer.Ordinal) { ["delivered"] = 1, ["failed"] = 0, ["unknown"] = 2 };

        Assert.Equal([new("accepted", 5), new("delivered", 1), new("unknown", 2)], s_counts.Recounted(anew));
    }

    [Fact]
    public void What_was_tried_and_what_failed_are_added_and_taken_off_each_by_itself()
    {
        Assert.Equal(new Tries(14, 5), new Tries(10, 2) + new Tries(4, 3));
        Assert.Equal(new Tries(6, 1), new Tries(10, 3) - new Tries(4, 2));
        Assert.Equal(new Tries(10, 3), new Tries(10, 3) + Tries.None);
    }
}
