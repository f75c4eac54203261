using System.Globalization;
using System.Text;
using Compensation.Emulators.Bank.Calendar;

namespace Compensation.Emulators.Bank.Books;

/// <summary>
/// What the bank tells its client, a file each business day in the evening, of what has happened on it and on the two business days before: files overlap, as banks' do.
/// </summary>
internal sealed class Answers(BankBooks books, TimeProvider time)
{
    private const int DaysBefore = 2;

    private static readonly TimeOnly s_thereAt = new(17, 0);

    /// <returns>Null where there is no file of that day, as nothing happened, or none yet.</returns>
    public string? Results(DateOnly day)
    {
        if (!IsThere(day) || !Events(day).Any())
        {
            return null;
        }

        StringBuilder csv = new("reference,amount,result,reason,date\r\n");
        foreach ((Payment payment, bool isReturned, DateOnly on) in Events(day))
        {
            string line = string.Create(
                CultureInfo.InvariantCulture, $"{payment.Order.Reference},{payment.Order.Yen},{(isReturned ? "returned" : "paid")},{(isReturned ? payment.Reason : string.Empty)},{on:yyyy-MM-dd}\r\n");
            csv.Append(line).Append(payment.IsListedTwice && !isReturned ? line : string.Empty);
        }

        return csv.ToString();
    }

    /// <summary>The client's account: what left it, what came back, and other lines between them.</summary>
    public string? Statement(DateOnly day)
    {
        if (!IsThere(day))
        {
            return null;
        }

        StringBuilder csv = new("date,withdrawal,deposit,description\r\n");
        csv.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},880,,振込手数料\r\n");
        foreach ((Payment payment, bool isReturned, DateOnly on) in Events(day))
        {
            string description = isReturned ? $"振込返却 {payment.Order.Reference} {Japanese(payment.Reason!)}" : $"総合振込 {payment.Order.Reference}";
            csv.Append(CultureInfo.InvariantCulture, $"{on:yyyy-MM-dd},{(isReturned ? string.Empty : payment.Order.Yen)},{(isReturned ? payment.Order.Yen : string.Empty)},{description}\r\n");
        }

        return csv.ToString();
    }

    private bool IsThere(DateOnly day) => BusinessDays.Include(day) && time.GetUtcNow() >= BusinessDays.At(day, s_thereAt);

    private IEnumerable<(Payment Payment, bool IsReturned, DateOnly On)> Events(DateOnly day)
    {
        DateOnly first = BusinessDays.Shifted(day, -DaysBefore);
        return
            from payment in books.Payments
            from happened in new[] { (IsReturned: false, On: payment.PaidOn), (IsReturned: true, On: payment.ReturnedOn) }
            where happened.On >= first && happened.On <= day
            orderby happened.On, payment.File
            select (payment, happened.IsReturned, happened.On!.Value);
    }

    private static string Japanese(string reason) => reason switch
    {
        "accountNotFound" => "該当口座なし",
        "nameMismatch" => "受取人名相違",
        "accountClosed" => "解約済",
        "accountTypeMismatch" => "科目相違",
        "insufficientFunds" => "資金不足",
        _ => "受取口座入金不能",
    };
}
