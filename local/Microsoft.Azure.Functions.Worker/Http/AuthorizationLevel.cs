namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key an HTTP caller must show.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    User = 1,

    /// <summary>The function key.</summary>
    Function = 2,

    /// <summary>The system key.</summary>
    System = 3,

    /// <summary>The host's key.</summary>
    Admin = 4,
}
