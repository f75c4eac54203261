using System.Globalization;
using System.Text;

namespace Compensation.Rehearsal.People;

/// <summary>Writes and reads ledgers as files, row by row. The reader is the rehearsal's own, so that it can bear witness against the application's.</summary>
internal static class LedgerFile
{
    public const string Header = "inquiry_number,expiry,balance,charged_to_app,phone,email,left_app,name_kana,travel_date";

    /// <summary>Writes a whole ledger, or none: a file that was begun before a kill is written again from its beginning.</summary>
    public static void Write(string path, IEnumerable<SyntheticCoupon> coupons)
    {
        string begun = path + ".new";
        using (StreamWriter writer = new(begun))
        {
            writer.NewLine = "\n";
            writer.WriteLine(Header);
            foreach (SyntheticCoupon coupon in coupons)
            {
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{coupon.InquiryNumber},{coupon.Expiry:yyyy-MM-dd},{coupon.Balance},{(coupon.ChargedToApp ? "true" : "false")},{coupon.Phone},{coupon.Email},{(coupon.LeftApp ? "true" : string.Empty)},{coupon.NameKana},{coupon.TravelDate:yyyy-MM-dd}"));
            }
        }

        File.Move(begun, path, overwrite: true);
    }

    /// <summary>Every row that can be understood. Whether the others are in order is for the application's import to say.</summary>
    public static IEnumerable<SyntheticCoupon> Read(string path)
    {
        using IEnumerator<string> lines = File.ReadLines(path, EncodingOf(path)).GetEnumerator();
        if (!lines.MoveNext())
        {
            yield break;
        }

        List<string> columns = [.. Fields(lines.Current).Select(Clean)];
        int[] places = [.. Header.Split(',').Select(name => columns.IndexOf(name))];
        int name = columns.IndexOf("name_kana");
        while (lines.MoveNext())
        {
            List<string> fields = Fields(lines.Current);
            if (Parse([.. places.Select(place => place < 0 || place >= fields.Count ? string.Empty : place == name ? fields[place].Trim() : Clean(fields[place]))]) is { } coupon)
            {
                yield return coupon;
            }
        }
    }

    private static SyntheticCoupon? Parse(string[] row) =>
        row is [{ Length: > 0 } number, var day, var yen, var app, var phone, var email, var left, var name, var travelled]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly expiry)
        && int.TryParse(yen, NumberStyles.None, CultureInfo.InvariantCulture, out int balance)
        && bool.TryParse(app, out bool charged)
            ? new SyntheticCoupon(number, expiry, balance, charged, NullIfEmpty(phone), NullIfEmpty(Unquoted(email)))
            {
                LeftApp = bool.TryParse(left, out bool hasLeft) && hasLeft,
                NameKana = NullIfEmpty(name),
                TravelDate = DateOnly.TryParseExact(travelled, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null,
            }
            : null;

    /// <summary>A line's fields; quoted ones may hold commas and doubled quotes.</summary>
    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int position = 0; position < line.Length; position++)
        {
            switch (line[position])
            {
                case '"' when quoted && position + 1 < line.Length && line[position + 1] == '"':
                    field.Append('"');
                    position++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(line[position]);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>UTF-8 where all of it is; else as Japanese Windows saves it. A byte order mark is seen by whoever reads.</summary>
    private static Encoding EncodingOf(string path)
    {
        try
        {
            Encoding strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            _ = File.ReadLines(path, strict).Count();
            return strict;
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(932)!;
        }
    }

    /// <summary>Without what people's keyboards and programs add: width, invisible characters, dashes of other kinds, blanks around.</summary>
    private static string Clean(string field)
    {
        if (Ascii.IsValid(field))
        {
            return field.Trim();
        }

        StringBuilder clean = new(field.Length);
        foreach (Rune rune in field.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            bool isDash = category == UnicodeCategory.DashPunctuation || rune.Value is 0x2212 or 0x30FC or 0x2500;
            clean.Append(category == UnicodeCategory.Format ? string.Empty : isDash ? "-" : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    private static string Unquoted(string email) => email.StartsWith('"') ? email.Replace("\"", string.Empty, StringComparison.Ordinal) : email;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
