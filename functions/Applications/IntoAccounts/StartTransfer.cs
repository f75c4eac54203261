using Compensation.Applications.Site;
using Compensation.Applications.Typing;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.Coupons;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.IntoAccounts;

/// <summary>
/// The way in for whoever has no receipt number: the number on the coupon, and the contact that is on file. A code goes to whatever contact is typed, and nothing is looked
/// up before it is entered, so that answers, messages and times are the same for numbers that exist and for those that do not.
/// </summary>
public sealed class StartTransfer(SiteDoor door, AskForProof proof)
{
    private const string Route = StartSite.Route + "/" + Steps.Transfer;

    [Function("ShowTransferStart")]
    [ApiOperation("The page on which a coupon's number and the contact on file are entered, to be paid into an account.", AnswerType = "text/html", FaultType = "text/html")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string campaign) =>
        Find(request, campaign) is { } site ? TransferPages.Start(site, string.Empty, string.Empty, []) : door.NoSuchSite(request);

    [Function("StartTransfer")]
    [ApiOperation("Sends a coupon's number and a contact; a code goes to the contact.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html", Status = 303)]
    public async Task<IResult> Send([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (Find(request, campaign) is not { } site)
        {
            return door.NoSuchSite(request);
        }

        PostedForm? form = await PostedForm.ReadAsync(request, cancellationToken);
        (string number, string contact) = (form?["number"] ?? string.Empty, form?["contact"] ?? string.Empty);
        List<FieldError> errors = [];
        if (!TypedNumber.TryParse(number, site.Campaign.InquiryNumbers, out InquiryNumber parsed))
        {
            errors.Add(new FieldError("number", site.Say("クーポンまたはアプリに表示されているお問合せ番号を入力してください", $"Enter the number that the coupon or the app shows: {site.Campaign.InquiryNumbers.Expected}")));
        }

        if (TypedContact.Read(contact, site.Options.SmsTo050) is not { } to)
        {
            errors.Add(new FieldError("contact", site.Say("携帯電話番号（例：090-1234-5678）かメールアドレス（例：name@example.jp）を入力してください", "Enter a Japanese mobile number such as 090-1234-5678, or an e-mail address such as name@example.jp")));
            to = new Contact(null, null);
        }

        return errors.Count == 0 && await proof.AskAsync(site, [KeyValuePair.Create("number", parsed.Written)], to, errors, cancellationToken) is { } code
            ? code
            : TransferPages.Start(site, number, contact, errors);
    }

    private AskedSite? Find(HttpRequest request, string campaign) => door.Find(request, campaign) is { OffersTransfers: true } site ? site : null;
}
