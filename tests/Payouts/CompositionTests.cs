using Compensation.Common;
using Compensation.Payouts;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Payouts;

public sealed class CompositionTests
{
    [Theory]
    [InlineData(1234, 4, "4,30,200,1000", "1000,200,30,4")]
    [InlineData(1234, 3, "4,30,200,1000", null)]
    [InlineData(1230, 3, "30,200,1000", "1000,200,30")]
    [InlineData(1230, 2, "30,200,1000", null)]
    [InlineData(2000, 4, "1000", "1000,1000")]
    [InlineData(1500, 2, "500,1000,1500", "1500")]
    [InlineData(1500, 2, "500,1000", "1000,500")]
    [InlineData(999, 4, "1000", null)]
    [InlineData(1_500_000, 4, "500000,1000000", "1000000,500000")]
    [InlineData(500, 1, "250", null)]
    [InlineData(500, 0, "500", null)]
    [InlineData(500, 4, "", null)]
    public void As_few_codes_as_possible_make_an_amount_up(long amount, int atMost, string values, string? expected)
    {
        Yen[] stock = [.. values.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(value => new Yen(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))];

        IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), stock, atMost);

        Assert.Equal(expected, found is null ? null : string.Join(',', found.Select(part => part.Amount)));
    }

    [Fact]
    public void Whatever_is_found_adds_up_and_is_of_what_there_is() => Prop.ForAll(
        Gen.Choose(1, 5_000).ToArbitrary(), Gen.ArrayOf(Gen.Choose(1, 3_000)).ToArbitrary(), (amount, raw) =>
        {
            Yen[] values = [.. raw.Distinct().Order().Select(value => new Yen(value))];
            IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), values, 4);
            bool twoWork = values.Any(one => values.Any(other => one.Amount + other.Amount == amount));
            return found is null
                ? !twoWork && !values.Contains(new Yen(amount))
                : found.Sum(part => part.Amount) == amount && found.Count <= 4 && found.All(values.Contains);
        }).QuickCheckThrowOnFailure();
}
