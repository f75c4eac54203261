using System.Net;
using System.Text.RegularExpressions;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.BankTransfers;

/// <summary>How a visit to the pages of transfers ended.</summary>
/// <param name="Done">What was wanted was done.</param>
/// <param name="Page">The last page.</param>
internal sealed record TransferVisit(bool Done, SitePage Page);

/// <summary>What somebody shows of himself: a receipt number, or where he has none a coupon's number; and his phone number or address, to which a code goes.</summary>
internal sealed record ShownProof(string? Receipt, string InquiryNumber, string Address);

/// <summary>One person on the special site's pages of transfers: proves who he is, then asks, changes or withdraws, page by page.</summary>
internal sealed partial class TransferSiteVisitor(SpecialSite site, Inboxes inboxes)
{
    private const int PagesMax = 40;

    private static readonly KeyValuePair<string, string> AllCoupons = new("coupons", "all");

    /// <summary>Asks for a transfer, or names another account.</summary>
    /// <param name="proof">Who he is.</param>
    /// <param name="answers">What he types, by the form's fields.</param>
    /// <param name="slipped">What he types instead where he is asked for the first time.</param>
    public async Task<TransferVisit> AskAsync(ShownProof proof, IReadOnlyDictionary<string, string> answers, Dictionary<string, string> slipped)
    {
        SitePage page = await EnterAsync(proof);
        if (page.Status != HttpStatusCode.OK)
        {
            return new TransferVisit(false, page);
        }

        page = await site.PostAsync(new Uri(page.At, "transfer"));
        int refusals = 0;
        for (int pages = 0; pages < PagesMax && !IsAt(page, "transfer") && !IsAt(page, "transfer-received") && SpecialSite.FieldsOf(page) is { } fields; pages++)
        {
            refusals += page.Status == HttpStatusCode.OK ? 0 : 1;
            if (refusals > slipped.Count + 2)
            {
                break;
            }

            page = await site.PostAsync(page.At, fields.Select(field => KeyValuePair.Create(field, Typed(field, page.Status, answers, slipped))));
        }

        return new TransferVisit(IsAt(page, "transfer-received") && page.Status == HttpStatusCode.OK, page);
    }

    /// <summary>Takes points after all.</summary>
    /// <returns>Also the tokens of the receipt links that the last page shows: none where points were chosen already, before a restart.</returns>
    public async Task<(TransferVisit Visit, IReadOnlyList<string> Tokens)> WithdrawAsync(ShownProof proof)
    {
        SitePage page = await EnterAsync(proof);
        if (page.Status == HttpStatusCode.OK)
        {
            page = await site.PostAsync(new Uri(page.At, "transfer-withdraw"), AllCoupons);
        }

        IReadOnlyList<string> tokens = [.. Link().Matches(page.Text).Select(link => link.Groups["token"].Value).Distinct(StringComparer.Ordinal)];
        bool isWithdrawn = IsAt(page, "transfer") && page.Status == HttpStatusCode.OK && page.Text.Contains("<dd", StringComparison.Ordinal) && !page.Text.Contains("transfer-withdraw", StringComparison.Ordinal);
        return (new TransferVisit(isWithdrawn, page), tokens);
    }

    /// <returns>The page that follows the code.</returns>
    private async Task<SitePage> EnterAsync(ShownProof proof)
    {
        string contact = Addresses.Typed(proof.Address);
        SitePage asked = proof.Receipt is { } receipt
            ? await site.PostAsync(site.At("status"), [new("receipt", receipt), new("contact", contact)])
            : await site.PostAsync(site.At("transfer"), [new("number", proof.InquiryNumber), new("contact", contact)]);
        return IsAt(asked, "status-code") ? await site.PostAsync(asked.At, [new("code", inboxes.CodeFor(proof.Address) ?? string.Empty)]) : asked with { Status = HttpStatusCode.Forbidden };
    }

    /// <summary>Whoever has slipped types it rightly when the page comes back.</summary>
    private static string Typed(string field, HttpStatusCode status, IReadOnlyDictionary<string, string> answers, Dictionary<string, string> slipped) =>
        status == HttpStatusCode.OK && slipped.Remove(field, out string? wrong) ? wrong : answers.GetValueOrDefault(field, string.Empty);

    private static bool IsAt(SitePage page, string step) => page.At.AbsolutePath.EndsWith($"/{step}", StringComparison.Ordinal);

    [GeneratedRegex(@"/r/(?<token>[A-Za-z0-9_-]{20})(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
