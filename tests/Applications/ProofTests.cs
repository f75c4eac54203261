using Compensation.Applications;
using Compensation.Applications.Proof;

namespace Compensation.Tests.Applications;

public sealed class ProofTests
{
    private const string Own = "own";

    private static readonly ApplicationOptions Options = new();
    private static readonly DateTimeOffset Start = new(2023, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_older_code_still_counts_within_its_time()
    {
        ProofOfContact proof = Sent("111111", Start).WithCode(new SentCode("222222", Own, Start.AddSeconds(30)));
        Assert.Equal(CodeVerdict.Right, proof.Enter("111111", Own, Options, Start.AddMinutes(15).AddTicks(-1)).Verdict);
        Assert.Equal(CodeVerdict.Expired, proof.Enter("111111", Own, Options, Start.AddMinutes(15)).Verdict);
        Assert.Equal(CodeVerdict.Right, proof.Enter("222222", Own, Options, Start.AddMinutes(15)).Verdict);
    }

    [Fact]
    public void A_journey_has_five_tries_whatever_new_codes_it_asks_for()
    {
        ProofOfContact proof = Sent("111111", Start);
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            (proof, CodeVerdict verdict) = proof.WithCode(new SentCode($"22222{attempt}", Own, Start)).Enter("000000", Own, Options, Start);
            Assert.Equal(attempt < 5 ? CodeVerdict.Wrong : CodeVerdict.TriedTooOften, verdict);
        }

        Assert.Equal(CodeVerdict.TriedTooOften, proof.Enter("111111", Own, Options, Start).Verdict);
    }

    [Fact]
    public void A_code_proves_the_address_to_which_it_went_and_no_other()
    {
        ProofOfContact proof = Sent("111111", Start);
        Assert.Equal(CodeVerdict.Wrong, proof.Enter("111111", "another", Options, Start).Verdict);
        ProofOfContact proved = proof.Enter("111111", Own, Options, Start).Now;
        Assert.True(proved.Proves(Own));
        Assert.False(proved.Proves("another"));
    }

    [Fact]
    public void Codes_are_half_a_minute_apart_and_five_at_the_most()
    {
        ProofOfContact proof = Sent("111111", Start);
        Assert.Equal(Start.AddSeconds(30), proof.NextSendAt(Options));
        ProofOfContact five = Enumerable.Range(1, 4).Aggregate(proof, (sent, number) => sent.WithCode(new SentCode("222222", Own, Start.AddMinutes(number))));
        Assert.Null(five.NextSendAt(Options));
    }

    [Fact]
    public void A_code_that_no_provider_took_cannot_be_entered_and_is_not_held_against_the_journey()
    {
        ProofOfContact proof = Enumerable.Range(0, 5).Aggregate(new ProofOfContact(), (sent, number) => sent.WithCode(new SentCode("111111", Own, Start.AddMinutes(number))).WithoutLastCode());
        Assert.False(proof.HasValidCode(Own, Options, Start.AddMinutes(4)));
        Assert.Equal((true, false), (proof.HasWrittenTo(Own), proof.HasReached(Own)));
        Assert.True(proof.HasToWait(Options, Start.AddMinutes(4).AddSeconds(29)));
        Assert.Equal(CodeVerdict.Wrong, proof.Enter("111111", Own, Options, Start.AddMinutes(4)).Verdict);
        Assert.Equal(Start.AddMinutes(4).AddSeconds(30), proof.NextSendAt(Options));
        ProofOfContact ten = Enumerable.Range(5, 5).Aggregate(proof, (sent, number) => sent.WithCode(new SentCode("111111", Own, Start.AddMinutes(number))).WithoutLastCode());
        Assert.Null(ten.NextSendAt(Options));
    }

    private static ProofOfContact Sent(string code, DateTimeOffset at) => new ProofOfContact().WithCode(new SentCode(code, Own, at));
}
