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
    [InlineData(15, 4, "1,2,7,11", "11,2,2")]
    [InlineData(500, 1, "250,500", "500")]
    [InlineData(500, 1, "250", null)]
    [InlineData(500, 0, "500", null)]
    [InlineData(500, 4, "", null)]
    public void As_few_codes_as_possible_make_an_amount_up(long amount, int atMost, string values, string? expected)
    {
        Yen[] stock = [.. values.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(value => new Yen(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))];

        IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), stock.ToDictionary(value => value, _ => 4), atMost);

        Assert.Equal(expected, found is null ? null : string.Join(',', found.Select(part => part.Amount)));
    }

    [Theory]
    [InlineData(1000, "500*1,400*1,300*2", "400,300,300")]
    [InlineData(1000, "500*2,400*1,300*2", "500,500")]
    [InlineData(1000, "1000*0,500*1", null)]
    [InlineData(900, "300*2,450*1,200*1,250*1", "450,250,200")]
    [InlineData(2000, "500*3,400*5", null)]
    [InlineData(1200, "300*3,299*1,301*1", "301,300,300,299")]
    public void No_more_codes_of_a_value_are_planned_than_there_are(long amount, string stock, string? expected)
    {
        Dictionary<Yen, int> free = stock.Split(',').Select(level => level.Split('*')).ToDictionary(
            level => new Yen(long.Parse(level[0], System.Globalization.CultureInfo.InvariantCulture)), level => int.Parse(level[1], System.Globalization.CultureInfo.InvariantCulture));

        IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), free, 4);

        Assert.Equal(expected, found is null ? null : string.Join(',', found.Select(part => part.Amount)));
    }

    /// <summary>Against trying every handful.</summary>
    [Fact]
    public void Where_there_is_a_way_it_is_found_whatever_there_is_of_each_value() => Prop.ForAll(
        Gen.Choose(1, 60).ToArbitrary(), Gen.ArrayOf(Gen.Choose(1, 30), 7).ToArbitrary(), (amount, codes) =>
        {
            Dictionary<Yen, int> free = codes.CountBy(code => code).ToDictionary(value => new Yen(value.Key), value => value.Value);
            bool exists = Enumerable.Range(1, 127).Any(some => System.Numerics.BitOperations.PopCount((uint)some) <= 4 && Enumerable.Range(0, 7).Where(place => (some >> place & 1) == 1).Sum(place => codes[place]) == amount);
            IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), free, 4);
            return found is null ? !exists : found.Sum(part => part.Amount) == amount && found.Count <= 4 && found.CountBy(part => part).All(part => part.Value <= free.GetValueOrDefault(part.Key));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void However_many_values_there_are_those_above_the_amount_keep_none_below_it_from_being_tried() => Assert.Equal(
        [new Yen(400)],
        Composition.Of(new Yen(400), [.. Enumerable.Range(1, 800).Select(value => new Yen(value))], 4)!);

    [Fact]
    public void Whatever_is_found_adds_up_and_is_of_what_there_is() => Prop.ForAll(
        Gen.Choose(1, 5_000).ToArbitrary(), Gen.ArrayOf(Gen.Choose(1, 3_000)).ToArbitrary(), (amount, raw) =>
        {
            Yen[] values = [.. raw.Distinct().Order().Select(value => new Yen(value))];
            IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), values.ToDictionary(value => value, _ => 4), 4);
            bool twoWork = values.Any(one => values.Any(other => one.Amount + other.Amount == amount));
            return found is null
                ? !twoWork && !values.Contains(new Yen(amount))
                : found.Sum(part => part.Amount) == amount && found.Count <= 4 && found.All(values.Contains);
        }).QuickCheckThrowOnFailure();
}
