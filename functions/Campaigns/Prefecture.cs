using System.Globalization;

namespace Compensation.Campaigns;

/// <summary>One of the 47 prefectures.</summary>
/// <param name="Jis">JIS X 0401, two digits.</param>
/// <param name="Name">In full, such as 熊本県.</param>
public sealed record Prefecture(string Jis, string Name)
{
    private static readonly string[] s_english =
        ("Hokkaido Aomori Iwate Miyagi Akita Yamagata Fukushima Ibaraki Tochigi Gunma Saitama Chiba Tokyo Kanagawa Niigata Toyama Ishikawa Fukui Yamanashi Nagano Gifu Shizuoka Aichi Mie "
        + "Shiga Kyoto Osaka Hyogo Nara Wakayama Tottori Shimane Okayama Hiroshima Yamaguchi Tokushima Kagawa Ehime Kochi Fukuoka Saga Nagasaki Kumamoto Oita Miyazaki Kagoshima Okinawa").Split(' ');

    /// <summary>As people who read no Japanese know it.</summary>
    public string InEnglish() => s_english[int.Parse(Jis, CultureInfo.InvariantCulture) - 1];
}
