using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Receipts.Pages;

/// <summary>What people read of a product, in their language where the campaign's file has it.</summary>
internal static class ProductWords
{
    public static string NameIn(this Product product, Language language) => language.Say(product.Name, product.English?.Name ?? product.Name);

    public static string HowToUseIn(this Product product, Language language) => language.Say(product.HowToUse, product.English?.HowToUse ?? product.HowToUse);

    /// <summary>What is needed for it, and until when it can be used: known before it is chosen.</summary>
    public static string BeforeChoosing(this Product product, Language language)
    {
        string? conditions = language.Say(product.Conditions ?? string.Empty, product.English?.Conditions ?? product.Conditions ?? string.Empty);
        string end = language.Say(product.CodesEnd ?? string.Empty, product.English?.CodesEnd ?? product.CodesEnd ?? string.Empty);
        return string.Join(language.Say(string.Empty, " "), [conditions, end]).Trim();
    }

    /// <summary>How each is used, with the way to its issuer.</summary>
    public static Html Explained(IReadOnlyList<Product> products, Language language) => Html.Of($"""
        <section class="products" aria-labelledby="products">
        <h2 id="products">{language.Say("商品のご利用方法", "How each product is used")}</h2>
        {products.Select(product => Html.Of($"""
        <h3>{product.NameIn(language)}</h3>
        <p>{product.HowToUseIn(language)}{Issuer(product, language)}</p>

        """))}{(products.Any(product => product.CodesEnd is null) ? Html.Of($"""<p>{language.Say("コードの有効期限は、お受け取り後の画面に表示します。", "The last day on which a code can be used is shown beside it.")}</p>""") : Html.Empty)}
        </section>
        """);

    /// <summary>The way to the issuer's own page, which learns nothing of ours.</summary>
    public static Html Issuer(Product product, Language language) => product.Url is null
        ? Html.Empty
        : Html.Of($""" <a class="issuer" href="{product.Url.AbsoluteUri}" rel="noreferrer">{language.Say($"{product.Name}の公式サイト", $"{product.NameIn(language)}: the issuer's page")}</a>""");
}
