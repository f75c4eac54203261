using System.Net;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Rehearsal.People;

/// <summary>How a visit to the special site ended.</summary>
/// <param name="Receipt">The receipt number, or null where none was given.</param>
/// <param name="Status">The last page's status.</param>
/// <param name="Page">The last page.</param>
internal sealed record ApplicationVisit(string? Receipt, HttpStatusCode Status, string Page);

/// <summary>One person who applies on the special site: opens it, answers what is asked page by page, sends the form, reads the code on his phone and types it.</summary>
internal sealed partial class ApplicationSiteVisitor : IDisposable
{
    /// <summary>Longer than any form: a site that leads in circles is left.</summary>
    private const int PagesMax = 40;

    private readonly SpecialSite _site;
    private readonly Func<string, string?> _codeFor;

    /// <param name="app">Where the application listens.</param>
    /// <param name="campaign">Whose site.</param>
    /// <param name="codeFor">The code that the owner of an address reads on his phone or in his mailbox; null where none has arrived.</param>
    public ApplicationSiteVisitor(Uri app, CampaignId campaign, Func<string, string?> codeFor) => (_site, _codeFor) = (new SpecialSite(app, campaign), codeFor);

    public void Dispose() => _site.Dispose();

    /// <param name="answers">What is typed into each field of the form, by the field's name; a field that is not named stays empty.</param>
    /// <param name="address">Where the code goes: as the provider is asked to send it.</param>
    public async Task<ApplicationVisit> ApplyAsync(IReadOnlyDictionary<string, string> answers, string address)
    {
        SitePage page = await _site.PostAsync(_site.At(string.Empty));
        for (int pages = 0; pages < PagesMax && page.Status == HttpStatusCode.OK && SpecialSite.ReceiptOn(page) is null && SpecialSite.FieldsOf(page) is { } fields; pages++)
        {
            // Another coupon's place is reached from the summary, by its own address.
            page = fields.Contains("code", StringComparer.Ordinal) ? await _site.PostAsync(page.At, KeyValuePair.Create("code", _codeFor(address) ?? string.Empty))
                : NextCoupon(page, fields, answers) is { } more ? await _site.OpenAsync(more)
                : await _site.PostAsync(page.At, fields.Select(field => KeyValuePair.Create(field, answers.GetValueOrDefault(field, string.Empty))));
        }

        return new ApplicationVisit(SpecialSite.ReceiptOn(page), page.Status, page.Text);
    }

    private static Uri? NextCoupon(SitePage page, IReadOnlyList<string> fields, IReadOnlyDictionary<string, string> answers)
    {
        Match more = MoreCoupons().Match(page.Text);
        return fields.Count == 0 && more.Success && answers.ContainsKey(more.Groups["step"].Value) ? new Uri(page.At, more.Groups["step"].Value) : null;
    }

    [GeneratedRegex("href=\"(?<step>number-[0-9])\">[^<]*(?:ほかのクーポン|another coupon)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MoreCoupons();
}
