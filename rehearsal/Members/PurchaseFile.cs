using System.Globalization;

namespace Compensation.Rehearsal.Members;

/// <summary>Writes purchases in the format of <c>docs/purchases-format.md</c>, row by row.</summary>
internal static class PurchaseFile
{
    public const string Header =
        "transaction_id,revision,member_id,service,facility,kind,purchased_on,booked_on,boarded_on,departed_on,shipped_on,used_on,amount,base_points,exclusions,linked_app,facility_member,status";

    /// <returns>How many rows there were.</returns>
    public static long Write(string path, IEnumerable<SyntheticPurchase> purchases)
    {
        long rows = 0;
        using StreamWriter writer = new(path) { NewLine = "\n" };
        writer.WriteLine(Header);
        foreach (SyntheticPurchase purchase in purchases)
        {
            writer.WriteLine(LineOf(purchase));
            rows++;
        }

        return rows;
    }

    public static string LineOf(SyntheticPurchase purchase) => string.Create(
        CultureInfo.InvariantCulture,
        $"{purchase.Transaction},{purchase.Revision},{purchase.Member},{purchase.Service},{purchase.Facility},{purchase.Kind},{Dates(purchase)},{purchase.Amount},{purchase.BasePoints},{purchase.Exclusions},{Answer(purchase.LinkedApp)},{Answer(purchase.FacilityMember)},{purchase.Status}");

    private static string Dates(SyntheticPurchase purchase) => string.Create(
        CultureInfo.InvariantCulture,
        $"{purchase.PurchasedOn:yyyy-MM-dd},{purchase.BookedOn:yyyy-MM-dd},{purchase.BoardedOn:yyyy-MM-dd},{purchase.DepartedOn:yyyy-MM-dd},{purchase.ShippedOn:yyyy-MM-dd},{purchase.UsedOn:yyyy-MM-dd}");

    private static string Answer(bool? answer) => answer switch
    {
        true => "true",
        false => "false",
        _ => string.Empty,
    };
}
