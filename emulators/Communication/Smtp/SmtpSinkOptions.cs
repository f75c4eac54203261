using System.Security.Cryptography.X509Certificates;

namespace Compensation.Emulators.Communication.Smtp;

/// <summary>How the submission server listens, on 127.0.0.1.</summary>
public sealed record SmtpSinkOptions
{
    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>Null: no TLS. Otherwise TLS from the first byte, or STARTTLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    public bool ImplicitTls { get; init; }

    /// <summary>Null: nobody need log in.</summary>
    public string? Password { get; init; }
}
