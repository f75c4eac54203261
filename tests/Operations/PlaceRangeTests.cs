using Compensation.Operations;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Operations;

public sealed class PlaceRangeTests
{
    [Theory]
    [InlineData("2023-04-10")]
    [InlineData("２０２３－０４－１０")]
    public void A_day_is_read_however_it_was_typed(string day)
    {
        Assert.True(PlaceRange.TryRead(Asking(day), out PlaceRange? range, out _));
        Assert.Equal(PlaceRange.OfDay(new DateOnly(2023, 4, 10)), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023-4-10")]
    [InlineData("2023-02-30")]
    [InlineData("0001-01-01")]
    [InlineData("1999-12-31")]
    [InlineData("2100-01-01")]
    [InlineData("9999-12-31")]
    public void A_day_that_is_none_or_that_no_list_goes_back_to_is_refused(string day)
    {
        Assert.False(PlaceRange.TryRead(Asking(day), out _, out IResult? fault));
        Assert.Equal(StatusCodes.Status400BadRequest, Assert.IsAssignableFrom<IStatusCodeHttpResult>(fault).StatusCode);
    }

    private static HttpRequest Asking(string day) => new DefaultHttpContext { Request = { QueryString = QueryString.Create("day", day) } }.Request;
}
