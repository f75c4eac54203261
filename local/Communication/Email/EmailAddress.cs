using System.Runtime.InteropServices;

namespace Azure.Communication.Email;

/// <summary>An address, and the name shown beside it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct EmailAddress
{
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    public EmailAddress(string address)
        : this(address, null!)
    {
    }

    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    public EmailAddress(string address, string displayName)
    {
        ArgumentNullException.ThrowIfNull(address);
        (Address, DisplayName) = (address, displayName);
    }

    public string Address { get; }

    public string? DisplayName { get; }
}
