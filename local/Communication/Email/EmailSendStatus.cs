namespace Azure.Communication.Email;

/// <summary>The state of a send. Compared without regard to case; the service may come to know further ones.</summary>
public readonly struct EmailSendStatus : IEquatable<EmailSendStatus>
{
    private readonly string _value;

    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public EmailSendStatus(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    public static EmailSendStatus NotStarted { get; } = new(Values.NotStarted);

    public static EmailSendStatus Running { get; } = new(Values.Running);

    public static EmailSendStatus Succeeded { get; } = new(Values.Succeeded);

    public static EmailSendStatus Failed { get; } = new(Values.Failed);

    public static EmailSendStatus Canceled { get; } = new(Values.Canceled);

    public static bool operator ==(EmailSendStatus left, EmailSendStatus right) => left.Equals(right);

    public static bool operator !=(EmailSendStatus left, EmailSendStatus right) => !left.Equals(right);

    public static implicit operator EmailSendStatus(string value) => new(value);

    public bool Equals(EmailSendStatus other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is EmailSendStatus other && Equals(other);

    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    public override string ToString() => _value;

    /// <summary>The states' names on the wire.</summary>
    public static class Values
    {
        public const string NotStarted = "NotStarted";
        public const string Running = "Running";
        public const string Succeeded = "Succeeded";
        public const string Failed = "Failed";
        public const string Canceled = "Canceled";
    }
}
