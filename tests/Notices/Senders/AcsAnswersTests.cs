using Azure;
using Compensation.Notices;
using Compensation.Notices.Acs;

namespace Compensation.Tests.Notices.Senders;

/// <summary>What is final about a recipient, what is to be tried again, and what may have gone out.</summary>
public sealed class AcsAnswersTests
{
    [Theory]
    [InlineData(200, "accepted")]
    [InlineData(202, "accepted")]
    [InlineData(429, "throttled")]
    [InlineData(400, "refused")]
    [InlineData(401, "refused")]
    [InlineData(403, "refused")]
    [InlineData(404, "refused")]
    [InlineData(500, "later")]
    [InlineData(503, "later")]
    [InlineData(409, "unrecognised")]
    [InlineData(499, "unrecognised")]
    public void A_recipients_own_status_has_its_outcome(int status, string outcome) =>
        Assert.Equal(Expected(outcome, $"{status} why"), AcsAnswers.MeaningOf(status, outcome == "accepted" ? "M-1" : null, "why"));

    [Fact]
    public void An_acceptance_without_an_id_is_one_all_the_same() => Assert.Equal(new SendOutcome.Accepted(string.Empty), AcsAnswers.MeaningOf(202, null, null));

    [Theory]
    [InlineData(400, "refused")]
    [InlineData(429, "throttled")]
    [InlineData(401, "later")]
    [InlineData(403, "later")]
    [InlineData(503, "later")]
    [InlineData(408, "unsettled")]
    [InlineData(500, "unsettled")]
    [InlineData(502, "unsettled")]
    [InlineData(404, "unrecognised")]
    [InlineData(409, "unrecognised")]
    public void A_request_that_failed_as_a_whole_has_its_outcome(int status, string outcome) =>
        Assert.Equal(Expected(outcome, $"{status} why"), AcsAnswers.MeaningOf(new RequestFailedException(status, "words that may name somebody", "why", null)));

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public void Without_an_answer_nothing_went_out_only_where_there_was_no_connection(HttpRequestError error, bool maybeOut)
    {
        SendOutcome expected = maybeOut ? new SendOutcome.Unsettled("connection lost") : new SendOutcome.TryLater("no connection");

        Assert.Equal(expected, AcsAnswers.MeaningOf(new RequestFailedException(0, "no answer", null, new HttpRequestException(error))));
    }

    private static SendOutcome Expected(string outcome, string reason) => outcome switch
    {
        "accepted" => new SendOutcome.Accepted("M-1"),
        "throttled" => new SendOutcome.Throttled(TimeSpan.FromMinutes(1)),
        "refused" => new SendOutcome.Refused(reason),
        "later" => new SendOutcome.TryLater(reason),
        "unsettled" => new SendOutcome.Unsettled(reason),
        _ => new SendOutcome.Unsettled($"unrecognised: {reason}"),
    };
}
