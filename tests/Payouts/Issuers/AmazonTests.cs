using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Text;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Emulators.Issuers;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Payouts.Amazon;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Tests.Payouts.Issuers;

public sealed class AmazonTests
{
    private const string Id = "Emula0400112233445566778899aabbccddeeff";

    /// <summary>The first is a public library's; both were worked out independently.</summary>
    [Theory]
    [InlineData(
        "agcod-v2-gamma.amazon.com", "us-east-1", "20170918T133138Z", """{"creationRequestId":"Test001","partnerId":"Test","value":{"amount":123,"currencyCode":"USD"}}""", 94, true,
        "e9d5479b216d39a2dd949f5971383c871ab420a6c6b3380f98e9851a8349e260")]
    [InlineData(
        "agcod-v2-fe-gamma.amazon.com", "us-west-2", "20230425T000000Z", """{"creationRequestId":"Test0000000001","partnerId":"Test","value":{"amount":2000,"currencyCode":"JPY"}}""", 102, false,
        "35b7e31e1b6700ac8c20fab96501cafb22862e87a689c10b4b6d259c085d7f59")]
    public void Requests_are_signed_as_the_service_verifies_them(string host, string region, string stamp, string body, int length, bool signsLength, string signature)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Dictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["accept"] = "application/json",
            ["content-type"] = "application/json",
            ["host"] = host,
            ["x-amz-date"] = stamp,
            ["x-amz-target"] = AmazonSignature.TargetOf("CreateGiftCard"),
        };
        if (signsLength)
        {
            headers["content-length"] = length.ToString(CultureInfo.InvariantCulture);
        }

        DateTimeOffset now = DateTimeOffset.ParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        string authorization = AmazonSignature.Of("fake-aws-key", "fake-secret-key", region, "/CreateGiftCard", headers, bytes, now);

        Assert.Equal(length, bytes.Length);
        Assert.Equal(stamp, AmazonSignature.Stamp(now));
        Assert.EndsWith($"Signature={signature}", authorization, StringComparison.Ordinal);
        Assert.Contains($"Credential=fake-aws-key/{stamp[..8]}/{region}/AGCODService/aws4_request", authorization, StringComparison.Ordinal);
        Assert.Equal(signature, SignedRequest.SignatureOf("fake-secret-key", region, stamp, "/CreateGiftCard", headers, bytes));
    }

    [Theory]
    [InlineData(500, "F100", "InternalServiceError", "FAILURE", typeof(IssueResult.TryLater))]
    [InlineData(400, "F200", "MaxAmountExceeded", "FAILURE", typeof(IssueResult.Refused))]
    [InlineData(400, "F300", "InsufficientFunds", "FAILURE", typeof(IssueResult.Closed))]
    [InlineData(200, "F300", "AccountHasProblems", "FAILURE", typeof(IssueResult.Closed))]
    [InlineData(503, "F400", "SystemTemporarilyUnavailable", "RESEND", typeof(IssueResult.TryLater))]
    [InlineData(200, null, null, "RESEND", typeof(IssueResult.TryLater))]
    [InlineData(200, "F200", "MaxAmountExceeded", "RESEND", typeof(IssueResult.TryLater))]
    [InlineData(200, "F300", "InsufficientFunds", "RESEND", typeof(IssueResult.TryLater))]
    [InlineData(500, "F500", "UnknownError", "FAILURE", typeof(IssueResult.TryLater))]
    [InlineData(400, null, "ThrottlingException", "FAILURE", typeof(IssueResult.TryLater))]
    [InlineData(429, null, null, null, typeof(IssueResult.TryLater))]
    [InlineData(401, null, null, null, typeof(IssueResult.Closed))]
    [InlineData(403, null, null, null, typeof(IssueResult.Closed))]
    [InlineData(403, "F200", "SignatureDoesNotMatch", "FAILURE", typeof(IssueResult.Closed))]
    [InlineData(418, "F999", "Teapot", "FAILURE", typeof(IssueResult.TryLater))]
    [InlineData(200, null, null, "PENDING", typeof(IssueResult.TryLater))]
    public void Each_answer_has_its_meaning(int status, string? code, string? type, string? said, Type meaning)
    {
        AmazonReply reply = new AmazonReply.Answered((HttpStatusCode)status, new AmazonBody { Status = said, ErrorCode = code, ErrorType = type }, TimeSpan.FromMinutes(1));

        IssueResult result = AmazonAnswers.MeaningOf(reply, Id, new Yen(500));

        Assert.IsType(meaning, result);
        Assert.Contains(type ?? $"{status}", AmazonAnswers.Cancelled(reply), StringComparison.Ordinal);
        if (result is IssueResult.Closed closed)
        {
            Assert.Contains(type ?? $"{status}", closed.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(429, null, null, null)]
    [InlineData(400, "ThrottlingException", null, null)]
    [InlineData(400, "F200", "ThrottlingException", null)]
    [InlineData(403, null, null, "ThrottlingException")]
    [InlineData(403, null, null, "com.amazon.coral.availability#ThrottlingException")]
    public void Whom_it_throttles_in_whatever_words_asks_again_when_it_says_and_closes_nothing(int status, string? code, string? type, string? gateway)
    {
        AmazonReply reply = new AmazonReply.Answered((HttpStatusCode)status, new AmazonBody { ErrorCode = code, ErrorType = type, GatewayError = gateway }, TimeSpan.FromMinutes(7));

        Assert.Equal(new IssueResult.TryLater(TimeSpan.FromMinutes(7), "too many requests"), AmazonAnswers.MeaningOf(reply, Id, new Yen(500)));
    }

    [Fact]
    public void What_else_its_gateway_says_is_no_throttling()
    {
        AmazonBody body = new() { GatewayError = "com.amazon.coral.service#UnrecognizedClientException" };

        IssueResult result = AmazonAnswers.MeaningOf(new AmazonReply.Answered(HttpStatusCode.Forbidden, body, TimeSpan.FromMinutes(1)), Id, new Yen(500));

        Assert.Contains("UnrecognizedClientException", Assert.IsType<IssueResult.Closed>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_answer_or_a_turn_the_same_is_asked_for_again()
    {
        Assert.IsType<IssueResult.TryLater>(AmazonAnswers.MeaningOf(new AmazonReply.Lost("connection lost"), Id, new Yen(500)));
        Assert.IsType<IssueResult.TryLater>(AmazonAnswers.MeaningOf(new AmazonReply.NotAsked(), Id, new Yen(500)));
        Assert.IsType<IssueResult.TryLater>(AmazonAnswers.MeaningOf(new AmazonReply.Answered(HttpStatusCode.OK, null, TimeSpan.FromMinutes(1)), Id, new Yen(500)));
    }

    [Theory]
    [InlineData("ABCD-EFGHJK-LMNP", "A1", Id, 500, "JPY", true)]
    [InlineData("ABCD-EFGHJK-LMNPQ", "A1", null, 500, "JPY", true)]
    [InlineData("ABCD-EFGHJK-LMNPQR", "A1", Id, 500, "JPY", false)]
    [InlineData("", "A1", Id, 500, "JPY", false)]
    [InlineData(null, "A1", Id, 500, "JPY", false)]
    [InlineData("ABCD-EFGHJK-LMNP", "", Id, 500, "JPY", false)]
    [InlineData("ABCD-EFGHJK-LMNP", "A1", "Emula0499112233445566778899aabbccddeeff", 500, "JPY", false)]
    [InlineData("ABCD-EFGHJK-LMNP", "A1", Id, 400, "JPY", false)]
    [InlineData("ABCD-EFGHJK-LMNP", "A1", Id, 500, "USD", false)]
    public void A_card_is_handed_out_as_it_was_asked_for_or_not_at_all(string? code, string card, string? id, int amount, string currency, bool isHandedOut)
    {
        AmazonBody body = new() { Status = "SUCCESS", GcClaimCode = code, GcId = card, CreationRequestId = id, CardInfo = new GiftCard("Fulfilled", new GiftCardValue(currency, amount)) };

        IssueResult result = AmazonAnswers.MeaningOf(new AmazonReply.Answered(HttpStatusCode.OK, body, TimeSpan.FromMinutes(1)), Id, new Yen(500));

        Assert.Equal(isHandedOut, result is IssueResult.Issued);
        Assert.Equal(!isHandedOut, result is IssueResult.Refused);
        Assert.Equal(isHandedOut ? $"{Id}/A1" : null, (result as IssueResult.Issued)?.Reference);
    }

    [Theory]
    [InlineData("Fulfilled", true)]
    [InlineData(null, true)]
    [InlineData("RefundedToPurchaser", false)]
    [InlineData("Expired", false)]
    public void A_card_that_is_said_to_be_worth_nothing_is_not_handed_out(string? status, bool isHandedOut)
    {
        AmazonBody body = new() { Status = "SUCCESS", GcClaimCode = "ABCD-EFGHJK-LMNP", GcId = "A1", CreationRequestId = Id, CardInfo = new GiftCard(status, new GiftCardValue("JPY", 500)) };

        IssueResult result = AmazonAnswers.MeaningOf(new AmazonReply.Answered(HttpStatusCode.OK, body, TimeSpan.FromMinutes(1)), Id, new Yen(500));

        Assert.Equal(isHandedOut, result is IssueResult.Issued);
        Assert.Equal(!isHandedOut, result is IssueResult.Refused);
    }

    [Theory]
    [InlineData("Tue Dec 07 23:59:59 UTC 2027", "2027-12-07")]
    [InlineData("Sun Apr 11 14:59:59 UTC 2033", "2033-04-11")]
    [InlineData("Sun Apr 11 14:59:58 UTC 2033", "2033-04-10")]
    [InlineData("Sat Jan 01 00:00:00 GMT 2033", "2032-12-31")]
    public void A_card_is_shown_with_the_last_whole_day_in_Japan_on_which_it_can_be_used(string text, string day)
    {
        Assert.True(AmazonAnswers.TryReadLastDay(text, out DateOnly? lastDay));
        Assert.Equal(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), lastDay);
    }

    [Theory]
    [InlineData("2027-12-07")]
    [InlineData("Tue Foo 07 23:59:59 UTC 2027")]
    [InlineData("Tue Dec 37 23:59:59 UTC 2027")]
    [InlineData("Tue Dec 07 23:59:59 PST 2027")]
    public void Another_way_of_writing_it_is_not_guessed_at(string text)
    {
        Assert.False(AmazonAnswers.TryReadLastDay(text, out DateOnly? lastDay));
        Assert.Null(lastDay);
    }

    [Fact]
    public async Task A_request_id_begins_with_the_partner_and_depends_on_nothing_but_the_claim()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();

        string id = rig.Issuer.KeyOf(IssuerRig.Request(1), null);

        Assert.Matches(@"\AEmula04[0-9a-f]{32}\z", id);
        Assert.Equal(id, rig.Issuer.KeyOf(IssuerRig.Request(1, yen: 700) with { Product = "amazon" }, null));
        Assert.NotEqual(id, rig.Issuer.KeyOf(IssuerRig.Request(2), null));
    }

    [Fact]
    public async Task A_card_is_shown_whenever_its_person_looks_and_its_code_is_kept_nowhere()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();
        Entitlement person = await rig.App.OweAsync(IssuerRig.Yen);
        using HttpResponseMessage claimed = await rig.App.ClaimAsync(rig.App.PathOf(person), "edy");

        string?[] seen = [await rig.App.CodeOnPageAsync(rig.App.PathOf(person)), await rig.App.CodeOnPageAsync(rig.App.PathOf(person))];

        IssuedCodes card = Assert.Single(rig.Emulator.Issued);
        Assert.All(seen, code => Assert.Equal(card.Code, code));
        Assert.Equal($"amazon:{card.Key}/{card.Reference}", (await rig.App.ReadAsync(person)).IssuerReference);
        Assert.DoesNotContain(rig.App.Log.Lines, line => line.Text.Contains(card.Code, StringComparison.Ordinal));
        TableServiceClient tables = rig.App.Get<TableServiceClient>();
        Assert.Empty(await tables.GetTableClient(CodeStock.TableName).QueryAsync<TableEntity>().ToListAsync());
        foreach (TableEntity row in await tables.GetTableClient(EntitlementStore.TableName).QueryAsync<TableEntity>().ToListAsync())
        {
            Assert.DoesNotContain(row, cell => $"{cell.Value}".Contains(card.Code[^5..], StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Another_card_than_the_one_on_record_is_not_shown_but_taken_back()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();

        Assert.IsType<IssueResult.Refused>(await rig.Issuer.ShowAgainAsync(IssuerRig.Request(1), "EmulaNeverAsked/A9999999999", CancellationToken.None));

        Assert.NotNull(Assert.Single(rig.Emulator.Issued).TakenBackAt);
        Assert.Equal(AmazonRig.Funds, rig.Emulator.Funds);
        Assert.Contains(rig.App.Log.Lines, line => line.Event.Id == 359);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_card_that_nobody_has_seen_is_cancelled_although_two_answers_are_missing(int failures, bool isCancelled)
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();
        IssueResult.Issued stranded = Assert.IsType<IssueResult.Issued>(await rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        rig.Emulator.Faults = new IssuersFaults { FailNext = failures };

        Assert.Equal(isCancelled, await rig.Issuer.TakeBackAsync(IssuerRig.Request(1), stranded.Reference, CancellationToken.None) is null);

        Assert.Equal(isCancelled, Assert.Single(rig.Emulator.Issued).TakenBackAt is not null);
        Assert.DoesNotContain(rig.App.Log.Lines, line => line.Event.Name == "ExpiryNotUnderstood");
    }

    [Fact]
    public async Task What_is_cancelled_or_will_never_be_is_not_asked_for_again()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();
        IssueResult.Issued stranded = Assert.IsType<IssueResult.Issued>(await rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        long before = rig.Emulator.Statistics.Requests;

        rig.Emulator.Faults = new IssuersFaults { ErrorNext = 3, ErrorCode = "F200" };
        Assert.NotNull(await rig.Issuer.TakeBackAsync(IssuerRig.Request(1), stranded.Reference, CancellationToken.None));
        Assert.Equal(1, rig.Emulator.Statistics.Requests - before);

        rig.Emulator.Faults = new IssuersFaults();
        Assert.Null(await rig.Issuer.TakeBackAsync(IssuerRig.Request(1), stranded.Reference, CancellationToken.None));
        Assert.Equal(2, rig.Emulator.Statistics.Requests - before);
    }

    [Fact]
    public async Task A_report_yields_the_campaigns_cards_that_are_kept_and_names_each_line_that_is_wrong()
    {
        const string Report = """
            creation_request_id,gc_id,amount,status
            Emula04a,A1,500,Fulfilled
            Emula04b,A2,10000000.00,success
            Emula99c,A3,500,
            Emula04d,A4,500,Cancelled
            Emula04e,A5,500,refundedtopurchaser
            Emula04f,A6,500,Expired
            Emula04g,A7,10000001,Fulfilled
            Emula04h,A8,0,Fulfilled
            Emula04i,A9,0.5,Fulfilled
            Emula 4j,A10,500,Fulfilled
            Emula04k,A11,500,Lost
            Emula04l,"A12,500,
            """;
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(Report));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        AmazonReport report = new(file, "Emula04");

        List<IssuerEntry> entries = await report.ReadAsync(CancellationToken.None).ToListAsync();

        Assert.Equal([new("Emula04a", new Yen(500), "Emula04a/A1"), new("Emula04b", new Yen(10_000_000), "Emula04b/A2")], entries);
        Assert.Equal(1, report.Foreign);
        Assert.Equal([(8, "amount"), (9, "amount"), (10, "amount"), (11, "creation_request_id"), (12, "status"), (13, "")], report.Errors.Listed.Select(error => ((int)error.Line, error.Field)));
    }

    [Theory]
    [InlineData("http://amazon.example/", "Emula", "key", "secret", "Endpoint")]
    [InlineData("https://amazon.example/path", "Emula", "key", "secret", "Endpoint")]
    [InlineData("https://amazon.example", "emula", "key", "secret", "PartnerId")]
    [InlineData("https://amazon.example", "Emul", "key", "secret", "PartnerId")]
    [InlineData("https://amazon.example", "EMULA", "key", "secret", "PartnerId")]
    [InlineData("https://amazon.example", "Emula", "", "secret", "AccessKeyId")]
    [InlineData("https://amazon.example", "Emula", "key", "se cret", "SecretAccessKey")]
    [InlineData("https://amazon.example", "Emula", "key", "secret", null)]
    [InlineData(null, "", "", "", null)]
    public void Settings_that_could_not_work_are_refused(string? endpoint, string partner, string key, string secret, string? wrong)
    {
        AmazonOptions options = new() { Endpoint = endpoint is null ? null : new Uri(endpoint), PartnerId = partner, AccessKeyId = key, SecretAccessKey = secret };
        List<ValidationResult> faults = [];

        Assert.Equal(wrong is null, Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true));
        Assert.Equal(wrong is null ? [] : [wrong], faults.SelectMany(fault => fault.MemberNames), StringComparer.Ordinal);
    }
}
