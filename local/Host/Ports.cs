using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Compensation.Local.Host;

/// <summary>Where things are found on this machine: the same ports each time, unless somebody else has them.</summary>
public static class Ports
{
    public const int App = 7071;
    public const int Emulator = 7072;
    public const int Phones = 7073;
    public const int Bank = 7074;

    /// <summary>Where Azurite would have its tables.</summary>
    public const int Tables = 10002;

    public static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>The port, or another one that is free.</summary>
    public static int Choose(int preferred) => Probe(preferred) ?? Probe(0)!.Value;

    private static int? Probe(int port)
    {
        try
        {
            using TcpListener probe = new(IPAddress.Loopback, port);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
