using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Tests.Waves;

public sealed class LaneCursorTests
{
    [Theory]
    [InlineData(0, null, 0, 5, true)]
    [InlineData(0, 4, 0, 5, true)]
    [InlineData(0, 5, 0, 5, false)]
    [InlineData(0, 6, 0, 5, false)]
    [InlineData(0, 5, 0, null, false)]
    [InlineData(0, null, 0, null, false)]
    [InlineData(0, 9, 1, null, true)]
    [InlineData(0, null, 1, 5, true)]
    [InlineData(1, null, 0, 9, false)]
    public void A_place_comes_before_another_by_its_shard_and_within_one_by_whom_it_has_passed(int shard, int? after, int otherShard, int? otherAfter, bool isBefore) =>
        Assert.Equal(isBefore, At(shard, after).IsBefore(At(otherShard, otherAfter)));

    [Fact]
    public void Past_a_page_is_behind_its_last_person_and_past_the_last_page_at_the_next_shard()
    {
        LaneCursor held = At(1, 5) with { NotBefore = DateTimeOffset.UnixEpoch };

        Assert.Equal(At(1, 9), held.Past(EntitlementId.FromValue(9)));
        Assert.Equal(At(2, null), held.Past(null));
    }

    private static LaneCursor At(int shard, int? after) => new(shard, after is { } id ? EntitlementId.FromValue((ulong)id) : null);
}
