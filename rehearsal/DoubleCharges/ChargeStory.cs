namespace Compensation.Rehearsal.DoubleCharges;

/// <summary>What becomes of somebody's report that too much was taken off his coupon.</summary>
internal enum ChargeStory
{
    /// <summary>The shop confirms it by its link.</summary>
    Confirmed,

    /// <summary>The shop has no address: it is rung, and confirms.</summary>
    ConfirmedByCall,

    Denied,

    /// <summary>The shop never answers.</summary>
    Silent,

    /// <summary>The shop confirms more than the coupon was issued for, together with what is left on it.</summary>
    AboveFaceValue,

    /// <summary>The shop confirms, but it was on another day than that of the failure.</summary>
    OnAnotherDay,
}

internal static class ChargeStories
{
    /// <summary>Whether the shop and the second person both confirm.</summary>
    public static bool IsPutBack(this ChargeStory story) => story is ChargeStory.Confirmed or ChargeStory.ConfirmedByCall;

    /// <summary>What the shop says when it is asked; null where it says nothing.</summary>
    public static bool? ShopSays(this ChargeStory story) => story == ChargeStory.Silent ? null : story != ChargeStory.Denied;

    /// <summary>Whether the shop is asked by a message.</summary>
    public static bool IsWrittenTo(this ChargeStory story) => story != ChargeStory.ConfirmedByCall;
}
