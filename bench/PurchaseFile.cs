using System.Globalization;
using System.Text;

namespace Compensation.Bench;

/// <summary>Purchase files of the WESTER campaign, the same for the same arguments.</summary>
internal static class PurchaseFile
{
    /// <summary>Random purchases on any day of the period and of some days around it, in no order.</summary>
    public static void Write(string file, int transactions, int members)
    {
        string[] services = ["shops", "shops", "shops", "trains", "tabiwa", "travelAgencyShop", "travelAgencyWeb", "mall", "plusPlace"];
        Random random = new(20231001);
        DateOnly first = new(2023, 9, 25);
        using StreamWriter csv = new(file, append: false, Encoding.UTF8, 1 << 20);
        csv.Write("transaction_id,revision,member_id,service,facility,kind,purchased_on,booked_on,boarded_on,departed_on,shipped_on,used_on,amount,base_points,exclusions,linked_app,facility_member,status\n");
        for (int row = 0; row < transactions; row++)
        {
            string service = services[random.Next(services.Length)];
            string[] dates = ["", "", "", "", "", ""];
            dates[service switch { "shops" => 0, "travelAgencyShop" => 1, "trains" => 2, "travelAgencyWeb" => 3, "mall" => 4, _ => 5 }] =
                first.AddDays(random.Next(44)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            int amount = random.Next(100, 30_000);
            string kind = service == "trains" ? "basePoints" : random.Next(5) == 0 ? "per220" : "per110";
            string basePoints = service == "trains" ? (amount / random.Next(20, 200)).ToString(CultureInfo.InvariantCulture) : "";
            string exclusion = random.Next(50) == 0 ? "settlementPoints" : "";
            string app = service != "shops" || random.Next(3) > 0 ? "" : random.Next(20) > 0 ? "true" : "false";
            string status = random.Next(40) == 0 ? "cancelled" : "completed";
            csv.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"T{row:d10},{random.Next(1, 4)},W{random.Next(members):d9},{service},F{random.Next(2000):d4},{kind},{string.Join(',', dates)},{amount},{basePoints},{exclusion},{app},,{status}\n"));
        }
    }

    /// <summary>Cancels every fiftieth purchase of a file, by a later revision.</summary>
    /// <returns>How many.</returns>
    public static int WriteCancellations(string file, string purchases)
    {
        const int Every = 50;
        int written = 0;
        using StreamWriter csv = new(file, append: false, Encoding.UTF8, 1 << 20);
        foreach ((int row, string line) in File.ReadLines(purchases).Index())
        {
            if (row == 0)
            {
                csv.Write($"{line}\n");
            }
            else if (row % Every == 0)
            {
                string[] fields = line.Split(',');
                (fields[1], fields[^1]) = ("9", "cancelled");
                csv.Write($"{string.Join(',', fields)}\n");
                written++;
            }
        }

        return written;
    }
}
