using Compensation.Closing;

namespace Compensation.Tests.Closing;

public class PersonLinesTests
{
    [Fact]
    public void Who_has_an_address_in_common_is_one_person_however_long_the_chain()
    {
        PersonLines lines = new();
        lines.Add([(OutcomeLine.Issued, [1, 2]), (OutcomeLine.Expired, [9])]);
        lines.Add([(OutcomeLine.Issued, [3]), (OutcomeLine.Expired, [2, 3]), (OutcomeLine.Waiting, [4])]);

        Assert.Equal(new PersonCounts(Entitled: 3, Issued: 1, Transferred: 0, Expired: 2, Revoked: 0, Waiting: 1, Failed: 0), lines.Count());
    }

    [Fact]
    public void Who_has_no_address_counts_alone()
    {
        PersonLines lines = new();
        lines.Add([(OutcomeLine.Revoked, []), (OutcomeLine.Revoked, []), (OutcomeLine.Transferred, [])]);

        Assert.Equal(new PersonCounts(3, 0, 1, 0, 2, 0, 0), lines.Count());
    }

    [Fact]
    public void Nobody_is_nobody() => Assert.Equal(PersonCounts.Nobody, new PersonLines().Count());
}
