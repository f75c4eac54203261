using System.Globalization;
using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>Where codes of one campaign, product and value lie together: one table partition.</summary>
public readonly record struct Shelf(CampaignId Campaign, string Product, Yen Value)
{
    public string PartitionKey => string.Create(CultureInfo.InvariantCulture, $"{Campaign}:{Product}:{Value.Amount}");

    internal static Shelf Parse(string partitionKey)
    {
        string[] parts = partitionKey.Split(':');
        return new Shelf(CampaignId.Parse(parts[0]), parts[1], new Yen(long.Parse(parts[2], CultureInfo.InvariantCulture)));
    }
}

/// <summary>A code on its way into stock.</summary>
/// <param name="Key">The keyed hash of the code: the same code has the same key.</param>
/// <param name="Code">The code itself.</param>
/// <param name="LastDay">The last day on which it can be redeemed, or null.</param>
/// <param name="Lot">The delivery it came with.</param>
/// <param name="Line">Where it stands in its file.</param>
public sealed record StockCode(string Key, string Code, DateOnly? LastDay, string Lot, long Line)
{
    public override string ToString() => $"line {Line}";
}

/// <summary>A code that was handed out, and its key.</summary>
public sealed record TakenCode(IssuedCode Code, string Key);

/// <summary>How many codes of one product and value there are.</summary>
/// <param name="Product">The product's id.</param>
/// <param name="Value">What each is worth.</param>
/// <param name="Free">Ready to be handed out.</param>
/// <param name="Taken">Handed out.</param>
/// <param name="Lapsed">Never handed out, and now past their last day.</param>
public sealed record StockLevel(string Product, Yen Value, int Free, int Taken, int Lapsed)
{
    /// <summary>People who are owed this amount and hold no code yet, whichever product they choose.</summary>
    public long Needed { get; init; }

    /// <summary>People who have chosen this product and wait for a code of this value.</summary>
    public long Waiting { get; init; }

    /// <summary>People who have chosen this product so far, of whatever value.</summary>
    public long Chosen { get; init; }

    /// <summary>How many will be asked for from now on, if people go on to choose as they have.</summary>
    public long Forecast { get; init; }

    /// <summary>True before the seal: needs are those of the ledger as it stands, and may still change.</summary>
    public bool Estimated { get; init; }
}
