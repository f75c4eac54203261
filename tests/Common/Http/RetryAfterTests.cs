using System.Globalization;
using Compensation.Common.Http;

namespace Compensation.Tests.Common.Http;

public class RetryAfterTests
{
    [Theory]
    [InlineData("5", null, 5)]
    [InlineData("0", null, 1)]
    [InlineData("90000", null, 3600)]
    [InlineData("Mon, 10 Apr 2023 00:02:00 GMT", "Mon, 10 Apr 2023 00:00:30 GMT", 90)]
    [InlineData("Mon, 10 Apr 2023 00:02:00 GMT", "Mon, 10 Apr 2023 00:03:00 GMT", 1)]
    [InlineData("Tue, 11 Apr 2023 00:00:00 GMT", "Mon, 10 Apr 2023 00:00:00 GMT", 3600)]
    [InlineData("Mon, 10 Apr 2023 00:02:00 GMT", null, 60)]
    [InlineData("soon", "Mon, 10 Apr 2023 00:00:00 GMT", 60)]
    [InlineData("-5", null, 60)]
    [InlineData(null, null, 60)]
    public void Seconds_and_dates_are_understood_and_kept_within_bounds(string? header, string? answeredAt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.In(header, answeredAt is null ? null : DateTimeOffset.ParseExact(answeredAt, "R", CultureInfo.InvariantCulture)));

    [Fact]
    public void The_same_goes_for_an_answer_s_headers()
    {
        using HttpResponseMessage answer = new();
        answer.Headers.TryAddWithoutValidation("Retry-After", "Mon, 10 Apr 2023 00:00:20 GMT");
        answer.Headers.Date = new DateTimeOffset(2023, 4, 10, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(20), RetryAfter.In(answer.Headers));
    }
}
