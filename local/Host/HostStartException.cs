namespace Compensation.Local.Host;

/// <summary>The host cannot start. The message names each function that is wrong, or says what became of the worker.</summary>
public sealed class HostStartException : Exception
{
    public HostStartException(string message)
        : base(message)
    {
    }

    public HostStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
