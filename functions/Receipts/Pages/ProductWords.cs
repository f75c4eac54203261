using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Payouts;

namespace Compensation.Receipts.Pages;

/// <summary>What people read of a product, in their language where the campaign's file has it.</summary>
internal static class ProductWords
{
    public static string NameIn(this Product product, Language language) => language.Say(product.Name, product.English?.Name ?? product.Name);

    public static string HowToUseIn(this Product product, Language language) => language.Say(product.HowToUse, product.English?.HowToUse ?? product.HowToUse);

    /// <summary>What is needed for it; empty where nothing is.</summary>
    public static string ConditionsIn(this Product product, Language language) => language.Say(product.Conditions ?? string.Empty, product.English?.Conditions ?? product.Conditions ?? string.Empty);

    /// <summary>Until when a code can be used, known before it is handed out: in the file's words where it has some, else as the codes in stock have it; null where nobody knows.</summary>
    public static string? EndIn(this Product product, CodeEnd? stocked, Language language) => (product.CodesEnd, stocked) switch
    {
        ({ } words, _) => language.Say(words, product.English?.CodesEnd ?? words),
        (_, { Earliest: { } day, Differ: true }) => language.Say($"{language.Day(day)}まで（それより長く使えるものもあります）", $"{language.Day(day)} (some codes later)"),
        (_, { Earliest: { } day }) => language.Say($"{language.Day(day)}まで", language.Day(day)),
        (_, not null) => language.Say("ありません", "No last day"),
        _ => null,
    };

    /// <summary>The same in a line by itself.</summary>
    public static string? EndLine(this Product product, CodeEnd? stocked, Language language) => (product.EndIn(stocked, language), product.CodesEnd, stocked) switch
    {
        (null, _, _) => null,
        ({ } words, not null, _) => words,
        (_, _, { Earliest: null }) => language.Say("コードに有効期限はありません。", "The code does not expire."),
        ({ } day, _, _) => language.Say($"有効期限：{day}", $"Use the code by {day}"),
    };

    /// <summary>Of which products nobody can say before the choice until when their codes can be used; null where it is said of all.</summary>
    public static string? UnknownEnds(IReadOnlyList<Product> products, IReadOnlyDictionary<string, CodeEnd> ends, Language language)
    {
        Product[] unknown = [.. products.Where(product => product.EndIn(ends.GetValueOrDefault(product.Id), language) is null)];
        string names = unknown.Length == products.Count ? string.Empty : string.Concat(unknown.Select(product => $"「{product.Name}」"));
        string english = unknown.Length == products.Count ? "the code" : $"a code of {string.Join(", ", unknown.Select(product => product.NameIn(Language.English)))}";
        return unknown.Length == 0 ? null : language.Say(
            $"{(names.Length == 0 ? string.Empty : $"{names}の")}コードの有効期限は、お受け取りの前にはわかりません。期限がある場合は、お受け取り後の画面に表示します。",
            $"Until when {english} can be used is not known before you collect. If there is a last day, it is shown beside the code.");
    }

    /// <summary>How each is used, with the way to its issuer.</summary>
    public static Html Explained(IReadOnlyList<Product> products, Language language) => Html.Of($"""
        <section class="products" aria-labelledby="products">
        <h2 id="products">{language.Say("商品のご利用方法", "How each product is used")}</h2>
        {products.Select(product => Html.Of($"""
        <h3>{product.NameIn(language)}</h3>
        <p>{product.HowToUseIn(language)}{Issuer(product, language)}</p>

        """))}
        </section>
        """);

    /// <summary>The way to the issuer's own page, which learns nothing of ours.</summary>
    public static Html Issuer(Product product, Language language) => product.Url is null
        ? Html.Empty
        : Html.Of($""" <a class="issuer" href="{product.Url.AbsoluteUri}" rel="noreferrer">{language.Say($"{product.Name}の公式サイト", $"{product.NameIn(language)}: the issuer's page")}</a>""");
}
