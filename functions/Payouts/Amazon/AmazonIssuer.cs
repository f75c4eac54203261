using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Payouts.Amazon;

/// <summary>
/// Gift cards of the Amazon Incentives API, made when somebody chooses one. Its terms forbid keeping claim codes: they are asked for again, under the id they were made with, whenever they are shown.
/// </summary>
public sealed class AmazonIssuer(AmazonApi api, KeyedHash hash, CampaignCatalog campaigns, IOptions<AmazonOptions> options, ILogger<PayClaim> logger) : IPointIssuer, IFundedIssuer
{
    public const string IssuerName = "amazon";

    internal const string Currency = "JPY";

    private const int CancelTriesMax = 3;

    public string Name => IssuerName;

    public async Task<IssueResult> IssueAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        IssueResult result = await AskAsync(IdOf(request), request.Value, cancellationToken);
        if (result is IssueResult.Issued { Codes: [{ LastDay: null }] })
        {
            logger.ExpiryNotUnderstood(IssuerName);
        }

        return result;
    }

    /// <summary>By the id on record, whatever the settings say today: under another the API would make a second card.</summary>
    public async Task<IssueResult> ShowAgainAsync(IssueRequest request, string reference, CancellationToken cancellationToken)
    {
        IssueResult result = await AskAsync(IdIn(reference), request.Value, cancellationToken);
        if (result is not IssueResult.Issued issued || issued.Reference == reference)
        {
            return result;
        }

        string? kept = await TakeBackAsync(request, issued.Reference, CancellationToken.None);
        logger.AnotherCodeShown(request.Campaign, request.Entitlement, IssuerName, reference, kept is null);
        return new IssueResult.Refused("another card than the one on record");
    }

    /// <summary>Within 15 minutes of its making a card can be cancelled.</summary>
    public async Task<string?> TakeBackAsync(IssueRequest request, string reference, CancellationToken cancellationToken)
    {
        CancelGiftCard asked = new(IdIn(reference), options.Value.PartnerId, reference[(reference.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        AmazonReply reply = await api.CancelAsync(asked, cancellationToken);
        for (int tries = 1; tries < CancelTriesMax && AmazonAnswers.MayPass(reply) && AmazonAnswers.Cancelled(reply) is not null; tries++)
        {
            reply = await api.CancelAsync(asked, cancellationToken);
        }

        return AmazonAnswers.Cancelled(reply);
    }

    public async Task<IssuerFunds> AskFundsAsync(CancellationToken cancellationToken) => AmazonAnswers.Funds(await api.FundsAsync(new GetAvailableFunds(options.Value.PartnerId), cancellationToken));

    public string KeyOf(IssueRequest request, string? reference) => reference is null ? IdOf(request) : IdIn(reference);

    /// <summary>What the ids of a campaign's requests begin with.</summary>
    internal string PrefixOf(CampaignId campaign) => string.Create(CultureInfo.InvariantCulture, $"{options.Value.PartnerId}{campaigns[campaign].LinkCode:x2}");

    /// <summary>
    /// The same for each repeat, of whatever amount: for one claim the API makes one card, and refuses another amount. Partner, campaign, and 128 bits of the entitlement's keyed hash: 39 letters and digits.
    /// </summary>
    private string IdOf(IssueRequest request) => PrefixOf(request.Campaign) + hash.LookUpKey("amazon-request", $"{request.Campaign}\n{request.Entitlement}");

    private static string IdIn(string reference) => reference[..reference.IndexOf('/', StringComparison.Ordinal)];

    private async Task<IssueResult> AskAsync(string id, Yen value, CancellationToken cancellationToken) =>
        AmazonAnswers.MeaningOf(await api.CreateAsync(new CreateGiftCard(id, options.Value.PartnerId, new GiftCardValue(Currency, value.Amount)), cancellationToken), id, value);
}
