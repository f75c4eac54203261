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
        string writtenPhone = row[Phone];
        if (!JapanesePhone.TryNormalise(writtenPhone, out string? phone) && writtenPhone.Length > 0)
        {
            errors.Add(new RowError(row.Line, Phone, $"not a number that can receive an SMS{Folding.Remark(writtenPhone)}", "a Japanese mobile number, such as 090-1234-5678, or nothing"));
        }

        string writtenEmail = row[Email];
        if (!EmailRule.TryNormalise(writtenEmail, out string? email) && writtenEmail.Length > 0)
        {
            errors.Add(new RowError(row.Line, Email, $"not an e-mail address{Folding.Remark(writtenEmail)}", "an address such as name@example.jp, or nothing"));
        }

        return new Contact(phone, email);
    }
}
