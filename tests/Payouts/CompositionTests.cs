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
        Dictionary<Yen, int> plenty = values.Split(',', StringSplitOptions.RemoveEmptyEntries).ToDictionary(YenIn, _ => 4);

        Assert.Equal(expected, Found(amount, plenty, atMost));
    }

    [Theory]
    [InlineData(1000, 4, "500x1", null)]
    [InlineData(1000, 2, "500x2", "500,500")]
    [InlineData(1000, 2, "500x1,700x1,300x1", "700,300")]
    [InlineData(1000, 4, "500x1,400x1,300x2", "400,300,300")]
    [InlineData(1000, 4, "500x1,400x1,300x1,150x2", "400,300,150,150")]
    [InlineData(900, 3, "300x2", null)]
    [InlineData(900, 3, "300x2,200x1,100x1", null)]
    [InlineData(900, 4, "300x2,200x1,100x1", "300,300,200,100")]
    [InlineData(900, 3, "300x3", "300,300,300")]
    [InlineData(800, 4, "200x3", null)]
    [InlineData(800, 4, "200x3,100x2", null)]
    [InlineData(700, 4, "200x3,100x2", "200,200,200,100")]
    [InlineData(1000, 4, "1000x0,500x2", "500,500")]
    public void No_more_codes_of_a_value_are_used_than_there_are(long amount, int atMost, string stock, string? expected)
    {
        Dictionary<Yen, int> free = stock.Split(',').Select(value => value.Split('x')).ToDictionary(value => YenIn(value[0]), value => int.Parse(value[1], System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, Found(amount, free, atMost));
    }

    [Theory]
    [InlineData(14_005, null)]
    [InlineData(12_000, "10000,2000")]
    [InlineData(10_013, "8013,2000")]
    public void Of_very_many_values_the_two_hundred_smallest_and_largest_are_tried(long amount, string? expected)
    {
        long[] values = [.. Enumerable.Range(1, 1000).Select(number => 10L * number).Where(value => value != 8010), 5005, 8013];

        Assert.Equal(expected, Found(amount, values.ToDictionary(value => new Yen(value), _ => 1), 2));
    }

    [Fact]
    public void However_many_values_there_are_those_above_the_amount_keep_none_below_it_from_being_tried() =>
        Assert.Equal("400", Found(400, Enumerable.Range(1, 800).ToDictionary(value => new Yen(value), _ => 4), 4));

    /// <summary>Against every way there is of taking up to four of a few codes.</summary>
    [Fact]
    public void What_can_be_made_up_of_the_codes_there_are_is_found_with_as_few_as_possible() => Prop.ForAll(
        Gen.Choose(1, 30).ToArbitrary(), Gen.ArrayOf(Gen.Choose(1, 12)).Select(codes => codes.Take(9).ToArray()).ToArbitrary(), (amount, codes) =>
        {
            int? fewest = Enumerable.Range(1, (1 << codes.Length) - 1)
                .Select(chosen => codes.Where((_, place) => (chosen & (1 << place)) != 0).ToArray())
                .Where(chosen => chosen.Length <= 4 && chosen.Sum() == amount)
                .Select(chosen => (int?)chosen.Length).Min();
            IReadOnlyList<Yen>? found = Composition.Of(new Yen(amount), codes.CountBy(code => new Yen(code)).ToDictionary(), 4);
            return found?.Count == fewest
                && (found is null || (found.Sum(part => part.Amount) == amount && found.CountBy(part => part).All(part => part.Value <= codes.Count(code => code == part.Key.Amount))));
        }).QuickCheckThrowOnFailure();

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

    private static string? Found(long amount, IReadOnlyDictionary<Yen, int> free, int atMost) =>
        Composition.Of(new Yen(amount), free, atMost) is { } found ? string.Join(',', found.Select(part => part.Amount)) : null;

    private static Yen YenIn(string text) => new(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
