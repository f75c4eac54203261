using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>The two columns in which files state where a person is reached.</summary>
public static class ContactColumns
{
    public const string Phone = "phone";
    public const string Email = "email";

    /// <summary>Both may be absent, and empty in any row.</summary>
    public static readonly IReadOnlyList<CsvColumn> All = [new(Phone, Required: false), new(Email, Required: false)];

    /// <summary>What a row states; what is wrong with it goes to <paramref name="errors"/>, without the value.</summary>
    public static Contact Read(CsvRows row, RowErrors errors)
    {
        string? phone = null;
        if (row[Phone] is { Length: > 0 } writtenPhone && !JapanesePhone.TryNormalise(writtenPhone, out phone))
        {
            errors.Add(new RowError(row.Line, Phone, "not a number that can receive an SMS", "a Japanese mobile number, such as 090-1234-5678, or nothing"));
        }

        string? email = row[Email] is { Length: > 0 } writtenEmail ? writtenEmail : null;
        if (email is not null && !EmailRule.IsAcceptable(email))
        {
            errors.Add(new RowError(row.Line, Email, "not an e-mail address", "an address such as name@example.jp, or nothing"));
        }

        return new Contact(phone, email);
    }
}
