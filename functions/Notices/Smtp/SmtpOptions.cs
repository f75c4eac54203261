using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Compensation.Notices.Smtp;

/// <summary>A server that takes e-mail for submission. Section <c>Smtp</c>.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    public const string Section = "Smtp";

    /// <summary>How weights and records call it.</summary>
    public const string Provider = "smtp";

    public string? Host { get; init; }

    /// <summary>587 with STARTTLS, 465 with TLS from the first byte.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>PEM file of a closed network's own authority; otherwise the machine's authorities decide.</summary>
    public string? AuthorityFile { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>How we introduce ourselves: this machine's public name.</summary>
    [Required]
    public string ClientName { get; init; } = "localhost";

    /// <summary>Connections at a time.</summary>
    [Range(1, 100)]
    public int ConnectionsMax { get; init; } = 10;

    /// <summary>After so many messages a connection is replaced.</summary>
    [Range(1, 10_000)]
    public int MessagesPerConnection { get; init; } = 100;

    public bool IsConfigured => !string.IsNullOrEmpty(Host);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsConfigured && Security == SmtpSecurity.None && !IsOnThisMachine)
        {
            yield return new ValidationResult($"{Section}:Security is None, which is for this machine only; expected StartTls or Implicit.", [nameof(Security)]);
        }

        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult($"{Section}:UserName and Password go together.", [nameof(UserName), nameof(Password)]);
        }
    }

    private bool IsOnThisMachine => Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));
}

/// <summary>How the connection is kept secret.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain at first; nothing of a message is sent before TLS stands.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Implicit,

    /// <summary>For this machine only.</summary>
    None,
}
