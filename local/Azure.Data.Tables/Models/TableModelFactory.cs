namespace Azure.Data.Tables.Models;

/// <summary>Makes models for tests that stand in for the service.</summary>
public static class TableModelFactory
{
    /// <param name="name">Name of the table.</param>
    /// <param name="odataType">Not kept.</param>
    /// <param name="odataId">Not kept.</param>
    /// <param name="odataEditLink">Not kept.</param>
    public static TableItem TableItem(string? name = null, string? odataType = null, string? odataId = null, string? odataEditLink = null)
        => new(name!);
}
